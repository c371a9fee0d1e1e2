import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer, type TlsOptions as ServerOptions } from 'node:tls';
import { DlmsError } from '../../src/errors.js';
import { openTls, type TlsOptions } from '../../src/transport/tls.js';
import { tlsError } from '../../src/transport/tls-errors.js';
import type { Transport } from '../../src/transport/transport.js';
import { type Certificates, describeTls, type Identity } from './certificates.js';

describeTls('a TLS connection', (certificates) => {
  let server: Server;
  let sockets: Socket[] = [];
  let port = 0;

  const serve = async (made: Server): Promise<void> => {
    server = made;
    server.on('connection', (socket: Socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };

  /** Sends back what it hears, the other way round. */
  const serveTls = (identity: Identity, options: ServerOptions = {}): Promise<void> =>
    serve(
      createServer({ ...identity, ...options }, (socket) => {
        socket.on('data', (octets) => socket.write(octets.reverse()));
        socket.on('error', () => undefined);
      }).on('tlsClientError', () => undefined),
    );

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    await new Promise((resolve) => server.close(resolve));
  });

  const open = (options: Partial<TlsOptions> = {}): Promise<Transport> =>
    openTls({ host: '127.0.0.1', port, connectTimeoutMs: 2000, verify: true, ...options })();

  const turned = async (transport: Transport): Promise<number[]> => {
    const heard = new Promise<Uint8Array>((resolve, reject) =>
      transport.listen({ octets: resolve, closed: (cause) => reject(cause ?? new Error('closed')) }),
    );
    const [answer] = await Promise.all([heard, transport.send(Uint8Array.of(1, 2, 3))]);
    return [...answer];
  };

  const refused = async (opening: Promise<unknown>, code: string, message: RegExp): Promise<void> => {
    await assert.rejects(opening, (error) => {
      assert.ok(error instanceof DlmsError);
      assert.deepEqual([error.code, error.layer], [code, 'transport']);
      assert.match(error.message, message);
      assert.match(error.message, new RegExp(`^tls 127.0.0.1:${port} `));
      assert.ok(error.hint);
      return true;
    });
  };

  it('carries octets both ways to whom an authority of ours has signed', async () => {
    const { ca, server: identity } = certificates();
    await serveTls(identity);
    for (const host of ['127.0.0.1', 'localhost']) {
      const transport = await open({ ca, host });
      assert.equal(transport.name, `tls ${host}:${port}`);
      assert.deepEqual(await turned(transport), [3, 2, 1]);
      await transport.close();
    }
  });

  it('is not made to one whom nobody we know has signed', async () => {
    await serveTls(certificates().server);
    await refused(open(), 'DLMS_TLS_UNTRUSTED', /not trusted here/);
  });

  it('is not made to one that signed itself, unless it is our authority', async () => {
    const { ca, stranger } = certificates();
    await serveTls(stranger);
    await refused(open(), 'DLMS_TLS_UNTRUSTED', /not trusted here/);
    await refused(open({ ca }), 'DLMS_TLS_UNTRUSTED', /not trusted here/);
    const transport = await open({ ca: stranger.cert, serverName: 'stranger' });
    assert.deepEqual(await turned(transport), [3, 2, 1]);
    await transport.close();
  });

  it('is not made to one whose certificate has run out', async () => {
    const { ca, expired } = certificates();
    await serveTls(expired);
    await refused(open({ ca }), 'DLMS_TLS_EXPIRED', /not valid today/);
  });

  it('is not made to one with a certificate for another name, which is told', async () => {
    const { ca, elsewhere } = certificates();
    await serveTls(elsewhere);
    await refused(open({ ca }), 'DLMS_TLS_NAME', /another name \(DNS:meter-7.example\)/);
    const transport = await open({ ca, serverName: 'meter-7.example' });
    assert.deepEqual(await turned(transport), [3, 2, 1]);
    await transport.close();
  });

  it('is made to anybody where the user wants it so', async () => {
    await serveTls(certificates().expired);
    const transport = await open({ verify: false });
    assert.deepEqual(await turned(transport), [3, 2, 1]);
    await transport.close();
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`shows the client's certificate to one that asks for it (${version})`, async () => {
      const { ca, server: identity, client, stranger } = certificates();
      const strict = { requestCert: true, rejectUnauthorized: true, maxVersion: version };
      await serveTls(identity, { ca, ...strict });
      const transport = await open({ ca, ...client });
      assert.deepEqual(await turned(transport), [3, 2, 1]);
      await transport.close();
      const wrong = async () => turned(await open({ ca, ...stranger }));
      await refused(wrong(), 'DLMS_LINE_CLOSED', /closed by the other side/);
    });
  }

  it('says that the other side refuses the certificate of the client', async () => {
    await serve(createTcpServer());
    for (const [code, says] of [
      ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /does not accept the certificate of this client/],
      ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /does not accept the certificate of this client/],
      ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /no version or cipher of TLS in common/],
    ] as const) {
      const error = tlsError('tls gateway:4059', Object.assign(new Error('as in the test'), { code }));
      assert.match(error.message, says);
      assert.ok(error.hint);
    }
  });

  it('says of a port without TLS what it is', async () => {
    await serve(createTcpServer((socket) => socket.on('data', () => socket.write('7E A0 no TLS here'))));
    await refused(open(), 'DLMS_TLS_FAILED', /does not answer in TLS/);
  });

  it('says that the other side hangs up in the middle', async () => {
    await serve(createTcpServer((socket) => socket.on('data', () => socket.destroy())));
    await refused(open(), 'DLMS_LINE_CLOSED', /was closed by the other side/);
  });

  it('does not wait longer than the time limit for one that says nothing', async () => {
    await serve(createTcpServer());
    await refused(open({ connectTimeoutMs: 50 }), 'DLMS_UNREACHABLE', /within 50 ms/);
  });

  it('gives up when it is told to', async () => {
    await serve(createTcpServer());
    const giving = new AbortController();
    const options = { host: '127.0.0.1', port, connectTimeoutMs: 2000, verify: true };
    const opening = openTls(options)(giving.signal);
    giving.abort();
    await assert.rejects(opening, { code: 'DLMS_CLOSED' });
    await assert.rejects(openTls(options)(AbortSignal.abort()), { code: 'DLMS_CLOSED' });
  });

  it('refuses a key that is none without showing it', async () => {
    const { ca, server: identity } = certificates();
    await serveTls(identity);
    await assert.rejects(open({ ca, cert: identity.cert, key: 'GEHEIM' }), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.doesNotMatch(`${error.message}${error.hint}`, /GEHEIM/);
      return true;
    });
  });

  it('trusts whom NODE_EXTRA_CA_CERTS names', async () => {
    const made: Certificates = certificates();
    const child = join(__dirname, 'tls-child.js');
    const script = ['-e', `require(${JSON.stringify(child)}).serveAndDial()`];
    const run = (extra: Record<string, string>) =>
      spawnSync(process.execPath, script, {
        env: { ...process.env, ...extra, CERT: made.server.cert, KEY: made.server.key },
        encoding: 'utf8',
      });
    await serve(createTcpServer());
    assert.equal(run({ NODE_EXTRA_CA_CERTS: made.caFile }).stdout, 'open');
    assert.equal(run({}).stdout, 'DLMS_TLS_UNTRUSTED');
  });
});
