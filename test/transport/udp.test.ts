import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Transport, TransportListener } from '../../src/transport/transport.js';
import { openUdp } from '../../src/transport/udp.js';

describe('a UDP line', () => {
  let peer: Socket;
  let port: number;
  let transport: Transport | undefined;

  beforeEach(async () => {
    peer = createSocket('udp4').bind(0, '127.0.0.1');
    await once(peer, 'listening');
    port = peer.address().port;
  });

  afterEach(async () => {
    await transport?.close();
    transport = undefined;
    await new Promise<void>((resolve) => peer.close(() => resolve()));
  });

  const open = async (host = '127.0.0.1'): Promise<Transport> => {
    transport = await openUdp({ host, port, connectTimeoutMs: 2000 })();
    return transport;
  };

  /** Collects what a line hears, until so many datagrams are there. */
  const hear = (line: Transport, count: number): Promise<number[][]> =>
    new Promise((resolve, reject) => {
      const heard: number[][] = [];
      const listener: TransportListener = {
        octets: (octets) => {
          heard.push([...octets]);
          if (heard.length === count) resolve(heard);
        },
        closed: (cause) => reject(cause ?? new Error('closed')),
      };
      line.listen(listener);
    });

  /** Sends octets to the peer, which learns our port by that. */
  const clientPort = async (line: Transport): Promise<number> => {
    const message = once(peer, 'message') as Promise<[Buffer, { port: number }]>;
    await line.send(Uint8Array.of(1, 2));
    const [octets, from] = await message;
    assert.deepEqual([...octets], [1, 2]);
    return from.port;
  };

  it('sends each time one datagram, and tells each datagram whole', async () => {
    const line = await open();
    assert.equal(line.name, `udp 127.0.0.1:${port}`);
    const back = await clientPort(line);
    const heard = hear(line, 3);
    for (const octets of [[3], [], [4, 5, 6]]) peer.send(Uint8Array.from(octets), back, '127.0.0.1');
    assert.deepEqual(await heard, [[3], [], [4, 5, 6]]);
  });

  it('does not hear others', async () => {
    const line = await open('localhost');
    const back = await clientPort(line);
    const other = createSocket('udp4');
    const heard = hear(line, 1);
    await new Promise((resolve) => other.send(Uint8Array.of(66), back, '127.0.0.1', resolve));
    peer.send(Uint8Array.of(7), back, '127.0.0.1');
    assert.deepEqual(await heard, [[7]]);
    other.close();
  });

  it('says that nobody listens there', async () => {
    const deaf = createSocket('udp4').bind(0, '127.0.0.1');
    await once(deaf, 'listening');
    const options = { host: '127.0.0.1', port: deaf.address().port, connectTimeoutMs: 2000 };
    await new Promise<void>((resolve) => deaf.close(() => resolve()));
    transport = await openUdp(options)();
    const heard = hear(transport, 1);
    await transport.send(Uint8Array.of(1));
    await assert.rejects(heard, { code: 'DLMS_CONNECTION_REFUSED', layer: 'transport' });
    await assert.rejects(transport.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });

  it('refuses what no datagram holds, and goes on', async () => {
    const line = await open();
    await assert.rejects(line.send(new Uint8Array(65_508)), {
      code: 'DLMS_TOO_LONG',
      message: /65508 octets/,
    });
    await clientPort(line);
  });

  it('says that it does not know the name', async () => {
    await assert.rejects(open('no-such-host.invalid'), { code: 'DLMS_HOST_UNKNOWN' });
  });

  it('gives up when it is told to, before and while it looks for the name', async () => {
    const opening = openUdp({ host: 'localhost', port, connectTimeoutMs: 2000 });
    await assert.rejects(opening(AbortSignal.abort()), { code: 'DLMS_CLOSED' });
    const giving = new AbortController();
    const given = opening(giving.signal);
    giving.abort();
    await assert.rejects(given, { code: 'DLMS_CLOSED' });
  });

  it('closes, also twice, and tells its listener without a cause', async () => {
    const line = await open();
    const closed = new Promise((resolve) => line.listen({ octets: () => undefined, closed: resolve }));
    await Promise.all([line.close(), line.close()]);
    assert.equal(await closed, undefined);
    await assert.rejects(line.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });
});
