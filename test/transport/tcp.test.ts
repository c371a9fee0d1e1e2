import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { DlmsError } from '../../src/errors.js';
import { openTcp } from '../../src/transport/tcp.js';
import type { Transport } from '../../src/transport/transport.js';

describe('a TCP connection', () => {
  let server: Server;
  let sockets: Socket[];
  let port: number;

  beforeEach(async () => {
    sockets = [];
    server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    port = address.port;
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (signal?: AbortSignal): Promise<Transport> =>
    openTcp({ host: '127.0.0.1', port, connectTimeoutMs: 2000 })(signal);

  it('carries octets both ways and names itself', async () => {
    const transport = await open();
    assert.equal(transport.name, `tcp 127.0.0.1:${port}`);
    const heard = new Promise<Uint8Array>((resolve) =>
      transport.listen({ octets: resolve, closed: () => undefined }),
    );
    await transport.send(Uint8Array.of(1, 2, 3));
    const [socket] = sockets;
    assert.ok(socket);
    socket.once('data', (octets) => socket.write(octets.reverse()));
    assert.deepEqual([...(await heard)], [3, 2, 1]);
    await transport.close();
  });

  it('says that nobody listens', async () => {
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(open(), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.equal(error.code, 'DLMS_CONNECTION_REFUSED');
      assert.equal(error.layer, 'transport');
      assert.match(error.message, new RegExp(`127.0.0.1:${port}`));
      return true;
    });
    server = createServer().listen(0);
  });

  it('gives up when it is told to, before and while it connects', async () => {
    await assert.rejects(open(AbortSignal.abort()), { code: 'DLMS_CLOSED' });
    const giving = new AbortController();
    const opening = open(giving.signal);
    giving.abort();
    await assert.rejects(opening, { code: 'DLMS_CLOSED' });
  });

  it('does not wait longer than the time limit', async () => {
    const deaf = await deafServer();
    const held = [0, 1, 2].map(() => connect(deaf.port, '127.0.0.1').on('error', () => undefined));
    const opening = openTcp({ host: '127.0.0.1', port: deaf.port, connectTimeoutMs: 50 })();
    await assert.rejects(opening, { code: 'DLMS_UNREACHABLE', message: /within 50 ms/ });
    for (const socket of held) socket.destroy();
    await deaf.end();
  });

  it('tells its listener that the other side hung up', async () => {
    const transport = await open();
    const closed = new Promise<Error | undefined>((resolve) =>
      transport.listen({ octets: () => undefined, closed: resolve }),
    );
    await transport.send(Uint8Array.of(1));
    for (const socket of sockets) socket.destroy();
    const cause = await closed;
    assert.ok(cause instanceof DlmsError);
    assert.equal(cause.code, 'DLMS_LINE_CLOSED');
    await assert.rejects(transport.send(Uint8Array.of(1)), { code: 'DLMS_LINE_CLOSED' });
  });

  it('tells a listener that comes too late', async () => {
    const transport = await open();
    await transport.close();
    const closed = new Promise((resolve) => transport.listen({ octets: () => undefined, closed: resolve }));
    assert.equal(await closed, undefined);
  });

  it('closes within a second, even where the other side keeps the connection', async () => {
    const transport = await open();
    const begin = performance.now();
    await Promise.all([transport.close(), transport.close()]);
    assert.ok(performance.now() - begin < 1000);
  });
});

/** A server with room for one waiting connection that never takes any: a further one gets no answer at all. */
async function deafServer(): Promise<{ readonly port: number; end(): Promise<void> }> {
  const script = `
    const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(port.toString()),
    end: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
