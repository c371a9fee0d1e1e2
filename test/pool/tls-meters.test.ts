import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { Pool } from '../../src/pool/pool.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { describeTls } from '../transport/certificates.js';
import { ENERGY } from './simulated-meters.js';

describeTls('a meter over TLS', (certificates) => {
  let simulator: SimulatorHost;
  let server: Server;
  let pool: Pool;

  /** A TLS proxy in front of the simulated meter, as gateways have it. */
  beforeEach(async () => {
    simulator = await startSimulator({ wrapperPort: 0, hdlcPort: 0 });
    const { ca, server: identity } = certificates();
    server = createServer({ ...identity, ca, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const meter = connect(simulator.wrapperPort ?? 0, '127.0.0.1');
      socket.pipe(meter).pipe(socket);
      for (const each of [socket, meter]) each.on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    pool = new Pool({ random: () => 0 });
  });

  afterEach(async () => {
    await pool.close();
    await simulator.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const settings = (input: Readonly<Record<string, unknown>>, tlsKey?: string) =>
    resolveSettings(
      {
        ...{ host: '127.0.0.1', transport: 'tls', port: (server.address() as AddressInfo).port },
        ...{ mode: 'DLMS-WRAPPER', logicalAddress: 1, physicalAddress: 16, pollDelayMs: 0 },
        ...input,
      },
      { tlsKey },
    ).settings;

  it('is read with an authority and a certificate of our own, by logical and by short names', async () => {
    const { caFile, client } = certificates();
    for (const referencing of ['LN', 'SN']) {
      const session = pool.session(
        settings({ tlsCa: caFile, tlsCert: client.cert, referencing }, client.key),
        'user',
      );
      const { readings, failure } = await session.read(ENERGY);
      assert.equal(failure, undefined, failure?.message);
      assert.deepEqual([readings[0]?.quality, readings[0]?.unit], ['good', 'Wh']);
    }
  });

  it('is not spoken to where its certificate cannot be trusted', async () => {
    const { failure } = await pool.session(settings({}), 'user').read(ENERGY);
    assert.deepEqual(
      [failure?.code, failure?.layer, failure?.fault],
      ['DLMS_TLS_UNTRUSTED', 'transport', 'settings'],
    );
  });

  it('that wants a certificate hangs up on those that have none', async () => {
    const { failure } = await pool.session(settings({ tlsCa: certificates().ca }), 'user').read(ENERGY);
    assert.ok(['DLMS_LINE_CLOSED', 'DLMS_TLS_CLIENT_REFUSED'].includes(failure?.code ?? ''), failure?.code);
  });
});
