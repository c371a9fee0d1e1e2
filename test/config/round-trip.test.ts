import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEVICE_ENTRY_NAMES, findFileName, SIGNAL_FILE_NAMES } from '../../src/config/file-names.js';
import { fileOf } from '../../src/config/file-writer.js';
import { flowOf } from '../../src/config/flow-writer.js';
import { DEVICE_DEFAULTS } from '../../src/config/node-defaults.js';
import { read } from './files.js';
import { textRow, workbook } from './raw-workbook.js';

type Row = Readonly<Record<string, unknown>>;
interface File {
  readonly devices: readonly Row[];
  readonly signals: readonly Row[];
}

const ALIASES = ['cellar', 'roof', 'meter_3', '4'];
const PIECES = [
  'a',
  'Ä',
  '€',
  '1',
  ' ',
  ',',
  ';',
  '"',
  "'",
  '<',
  '&',
  '0x',
  '-',
  '–',
  '=1+1',
  '@',
  '電',
  '💡',
];
const lines = fc
  .array(fc.constantFrom(...PIECES, '\n', 'हिन्दी', '${', '}', '_x0041', '\\'), { minLength: 1 })
  .map((pieces) => pieces.join('').trim())
  .filter((joined) => joined !== '');
const text = lines.map((joined) => joined.replace(/\s+/g, ' '));
const open = fc.constantFrom('A', 'NAME_2').map((name) => `$\{${name}}`);
const orOpen = <T>(values: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: values }, open);
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] });
const number = (min: number, max: number) => fc.integer({ min, max });
const onOff = fc.constantFrom(0, 1);

const network = fc.record({
  protocol: fc.constantFrom('DLMS TCP', 'udp', 'tls'),
  ip: orOpen(fc.constantFrom('10.0.0.5', 'meter.local')),
  port: orOpen(number(1, 65_535)),
  mode: fc.constant('DLMS-WRAPPER'),
});
const serial = fc.record({
  protocol: fc.constant('DLMS serial'),
  device: fc.constantFrom('/dev/ttyUSB0', 'PORT1', 'COM3'),
  baudrate: fc.constantFrom(300, 9600, 115_200),
  databits: number(6, 8),
  stopbits: number(1, 2),
  parity: fc.constantFrom('none', 'even', 'odd'),
  flowcontrol: fc.constant('none'),
  mode: fc.constantFrom('DLMS-HDLC', 'IEC'),
});
const settings = some({
  ...{ name: orOpen(text), description: lines, enable: onOff },
  ...{ id: number(0, 100), slave_address: number(1, 100), address_size: fc.constantFrom(0, 1, 2, 4) },
  ...{ serialnumber: number(0, 99_999_999), serialnumber_formula: fc.constant('SN % 100 + 16') },
  ...{
    master_address: number(1, 127),
    type: fc.constantFrom('SN', 'LN'),
    auth: fc.constantFrom('None', 'Low'),
  },
  ...{
    timeout_ms: orOpen(number(1, 600_000)),
    retry_counter: number(1, 100),
    scan_rate_ms: number(-5, 99_999),
  },
  ...{ poll_delay_ms: number(0, 600_000), quirks: fc.constantFrom('no-lists', 'no-lists, max-info=128') },
  ...{ lockout_wait_ms: number(0, 1000), system_title: fc.constant('0000000000000001') },
  ...{ password: orOpen(text.map((rest) => `p${rest}`)), block_cipher_key: fc.constant('00'.repeat(16)) },
});
const device = fc
  .tuple(fc.oneof(network, serial), settings)
  .map(([line, more]): Row => ({ ...line, ...more }));

const signal = fc.oneof(
  fc.record({
    tag_job_todo: orOpen(fc.constantFrom('1-0:1.8.0', '1.0.16.7.0.255', '0.0.1.0.0.255:2', 'device_status')),
  }),
  fc.record({ job_todo: fc.constantFrom('1-0:1.8.0*255', '1.7.0:2') }),
  fc.record({
    job_todo: fc.constant('1-0:1.8.0, 1-0:2.8.0'),
    tag_job_todo: fc.constantFrom('1.8.0', '1-0:2.8.0'),
  }),
);
const remarks = some({
  ...{ signal_name: text, enable: onOff, log: onOff, SN: fc.oneof(number(0, 65_535), fc.constant('0xFA08')) },
  ...{
    number_type: orOpen(fc.constantFrom('FLOAT', 'DIGITAL', 'UINT64')),
    pulse_short_time_ms: number(1, 100),
  },
  ...{ pulse_long_time_ms: number(100, 9999) },
});

const file: fc.Arbitrary<File> = fc
  .tuple(
    fc.array(device, { minLength: 1, maxLength: ALIASES.length }),
    fc.array(fc.tuple(fc.nat(), signal, remarks), { maxLength: 8 }),
  )
  .map(([devices, signals]) => ({
    devices: devices.map((each, at) => ({ device_alias: ALIASES[at], ...each })),
    signals: signals.map(([which, codes, more], at) => ({
      device_alias: ALIASES[which % devices.length],
      signal_alias: `s${at}`,
      ...codes,
      ...more,
    })),
  }));

const property = (check: (file: File) => Promise<void>) =>
  fc.assert(fc.asyncProperty(file, check), { seed: 10, numRuns: 60 });

/** Of the signals of one device and job the order stays, not that between jobs. */
const byAlias = (a: Row, b: Row) => String(a.signal_alias).localeCompare(String(b.signal_alias));

describe('a file made a flow, and that a file again', () => {
  it('has all that it had, and beside it what the editor fills in', async () => {
    await property(async (given) => {
      const configuration = await read('plant.json', given, { partial: true });
      const { nodes, deviceIds } = flowOf(configuration, 'plant');
      const secrets = configuration.devices.map((each) => [deviceIds.get(each.alias), each.secrets]);
      const credentials = Object.fromEntries(secrets);
      const flow = await read('flow.json', [...nodes], { partial: true, credentials });
      const exported = fileOf(flow);
      for (const [at, { secrets: now }] of flow.devices.entries())
        assert.deepEqual(now, configuration.devices[at]?.secrets);
      assert.deepEqual([...exported.signals].sort(byAlias), [...given.signals].sort(byAlias));
      assert.equal(exported.devices.length, given.devices.length);
      for (const [at, asGiven] of given.devices.entries()) {
        const now = exported.devices[at] ?? {};
        for (const [name, value] of Object.entries(asGiven)) {
          const isSecret = findFileName(name, DEVICE_ENTRY_NAMES)?.secret;
          assert.deepEqual(now[name], isSecret ? undefined : value, name);
        }
        for (const name of Object.keys(now).filter((each) => !(each in asGiven))) {
          const filled = findFileName(name, DEVICE_ENTRY_NAMES)?.property ?? '';
          assert.equal(String(now[name]), DEVICE_DEFAULTS[filled] ?? '1', name);
        }
      }
    });
  });

  it('is the same flow from then on', async () => {
    await property(async (given) => {
      const once = flowOf(await read('plant.json', given, { partial: true }), 'plant').nodes;
      const exported = fileOf(await read('flow.json', [...once], { partial: true }));
      assert.deepEqual(flowOf(await read('again.json', exported, { partial: true }), 'plant').nodes, once);
    });
  });

  it('is the same flow from JSON, CSV and a workbook', async () => {
    await property(async (given) => {
      const expected = await read('plant.json', given, { partial: true });
      const [devices, signals] = [
        tableOf(given.devices, DEVICE_ENTRY_NAMES),
        tableOf(given.signals, SIGNAL_FILE_NAMES),
      ];
      const xml = (cell: string) =>
        cell
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
      const sheet = (rows: string[][]) => rows.map((row) => textRow(...row.map(xml))).join('');
      const octets = workbook({ devices: sheet(devices), signals: sheet(signals) });
      assert.deepEqual(await read('plant.xlsx', octets, { partial: true }), expected);
      const csv = (rows: string[][]) =>
        rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\r\n');
      const folder = { names: async () => ['signals.csv'], read: async () => Buffer.from(csv(signals)) };
      assert.deepEqual(await read('devices.csv', csv(devices), { folder, partial: true }), expected);
    });
  });
});

function tableOf(rows: readonly Row[], names: typeof SIGNAL_FILE_NAMES): string[][] {
  const columns = names.map((name) => name.file);
  return [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
}
