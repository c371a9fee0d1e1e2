import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { ROUNDS } from '../../src/diagnosis/rounds.js';
import { type SearchTarget, search } from '../../src/diagnosis/search.js';
import { trialWords } from '../../src/diagnosis/trial-words.js';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { Pool } from '../../src/pool/pool.js';
import type { Faults } from '../../src/simulator/faults.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../../src/simulator/host.js';

interface Asked extends Partial<SearchTarget> {
  readonly signal?: AbortSignal;
  readonly mostMs?: number;
}

async function found(port: number, { signal, mostMs, ...target }: Asked = {}) {
  const line = { transport: 'tcp', host: '127.0.0.1', port };
  const visitor = new Pool().visitor(resolveSettings(line).settings);
  const trials: string[] = [];
  const onProgress = ({ trial }: { trial: Parameters<typeof trialWords>[0] }) =>
    void trials.push(trialWords(trial));
  try {
    const findings = await search(
      { line, ...target },
      { visitor, timeoutMs: 60, signal, mostMs, onProgress },
    );
    return { finding: findings[0], others: findings.slice(1), trials };
  } finally {
    await visitor.leave();
  }
}

async function withSimulator<T>(
  options: HostOptions,
  use: (simulator: SimulatorHost) => Promise<T>,
): Promise<T> {
  const simulator = await startSimulator({ host: '127.0.0.1', ...options });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

async function withServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  try {
    return await use(address.port);
  } finally {
    server.close();
  }
}

describe('the search for a meter', () => {
  it('a meter behind the WRAPPER is found with its name, and that it gives its values', () =>
    withSimulator({ wrapperPort: 0 }, async ({ wrapperPort }) => {
      const { finding, others } = await found(wrapperPort ?? 0);
      assert.deepEqual([finding?.reach, finding?.measures], ['associated', true]);
      assert.equal(finding?.name, 'MFL0000012345678');
      assert.deepEqual(finding?.settings, {
        transport: 'tcp',
        host: '127.0.0.1',
        port: wrapperPort,
        mode: 'DLMS-WRAPPER',
        logicalAddress: 1,
        physicalAddress: 0,
        clientAddress: 16,
        referencing: 'LN',
      });
      assert.deepEqual(others, []);
    }));

  it('a meter that speaks HDLC by short names at an address from its serial number is found by that number', () =>
    withSimulator({ hdlcPort: 0, physicalAddress: 5678, referencing: 'SN' }, async ({ hdlcPort }) => {
      const { finding } = await found(hdlcPort ?? 0, { serialNumber: 4_814_678 });
      assert.equal(finding?.reach, 'associated');
      const { settings } = finding;
      assert.deepEqual(
        [settings.mode, settings.physicalAddress, settings.addressSize, settings.referencing],
        ['DLMS-HDLC', 5678, 4, 'SN'],
      );
    }));

  it('a meter that wants an IEC start is found behind it', () =>
    withSimulator({ iecPort: 0, faults: { iec: { reactionMs: 20 } } }, async ({ iecPort }) => {
      const { finding } = await found(iecPort ?? 0);
      assert.equal(finding?.reach, 'associated');
      assert.equal(finding.settings.mode, 'IEC');
    }));

  it('a meter that gives a plain readout only is found as such', () =>
    withSimulator({ iecPort: 0, faults: { iec: { baudCharacter: 'E' } } }, async ({ iecPort }) => {
      const { finding } = await found(iecPort ?? 0);
      assert.deepEqual([finding?.reach, finding?.settings.mode], ['readout', 'IEC']);
    }));

  for (const port of ['hdlcPort', 'wrapperPort'] as const) {
    it(`a meter that lets the public client read little, and others in with a password only (${port})`, () =>
      withSimulator({ [port]: 0, auth: 'Low', password: 'right' }, async (simulator) => {
        const { finding, others } = await found(simulator[port] ?? 0);
        assert.deepEqual([finding?.reach, finding?.measures], ['associated', false]);
        assert.equal(finding?.settings.clientAddress, 16);
        const [other] = others;
        assert.deepEqual([other?.wants, other?.settings.auth, other?.reach], ['password', 'Low', 'refused']);
        assert.equal(other?.settings.clientAddress, 1);
      }));
  }

  it('a meter whose clients need security', () =>
    withSimulator({ wrapperPort: 0, security: 'AuthenticationEncryption' }, async ({ wrapperPort }) => {
      const { finding, others } = await found(wrapperPort ?? 0);
      const wants = [finding, ...others].map((each) => each?.wants);
      assert.ok(wants.includes('security'), String(wants));
    }));

  it('never says a word of a password', () =>
    withSimulator({ wrapperPort: 0, auth: 'Low', password: 'right' }, async ({ wrapperPort }) => {
      const { finding, others } = await found(wrapperPort ?? 0);
      for (const each of [finding, ...others]) assert.equal('password' in (each?.settings ?? {}), false);
    }));

  it('a gateway that takes one connection at a time and needs a moment between two', () =>
    withSimulator({ hdlcPort: 0 }, async ({ hdlcPort = 0 }) => {
      const { connect } = await import('node:net');
      let open = 0;
      const gateway = createServer((socket) => {
        socket.on('error', () => undefined);
        if (open > 0) return socket.destroy();
        open += 1;
        const inner = connect(hdlcPort, '127.0.0.1');
        inner.on('error', () => undefined);
        socket.pipe(inner).pipe(socket);
        socket.on('close', () => {
          inner.destroy();
          setTimeout(() => {
            open -= 1;
          }, 20);
        });
        return undefined;
      });
      await withServer(gateway, async (port) => {
        const { finding } = await found(port);
        assert.equal(finding?.reach, 'associated');
      });
    })).timeout(20_000);

  const LINKS: readonly (readonly [string | undefined, Faults, string])[] = [
    [undefined, {}, 'keeps to the book'],
    ['plain-snrm', { snrm: 'only without parameters' }, 'answers only an SNRM without parameters'],
    ['forced-link-parameters', { ua: 'understated', refuseSegments: true }, 'states other parameters'],
    ['uncounted-frames', { uncountedFrames: true }, 'never counts its frames'],
  ];
  for (const [quirks, faults, what] of LINKS) {
    it(`a meter whose link ${what} is found with what its link needs`, () =>
      withSimulator({ hdlcPort: 0, faults: { ...faults, answerBroadcast: true } }, async ({ hdlcPort }) => {
        const { finding } = await found(hdlcPort ?? 0);
        assert.deepEqual([finding?.reach, finding?.measures], ['associated', true]);
        assert.equal(finding?.settings.quirks, quirks);
        assert.deepEqual(
          [
            finding?.settings.logicalAddress,
            finding?.settings.physicalAddress,
            finding?.settings.addressSize,
          ],
          [1, 16, 4],
        );
      }));
  }

  it('a meter whose logical device is not the first is found as one of all stations', () =>
    withSimulator(
      { hdlcPort: 0, logicalAddress: 5, physicalAddress: 7777, faults: { answerBroadcast: true } },
      async ({ hdlcPort }) => {
        const { finding } = await found(hdlcPort ?? 0);
        assert.equal(finding?.reach, 'associated');
        assert.deepEqual([finding.settings.logicalAddress, finding.settings.physicalAddress], [5, 7777]);
      },
    ));

  it('a web server is no meter, though what it says begins with a slash somewhere', () =>
    withServer(
      createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      }),
      async (port) => {
        const { finding } = await found(port, { mostMs: 500 });
        assert.equal(finding?.reach, 'noise');
        assert.equal(finding.name, undefined);
      },
    ));

  it('a port that hangs up each time is told as such, with the error', () =>
    withServer(
      createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.destroy())),
      async (port) => {
        const { finding } = await found(port, { mostMs: 300 });
        assert.deepEqual([finding?.reach, finding?.error?.code], ['hung-up', 'DLMS_LINE_CLOSED']);
      },
    ));

  it('calls as other clients too, for meters that do not answer the public one, and goes through addresses', () => {
    const way = { mode: 'DLMS-HDLC' };
    const trials = ROUNDS.flatMap((round) => round(way, 0));
    const words = trials.map((trial) => trialWords({ ...trial, referencing: 'LN' }));
    const at = (text: string) => words.findIndex((each) => each.includes(text));
    assert.ok(at('server 1/16 (2 octets), client 16') >= 0);
    assert.ok(at('server 1/16 (2 octets), client 1 ') > at('server 1/16 (2 octets), client 16'));
    assert.ok(at('server 1/99 (2 octets), client 16') > at('server 1/16 (2 octets), client 48'));
    assert.equal(new Set(words).size, words.length, 'nothing is tried twice');
    assert.ok(words.length < 250, String(words.length));
    const wrapper = ROUNDS.flatMap((round) => round({ mode: 'DLMS-WRAPPER' }, 0));
    assert.ok(
      wrapper.some(({ clientAddress, logicalAddress }) => clientAddress === 1 && logicalAddress === 1),
    );
  });

  it('a port where nobody speaks DLMS gives nothing, after a bounded number of trials', () =>
    withServer(
      createServer((socket) => socket.resume()),
      async (port) => {
        const { finding, trials } = await found(port, { mostMs: 1000 });
        assert.equal(finding, undefined);
        assert.ok(trials.length > 5 && trials.length < 200, String(trials.length));
        assert.equal(trials.filter((trial) => trial.startsWith('IEC')).length <= 1, true);
      },
    )).timeout(20_000);

  it('ends when it is told to', () =>
    withServer(
      createServer((socket) => socket.resume()),
      async (port) => {
        const { finding } = await found(port, { signal: AbortSignal.timeout(200) });
        assert.equal(finding, undefined);
      },
    ));

  it('a port that nobody listens on is an error at once', async () => {
    await assert.rejects(found(1), (error) => error instanceof DlmsError && error.layer === 'transport');
  });
});
