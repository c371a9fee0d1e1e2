import assert from 'node:assert/strict';
import { problemsOf, read } from './files.js';

type Value = string | number | boolean | Date | null;

interface Sheet {
  readonly sheet: string;
  readonly rows: readonly (readonly Value[])[];
}

const sheet = (name: string, rows: Sheet['rows']): Sheet => ({ sheet: name, rows });

async function workbookOf(...sheets: readonly Sheet[]): Promise<Uint8Array> {
  const { default: write } = await import('write-excel-file/node');
  const cell = (value: Value) => {
    if (value === null) return null;
    return value instanceof Date ? { value, format: 'dd.mm.yyyy' } : { value };
  };
  return write(
    sheets.map((each) => ({ sheet: each.sheet, data: each.rows.map((row) => row.map(cell)) })),
  ).toBuffer();
}

const DEVICES = sheet('Devices', [
  ['name', 'Device Alias', 'enable', 'protocol', 'ip', 'port', 'mode', 'type', 'server_address', 'baud_rate'],
  ['Keller', 'cellar', true, 'DLMS TCP', '10.0.0.5', 4059, 'DLMS-RAPPER', 'LN', 16, 9600],
  ['Dach ', ' roof', 0, 'DLMS serial', null, null, 'DLMS', 'SN', '17', '300'],
]);
const SIGNAL_NAMES = ['signal_name', 'device_alias', 'job_todo', 'tag_job_todo', 'number_type', 'log'];

describe('a workbook', () => {
  it('with devices and signals, numbers and switches as cells of their kind', async () => {
    const octets = await workbookOf(
      DEVICES,
      sheet('Signals', [
        SIGNAL_NAMES,
        ['Energy', 'cellar', '1-0:1.8.0,1-0:2.8.0', '1-0:1.8.0', 'uint64', true],
        ['Power', 'cellar', '1-0:16.7.0', null, null, null],
      ]),
    );
    const { devices, signals, warnings } = await read('plant.xlsx', octets, { partial: true });
    assert.deepEqual(warnings, []);
    assert.deepEqual(devices, [
      {
        alias: 'cellar',
        enabled: true,
        properties: {
          ...{ name: 'Keller', alias: 'cellar', transport: 'tcp', host: '10.0.0.5', port: 4059 },
          ...{ mode: 'DLMS-WRAPPER', referencing: 'LN', physicalAddress: 16, baudRate: 9600 },
        },
        secrets: {},
      },
      {
        alias: 'roof',
        enabled: false,
        properties: {
          ...{ name: 'Dach', alias: 'roof', transport: 'serial', mode: 'DLMS-HDLC', referencing: 'SN' },
          ...{ physicalAddress: 17, baudRate: 300 },
        },
        secrets: {},
      },
    ]);
    assert.deepEqual(
      signals.map(({ row, signal }) => [row, signal?.alias, signal?.numberType, signal?.log]),
      [
        [
          { name: 'Energy', job: '1-0:1.8.0,1-0:2.8.0', todo: '1-0:1.8.0', numberType: 'UINT64', log: 1 },
          ...['1.0.1.8.0.255', 'UINT64', true],
        ],
        [{ name: 'Power', job: '1-0:16.7.0' }, '1.0.16.7.0.255', 'DOUBLE', false],
      ],
    );
  });

  it('whose sheets stand in another order, have other capitals and spaces, and are several', async () => {
    const row = (code: string): Value[] => [null, 'cellar', code, null, null, null];
    const octets = await workbookOf(
      sheet('signals  water', [SIGNAL_NAMES, row('8.0.1.0.0.255')]),
      sheet('Notes', [['Signals and devices of the plant']]),
      sheet('SIGNALS2', [SIGNAL_NAMES, row('1.0.2.8.0.255')]),
      { ...DEVICES, sheet: ' DEVICES ' },
      sheet('Signals', [SIGNAL_NAMES, row('1.0.1.8.0.255')]),
      sheet('My Signals', [['nothing of ours']]),
    );
    const { signals } = await read('plant.xlsx', octets, { partial: true });
    assert.deepEqual(
      signals.map(({ signal }) => signal?.alias),
      ['8.0.1.0.0.255', '1.0.2.8.0.255', '1.0.1.8.0.255'],
    );
  });

  it('ends a sheet at an empty row, and says so where something stands below it', async () => {
    const octets = await workbookOf(
      DEVICES,
      sheet('Signals', [
        SIGNAL_NAMES,
        ['one', 'cellar', '1.8.0', null, null, null],
        [null, '  ', null, null, null, null],
        ['ideas for later', null, null, null, null, null],
      ]),
    );
    const { signals, warnings } = await read('plant.xlsx', octets, { partial: true });
    assert.equal(signals.length, 1);
    assert.deepEqual(warnings, [
      'Signals row 3: is empty and ends the table: what stands below it was not read',
    ]);
  });

  it('with empty columns, and remarks in columns without a name', async () => {
    const octets = await workbookOf(
      sheet('Devices', [
        [null, 'device_alias', null, 'ip'],
        [null, 'a', 'ask Anna', '10.0.0.1'],
        ['!', 'b', null, '10.0.0.2'],
      ]),
    );
    const { devices, warnings } = await read('plant.xlsx', octets);
    assert.deepEqual(
      devices.map(({ alias, properties }) => [alias, properties.host]),
      [
        ['a', '10.0.0.1'],
        ['b', '10.0.0.2'],
      ],
    );
    assert.deepEqual(warnings, [
      'the workbook: has no sheet whose name starts with Signals; it has Devices',
      'Devices column C: has no name in row 1: its values were not read',
      'Devices column A: has no name in row 1: its values were not read',
    ]);
  });

  it('tells all problems by sheet, row, column and name, and what is allowed', async () => {
    const octets = await workbookOf(
      sheet('Devices', [
        ['device_alias', 'ip', 'boudrate', 'port', 'auth', 'timeout_ms'],
        ['a', '10.0.0.1', 9600, 70_000, 'Lo', 'soon'],
        ['a', '10.0.0.2', null, 4059.5, null, null],
      ]),
      sheet('Signals 1', [
        SIGNAL_NAMES,
        ['x', 'aa', '1.8.0,2.8.0', '3.8.0', 'INT7', 2],
        ['y', 'a', 1.8, null, null, null],
        ['z', 'a', new Date(Date.UTC(2000, 7, 1)), null, null, null],
      ]),
    );
    assert.deepEqual(await problemsOf('plant.xlsx', octets), [
      'Devices row 1, column C: "boudrate" is not a setting of a device; did you mean baudrate?',
      'Devices row 2, column D: port "70000" is not allowed: 1…65535',
      'Devices row 2, column E: auth "Lo" is not allowed: None, Low, High, HighMd5, HighSha1, HighSha256, HighGmac, HighEcdsa',
      'Devices row 2, column F: timeout_ms "soon" is not allowed: 1…600000',
      'Devices row 3, column D: port "4059.5" is not allowed: 1…65535',
      'Devices row 3, column A: device_alias "a" stands at more than one device, also at Devices row 2',
      'Signals 1 row 2, column F: log "2" is not allowed: 0, 1, true, false',
      'Signals 1 row 2, column E: number_type "INT7" is not allowed: FLOAT, DOUBLE, DIGITAL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64',
      'Signals 1 row 2, column D: tag_job_todo "3.8.0" is not in job_todo: 1.0.1.8.0.255, 1.0.2.8.0.255',
      'Signals 1 row 2, column B: device_alias "aa" is not among the devices; did you mean a?',
      'Signals 1 row 3, column C: job_todo is the number 1.8: write the OBIS code as text',
      'Signals 1 row 4, column C: job_todo is a date or time: format the cell as text and write it anew',
    ]);
  });

  it('without the sheet Devices, or with an empty one', async () => {
    const signals = sheet('Signals', [SIGNAL_NAMES]);
    assert.deepEqual(await problemsOf('a.xlsx', await workbookOf(signals, sheet('Geräte', [['x']]))), [
      'the workbook: has no sheet Devices; it has Signals, Geräte',
    ]);
    assert.deepEqual(await problemsOf('a.xlsx', await workbookOf(sheet('Devices', []), signals)), [
      'Devices row 1: is empty: it holds the names of the settings',
    ]);
  });
});
