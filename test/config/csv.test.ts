import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Folder } from '../../src/config/folder.js';
import { DlmsError } from '../../src/errors.js';
import { problemsOf, read } from './files.js';

const DEVICES = 'name,device_alias,ip,password\nKeller,cellar,10.0.0.5,"a,""b"""\n';
const SIGNALS = 'device_alias,job_todo,tag_job_todo\ncellar,"1.8.0,2.8.0",2.8.0\n';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Folder {
  return {
    names: async () => Object.keys(files),
    read: async (name) => Buffer.from(files[name] ?? ''),
  };
}

describe('a CSV pair', () => {
  it('is read from either half, whatever the capitals', async () => {
    const pairs = [
      ['devices.csv', 'signals.csv'],
      ['Plant_Devices.csv', 'plant_signals.CSV'],
      ['old devices devices 2.txt', 'old devices signals 2.txt'],
      ['plant_device.csv', 'plant_signal.csv'],
      ['Device list.csv', 'Signals list.csv'],
    ] as const;
    for (const [devices, signals] of pairs) {
      const folder = folderOf({ [devices]: DEVICES, [signals]: SIGNALS, 'other.csv': 'x' });
      for (const [name, text] of [[devices, DEVICES] as const, [signals, SIGNALS] as const]) {
        const configuration = await read(name, text, { folder });
        assert.equal(configuration.devices[0]?.secrets.password, 'a,"b"');
        assert.equal(configuration.signals[0]?.signal?.alias, '1.0.2.8.0.255');
        assert.deepEqual(configuration.warnings, []);
      }
    }
  });

  it('of which one half is missing: signals may be, devices may not', async () => {
    const { devices, warnings } = await read('devices.csv', DEVICES, { folder: folderOf({}) });
    assert.equal(devices.length, 1);
    assert.deepEqual(warnings, ['devices.csv: no file signals.csv is beside it: there are no signals']);
    const folder = folderOf({ 'devices 2.csv': DEVICES });
    assert.deepEqual(await problemsOf('signals.csv', SIGNALS, { folder }), [
      'no file devices.csv is beside it: there are no devices',
    ]);
  });

  it('of files whose names do not say which half they are, is told how to name them', async () => {
    const folder = folderOf({ 'a.csv': DEVICES, 'b.csv': SIGNALS });
    const how = 'the other half is found where the names of both differ in devices and signals';
    assert.deepEqual(await problemsOf('b.csv', SIGNALS, { folder }), [`${how}: there are no devices`]);
    assert.deepEqual((await read('a.csv', DEVICES, { folder })).warnings, [
      `a.csv: ${how}: there are no signals`,
    ]);
  });

  it('of which only one file is at hand, is known by its name or by its first row', async () => {
    assert.equal((await read('devices.csv', DEVICES)).devices.length, 1);
    assert.equal((await read('meters.csv', DEVICES)).devices.length, 1);
    const { devices, signals } = await read('table.csv', SIGNALS);
    assert.deepEqual([devices.length, signals.length], [0, 1]);
  });

  it('tells its problems by file, row and column', async () => {
    const folder = folderOf({ 'signals.csv': 'device_alias,job_todo\ncellr,1.8.0\ncellar,300.1.2\n' });
    const text = 'name,device_alias,ip,prot\nKeller,cellar,10.0.0.5:4059,1\n';
    assert.deepEqual(await problemsOf('devices.csv', text, { folder }), [
      'devices.csv row 1, column D: "prot" is not a setting of a device; did you mean port?',
      'devices.csv row 2, column C: ip "10.0.0.5:4059" is not a name or address',
      'signals.csv row 2, column A: device_alias "cellr" is not among the devices; did you mean cellar?',
      'signals.csv row 3, column B: job_todo "300.1.2" is not allowed, "300.1.2" has 300 in group C: OBIS codes with commas between them',
    ]);
  });

  it('whose signals have no column that says of which device', async () => {
    const folder = folderOf({ 'signals.csv': 'signal_alias,job_todo\na,1.8.0\nb,2.8.0\n' });
    assert.deepEqual(await problemsOf('devices.csv', DEVICES, { folder }), [
      'signals.csv row 1: has no device_alias',
    ]);
  });

  it('with a list that is not in quotes: the row is told, and what slipped is not shown', async () => {
    const text = 'device_alias,ip,quirks,password\na,10.0.0.1,no-list,max-info=128,geheim\n';
    assert.deepEqual(await problemsOf('devices.csv', text), [
      'devices.csv row 2, column E: has a value, but row 1 has no name there: put lists with commas into quotes',
    ]);
  });
});

describe('a CSV file', () => {
  const rows = async (text: string | Uint8Array) => {
    const { devices } = await read('devices.csv', text, { partial: true });
    return devices.map(({ properties: { name, alias, port } }) => [name, alias, port]);
  };
  const expected = [
    ['Zähler €', 'a', 1],
    ['x\ny', 'b', 2],
  ];
  const table = (separator: string, end: string) =>
    [
      ['name', 'device_alias', 'port'],
      ['Zähler €', 'a', '1'],
      ['"x\ny"', 'b', '2'],
    ]
      .map((row) => row.join(separator) + end)
      .join('');

  for (const [separator, name] of [
    [',', 'commas'],
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ] as const) {
    it(`with ${name}, and any line ends`, async () => {
      for (const end of ['\n', '\r\n', '\r']) assert.deepEqual(await rows(table(separator, end)), expected);
    });
  }

  it('that names its separator, as Excel does', async () => {
    assert.deepEqual(await rows(`sep=|\r\n${table('|', '\r\n')}`), expected);
  });

  it('with line ends that differ within it', async () => {
    for (const [first, then] of [
      ['\r\n', '\n'],
      ['\n', '\r\n'],
    ] as const) {
      assert.deepEqual(await rows(table(';', then).replace(then, first)), expected);
    }
  });

  it('in UTF-8 with a byte order mark, in UTF-16, and in Windows-1252', async () => {
    const text = table(';', '\r\n');
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    const western = Buffer.from(text.replace('€', '\x80'), 'latin1');
    for (const octets of [Buffer.from(`\uFEFF${text}`), little, big, western]) {
      assert.deepEqual(await rows(octets), expected);
    }
  });

  it('with spaces around its values, and with semicolons in quotes before the first comma', async () => {
    assert.deepEqual(await rows(' name , "device_alias" ,port\n K , "a" , 1 \n'), [['K', 'a', 1]]);
    assert.deepEqual((await read('devices.csv', '"a;b;c;d",name,ip\n1,2,m\n')).warnings, [
      'devices.csv row 1, column A: "a;b;c;d" is not a setting of a device, so it was not read',
    ]);
  });

  it('ends at an empty row, also where its separators stand', async () => {
    for (const empty of ['', ';;', ' ; ; ']) {
      const text = `name;device_alias;port\nK;a;1\n${empty}\nbelow;b;2\n`;
      const { devices, warnings } = await read('devices.csv', text, { partial: true });
      assert.equal(devices.length, 1);
      assert.deepEqual(warnings, [
        'devices.csv row 3: is empty and ends the table: what stands below it was not read',
      ]);
    }
    const { warnings } = await read('devices.csv', 'name;ip\nK;m\n;\n\n', { partial: true });
    assert.deepEqual(warnings, []);
  });

  const broken: readonly (readonly [what: string, text: string, expected: string])[] = [
    [
      'a quote that is not closed',
      'name,ip\n"geheim,1\n',
      'line 2: a quote is not closed before the end of the file',
    ],
    [
      'something behind a closing quote',
      'name,ip\nK,"geheim"x\n',
      'line 2: something stands behind a closing quote; a quote within quotes is written twice',
    ],
    [
      'a quote within a value, below a separator line',
      'sep=,\nname,ip\nK,gehe"im\n',
      'line 3: a quote stands within a value that does not begin with one',
    ],
  ];
  for (const [what, text, problem] of broken) {
    it(`with ${what} is refused by its line, never with the text around it`, async () =>
      assert.deepEqual(await problemsOf('devices.csv', text), [problem]));
  }

  it('of any text is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('name', 'ip', ',', ';', '"', '\n', '\r', ' ', 'ä', '\t', '1')),
        (text) =>
          read('devices.csv', `x${text.join('')}`).then(
            ({ devices }) => assert.ok(devices),
            (error) => assert.ok(error instanceof DlmsError, String(error)),
          ),
      ),
      { seed: 8, numRuns: 300 },
    );
  });
});
