import assert from 'node:assert/strict';
import { search } from '../../src/diagnosis/search.js';
import { DlmsError } from '../../src/errors.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../../src/simulator/host.js';

const openOf = (properties: Readonly<Record<string, string | number>>) =>
  openTransport(resolveSettings(properties).settings);

async function found(port: number, options: { serialNumber?: number; signal?: AbortSignal } = {}) {
  const { signal, ...target } = options;
  const line = { transport: 'tcp', host: '127.0.0.1', port };
  const trials: string[] = [];
  const finding = await search(
    { line, ...target },
    { openOf, timeoutMs: 60, signal, onProgress: ({ trying }) => trials.push(trying) },
  );
  return { finding, trials };
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

describe('the search for a meter', () => {
  it('a meter behind the WRAPPER is found with its name', () =>
    withSimulator({ wrapperPort: 0 }, async ({ wrapperPort }) => {
      const { finding } = await found(wrapperPort ?? 0);
      assert.equal(finding?.reach, 'associated');
      assert.equal(finding.name, 'MFL0000012345678');
      assert.deepEqual(finding.settings, {
        transport: 'tcp',
        host: '127.0.0.1',
        port: wrapperPort,
        mode: 'DLMS-WRAPPER',
        logicalAddress: 1,
        physicalAddress: 0,
        clientAddress: 16,
        referencing: 'LN',
      });
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
    withSimulator({ iecPort: 0 }, async ({ iecPort }) => {
      const { finding } = await found(iecPort ?? 0);
      assert.equal(finding?.reach, 'associated');
      assert.equal(finding.settings.mode, 'IEC');
    }));

  it('a port where nobody speaks DLMS gives nothing, after a bounded number of trials', async () => {
    const { createServer } = await import('node:net');
    const mute = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const address = mute.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { finding, trials } = await found(port, {
      signal: AbortSignal.timeout(3000),
    });
    mute.close();
    assert.equal(finding, undefined);
    assert.ok(trials.length > 5 && trials.length < 2000, String(trials.length));
  }).timeout(20_000);

  it('a port that nobody listens on is an error at once', async () => {
    await assert.rejects(found(1), (error) => error instanceof DlmsError && error.layer === 'transport');
  });
});
