/** Nodes of older versions, and of people and programs, in the edit dialogs: shown as the runtime takes them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEVICE_MIGRATIONS } from '../../../nodes/migrate/device.js';
import { type Migration, migrated, type Saved } from '../../../nodes/migrate/migrate.js';
import { READ_MIGRATIONS } from '../../../nodes/migrate/read.js';
import { SIMULATOR_MIGRATIONS } from '../../../nodes/migrate/simulator.js';
import { readerSettings } from '../../../nodes/reader-settings.js';
import { simulatorOptions } from '../../../nodes/simulator-settings.js';
import { DlmsError } from '../../../src/errors.js';
import { resolveSettings } from '../../../src/meter/resolve-settings.js';
import { oldFlow } from './old-flow.js';

interface Definition {
  readonly defaults: Readonly<Record<string, { readonly value: string }>>;
}

type Shown = (node: Saved, definition: Definition) => Saved;

const form = require(resolve('resources/dlms-saved-nodes.js')) as {
  readonly savedDevice: Shown;
  readonly savedSimulator: Shown;
  versionToSave(node: Saved, definition: Definition): unknown;
};
require(resolve('resources/dlms-device-checks.js'));

/** As the editor has them; properties that are lists left out. */
function definitionOf(type: string): Definition {
  const html = readFileSync(`nodes/${type}.html`, 'utf8');
  const block = html.match(/defaults: \{([\s\S]*?)\n {6}\}/)?.[1] ?? '';
  const found = [...block.matchAll(/^ {8}(\w+): \{ value: '([^']*)'/gm)];
  return { defaults: Object.fromEntries(found.map(([, name = '', value = '']) => [name, { value }])) };
}

const STEPS: Readonly<Record<string, readonly Migration[]>> = {
  'dlms-device': DEVICE_MIGRATIONS,
  'dlms-read': READ_MIGRATIONS,
  'dlms-simulator': SIMULATOR_MIGRATIONS,
};
const [METER, SIMULATOR] = ['dlms-device', 'dlms-simulator'].map(definitionOf) as [Definition, Definition];
const nodeOf = (type: string): Saved => oldFlow(4059).find((node) => node.type === type) ?? {};

describe('the version that the editor saves', () => {
  for (const [type, steps] of Object.entries(STEPS)) {
    it(`is that of the last step, for ${type}, with a new node and with an old one`, () => {
      const definition = definitionOf(type);
      const current = String(steps.at(-1)?.version);
      assert.equal(definition.defaults.version?.value, current);
      assert.equal(form.versionToSave(nodeOf(type), definition), current);
      assert.equal(form.versionToSave({ version: '1' }, definition), current);
      assert.equal(form.versionToSave({ version: '99' }, definition), '99', 'that of a newer version');
      const saved: Saved = { ...nodeOf(type), version: current };
      assert.equal(migrated(saved, steps), saved);
    });
  }
});

describe('a node of version 0.1.0 in its form', () => {
  it('shows what the runtime makes of it', () => {
    const shown = form.savedDevice(nodeOf('dlms-device'), METER);
    const taken: Saved = migrated(nodeOf('dlms-device'), DEVICE_MIGRATIONS);
    const entries = Object.entries(shown).filter(([name]) => name !== 'version');
    for (const [name, value] of entries) assert.equal(value, taken[name], name);
    const simulated = form.savedSimulator(nodeOf('dlms-simulator'), SIMULATOR);
    const running: Saved = migrated(nodeOf('dlms-simulator'), SIMULATOR_MIGRATIONS);
    const others = Object.entries(simulated).filter(([name]) => name !== 'version');
    for (const [name, value] of others) assert.equal(value, running[name], name);
  });
});

describe('a meter that was written by hand', () => {
  const WRITTEN: Readonly<Record<string, Saved>> = {
    'with the least': { name: 'Meter', host: 'gateway' },
    'on a serial port, the transport left out': { name: 'Meter', serialPort: '/dev/ttyUSB0' },
    'with a host beside a serial port': {
      alias: 'm',
      transport: 'serial',
      serialPort: 'COM3',
      host: 'gateway',
    },
    'over UDP, the mode left out': { alias: 'm', transport: 'udp', host: '10.0.0.1', port: 4061 },
    'with the words of files': { alias: 'm', transport: 'DLMS TCP', host: 'h', mode: 'DLMS-RAPPER' },
    'with older words': { alias: 'm', host: 'h', mode: 'DLMS-DLC', referencing: 'ln', auth: 'low' },
    'with settings that a program left empty': {
      alias: 'm',
      host: 'h',
      serialPort: null,
      port: null,
      mode: null,
    },
    'with numbers': { alias: 'm', host: 'h', port: 4060, clientAddress: 32, addressSize: 4, scanRateMs: 0 },
    'with each setting': {
      ...{
        name: 'M',
        alias: 'm',
        transport: 'tcp',
        host: 'h',
        port: '4060',
        mode: 'DLMS',
        referencing: 'LN',
      },
      ...{
        serialNumber: '0',
        serialNumberFormula: 'SN % 100 + 16',
        physicalAddress: '17',
        logicalAddress: '1',
      },
      ...{ addressSize: '2', clientAddress: '1', timeoutMs: '1000', auth: 'High', retryCounter: '2' },
      ...{
        serialPort: '',
        baudRate: '300',
        dataBits: '7',
        stopBits: '1',
        parity: 'even',
        flowControl: 'none',
      },
      ...{ scanRateMs: '-1', pollDelayMs: '0', quirks: 'max-info=64', security: 'AUTHENTICATION' },
      ...{ securitySuite: '0', systemTitle: '4D4D4D0000000001', serverSystemTitle: '4D4D4D0000000002' },
      ...{ invocationCounter: '0.0.43.1.0.255' },
    },
  };
  const key = '0'.repeat(32);
  const secrets = { password: 'right', blockCipherKey: key, authenticationKey: key };

  for (const [how, saved] of Object.entries(WRITTEN)) {
    it(`${how}, is the same meter after it was opened and saved`, () => {
      const shown = form.savedDevice(saved, METER);
      const { settings } = resolveSettings(migrated(saved, DEVICE_MIGRATIONS), secrets);
      assert.deepEqual(resolveSettings(shown, secrets).settings, settings);
      assert.ok(
        Object.values(shown).every((value) => value !== null),
        'it is asked about as text',
      );
    });
  }

  it('keeps what the form does not know, for its reason to be shown', () => {
    assert.equal(form.savedDevice({ host: 'h', mode: 'DLMS-LAMP' }, METER).mode, 'DLMS-LAMP');
    const variable = '$'.concat('{MODE}');
    assert.equal(form.savedDevice({ host: 'h', mode: variable }, METER).mode, variable);
    assert.throws(() => resolveSettings({ alias: 'm', host: 'h', mode: 'DLMS-LAMP' }), DlmsError);
  });
});

describe('a simulator that was written by hand, with nothing in it', () => {
  it('is the same simulator after it was opened and saved', () => {
    const options = simulatorOptions(migrated({}, SIMULATOR_MIGRATIONS));
    assert.equal(
      JSON.stringify(simulatorOptions(form.savedSimulator({}, SIMULATOR))),
      JSON.stringify(options),
    );
  });
});

describe('a read node that was written by hand, with nothing but its codes', () => {
  it('reads as a new one does', () => {
    const { version: _, ...usual } = Object.fromEntries(
      Object.entries(definitionOf('dlms-read').defaults).map(([name, { value }]) => [name, value]),
    );
    const written = { device: 'm', job: '1.8.0' };
    assert.deepEqual(
      readerSettings(migrated(written, READ_MIGRATIONS)),
      readerSettings({ ...usual, ...written }),
    );
  });
});
