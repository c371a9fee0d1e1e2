/** Flows of older versions of this package. */
import assert from 'node:assert/strict';
import { DEVICE_MIGRATIONS } from '../../../nodes/migrate/device.js';
import { type Migration, migrated, type Saved } from '../../../nodes/migrate/migrate.js';
import { READ_MIGRATIONS } from '../../../nodes/migrate/read.js';
import { SIMULATOR_MIGRATIONS } from '../../../nodes/migrate/simulator.js';
import { readerSettings } from '../../../nodes/reader-settings.js';
import { simulatorOptions } from '../../../nodes/simulator-settings.js';
import { DEVICE_DEFAULTS } from '../../../src/config/node-defaults.js';
import { resolveSettings } from '../../../src/meter/resolve-settings.js';
import { device, read, simulator } from '../support/flows.js';
import type { ValueMessage } from '../support/reading.js';
import { freePort, Inbox, load, useRuntime } from '../support/runtime.js';
import { oldFlow } from './old-flow.js';

const STEPS: Readonly<Record<string, readonly Migration[]>> = {
  'dlms-device': DEVICE_MIGRATIONS,
  'dlms-read': READ_MIGRATIONS,
  'dlms-simulator': SIMULATOR_MIGRATIONS,
};
const nodeOf = (type: string): Saved => oldFlow(4059).find((node) => node.type === type) ?? {};

describe('the steps from one version of a node to the next', () => {
  const steps: readonly Migration[] = [
    { version: 2, up: (saved) => ({ ...saved, two: `${saved.one}+` }) },
    { version: 3, up: (saved) => ({ ...saved, three: `${saved.two}+` }) },
  ];

  it('are taken from where the node is, in order', () => {
    assert.deepEqual(migrated({ one: 1 }, steps), { one: 1, two: '1+', three: '1++', version: 3 });
    assert.deepEqual(migrated({ two: 2, version: '2' }, steps), { two: 2, three: '2+', version: 3 });
    for (const version of ['', 'x', null, -1, 1.5]) assert.equal(migrated({ version }, steps).version, 3);
  });

  it('leave what they do not know, and what a newer version saved', () => {
    assert.deepEqual(migrated({ one: 1, other: [2] }, steps).other, [2]);
    const newer = { version: 4, three: 'other', four: { five: 6 } };
    assert.equal(migrated(newer, steps), newer);
  });

  for (const [type, own] of Object.entries(STEPS)) {
    it(`rise by one for ${type}, and do nothing to what went through them`, () => {
      assert.deepEqual(
        own.map(({ version }) => version),
        own.map((_, at) => at + 2),
      );
      const saved = nodeOf(type);
      const once = migrated(saved, own);
      assert.equal(migrated(once, own), once);
      assert.deepEqual({ ...once, ...saved }, once);
    });
  }
});

describe('a node of version 0.1.0', () => {
  it('means the same as before', () => {
    const meter = nodeOf('dlms-device');
    const secrets = { password: 'right' };
    const { settings } = resolveSettings(migrated(meter, DEVICE_MIGRATIONS), secrets);
    assert.deepEqual(settings, resolveSettings(meter, secrets).settings);
    assert.deepEqual([settings.security, settings.lockoutWaitMs], [undefined, 900_000]);
    const reader = nodeOf('dlms-read');
    const { allowsMeter } = readerSettings(migrated(reader, READ_MIGRATIONS));
    assert.equal(allowsMeter, false);
    assert.deepEqual(readerSettings(migrated(reader, READ_MIGRATIONS)), readerSettings(reader));
    const simulated = nodeOf('dlms-simulator');
    const options = (saved: Saved) => JSON.stringify(simulatorOptions(saved, secrets));
    assert.equal(options(migrated(simulated, SIMULATOR_MIGRATIONS)), options(simulated));
  });

  it('has all that a new one has, so that the editor finds nothing missing', () => {
    const { name: _, ...expected } = DEVICE_DEFAULTS;
    const after: Saved = migrated(nodeOf('dlms-device'), DEVICE_MIGRATIONS);
    assert.deepEqual(
      Object.keys(expected).filter((property) => after[property] === undefined),
      [],
    );
  });
});

describe('a node that was written by hand, without a version', () => {
  it('keeps every word of it', () => {
    const more = { security: 'Encryption', securitySuite: '2', lockoutWaitMs: '0', iecReadout: 'never' };
    const meter = migrated(device(1, more), DEVICE_MIGRATIONS);
    for (const [property, value] of Object.entries(more)) assert.equal(meter[property], value);
    assert.equal(migrated(read({ allowMeter: true }), READ_MIGRATIONS).allowMeter, true);
    assert.equal(migrated(simulator(1, { referencing: 'SN' }), SIMULATOR_MIGRATIONS).referencing, 'SN');
  });
});

describe('a flow of version 0.1.0', () => {
  useRuntime();

  it('runs as it is', async () => {
    const port = await freePort();
    const password = 'Gold-im-Keller';
    await load(oldFlow(port), { d1a50000000000a3: { password }, d1a50000000000a7: { password } });
    const out = new Inbox<ValueMessage>('out');
    const messages = await out.atLeast(2);
    assert.deepEqual(
      messages.map(({ topic, unit, payload }) => [topic, unit, typeof payload]),
      [
        ['example-meter/energy', 'Wh', 'number'],
        ['example-meter/1.0.16.7.0.255', 'W', 'number'],
      ],
    );
  });
});
