import assert from 'node:assert/strict';
import { problemsOf, read } from './files.js';
import { sheetXml, textRow, workbook, workbookParts, zip } from './raw-workbook.js';

const DEVICE_NAMES = ['name', 'device_alias', 'protocol', 'ip', 'unit_id', 'location'];
const SIGNAL_NAMES = ['device_alias', 'job_todo', 'register', 'signal_type'];
const book = (devices: readonly string[][], signals: readonly string[][] = []) => {
  const rows = (table: readonly string[][]) =>
    table.map((row) => textRow(...row.map((text) => text || undefined))).join('');
  return workbook({ devices: rows([DEVICE_NAMES, ...devices]), signals: rows([SIGNAL_NAMES, ...signals]) });
};
const COLUMNS = [
  'Devices row 1, column E: "unit_id" is not a setting of a device, so it was not read',
  'Devices row 1, column F: "location" is not a setting of a device, so it was not read',
  'Signals row 1, column C: "register" is not a setting of a signal, so it was not read',
  'Signals row 1, column D: "signal_type" is not a setting of a signal, so it was not read; did you mean signal_name?',
];

describe('a sheet of a gateway, with more in it than is for us', () => {
  it('is read without the columns and the devices of other protocols, which are told', async () => {
    const octets = book(
      [
        ['Cellar', 'cellar', 'DLMS TCP', '10.0.0.5', '', 'Berlin'],
        ['PLC', 'plc', 'Modbus RTU', '', '3', 'Bonn'],
        ['Heat', '', 'M-Bus', '10.0.0.9', '4', ''],
        ['Roof', 'roof', '', '10.0.0.6', '', ''],
      ],
      [
        ['cellar', '1-0:1.8.0', '', ''],
        ['plc', '', '40001', 'INT'],
        ['plc', '', '40002', 'INT'],
        ['Roof', '1-0:2.8.0', '', ''],
      ],
    );
    const { devices, signals, warnings } = await read('a.xlsx', octets);
    assert.deepEqual(
      devices.map(({ alias }) => alias),
      ['cellar', 'roof'],
    );
    assert.deepEqual(
      signals.map(({ device, signal }) => [device, signal?.alias]),
      [
        ['cellar', '1.0.1.8.0.255'],
        ['roof', '1.0.2.8.0.255'],
      ],
    );
    assert.deepEqual(warnings, [
      ...COLUMNS,
      'Devices row 3, column C: protocol "Modbus RTU" is not DLMS: the device and its signals (2) were left out',
      'Devices row 4, column C: protocol "M-Bus" is not DLMS: the device was left out',
    ]);
  });

  it('is refused where a protocol of ours has a slip in it, or none is ours', async () => {
    for (const protocol of ['DLMS TPC', 'DLMS RTU', 'TCP/IP', 'Serial port', 'IEC 62056-21', 'Seriel']) {
      const rows = [
        ['a', 'a', 'DLMS TCP', '10.0.0.5', '', ''],
        ['b', 'b', protocol, '10.0.0.6', '', ''],
      ];
      assert.deepEqual(await problemsOf('a.xlsx', book(rows)), [
        `Devices row 3, column C: protocol "${protocol}" is not allowed: tcp, serial, udp, tls, DLMS TCP, DLMS serial`,
      ]);
    }
    const [only] = await problemsOf('a.xlsx', book([['a', 'a', 'Modbus TCP', '10.0.0.5', '', '']]));
    assert.match(only ?? '', /protocol "Modbus TCP" is not allowed/);
  });

  it('is refused where the names of its columns are slips of those that count', async () => {
    for (const [written, meant] of [
      ['boudrate', 'baudrate'],
      ['timeout', 'timeout_ms'],
      ['serial', 'serialnumber'],
      ['serial_port', 'device'],
      ['Host', 'ip'],
    ] as const) {
      const devices = textRow('device_alias', 'ip', written) + textRow('a', 'm', '1');
      assert.deepEqual(await problemsOf('a.xlsx', workbook({ devices })), [
        `Devices row 1, column C: "${written}" is not a setting of a device; did you mean ${meant}?`,
      ]);
    }
  });

  it('with a title above the names is told in which row they are', async () => {
    const names = textRow('device_alias', 'ip') + textRow('a', 'm');
    assert.deepEqual(await problemsOf('a.xlsx', workbook({ devices: textRow('Our plant') + names })), [
      'Devices row 1: has no name of a setting of a device, such as name, description, device_alias, protocol, serialnumber; they are in row 2, so delete what stands above it',
    ]);
    assert.deepEqual(await problemsOf('a.xlsx', workbook({ devices: `<row/>${names}` })), [
      'Devices row 1: is empty: it holds the names of the settings; they are in row 2, so delete what stands above it',
    ]);
  });
});

describe('a workbook as programs keep it', () => {
  const signals = textRow('device_alias', 'job_todo') + textRow('a', '1-0:1.8.0');

  it('with macros, which are never run', async () => {
    const octets = workbook({ signals, more: { 'xl/vbaProject.bin': 'x' } });
    assert.equal((await read('a.xlsm', octets)).signals.length, 1);
  });

  it('whose workbook stands at another place', async () => {
    const sheets = [
      { name: 'Devices', xml: sheetXml(textRow('device_alias', 'ip') + textRow('a', 'm')) },
      { name: 'Signals', xml: sheetXml(signals) },
    ];
    const parts = Object.entries(workbookParts(sheets)).map(([path, xml]) => [
      path.replace('xl/', 'book/xl/').replace('workbook.xml', 'workbook22.xml'),
      xml.replace('Target="worksheets/', 'Target="../xl/./worksheets/'),
    ]);
    const type = 'http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument';
    const root = `<Relationships><Relationship Id="r" Type="${type}" Target="book/xl/workbook22.xml"/></Relationships>`;
    const octets = zip({ ...Object.fromEntries(parts), '_rels/.rels': root });
    assert.equal((await read('a.xlsx', octets)).signals.length, 1);
  });

  it('with parts in UTF-16, or in the encoding of old libraries', async () => {
    const devices = (text: string) =>
      sheetXml(textRow('device_alias', 'ip', 'name') + textRow('a', 'm', text));
    const parts = workbookParts([{ name: 'Devices', xml: devices('Tür') }]);
    const sheet = 'xl/worksheets/sheet1.xml';
    const xml = parts[sheet] ?? '';
    const little = Buffer.from(`\uFEFF${xml}`, 'utf16le');
    for (const octets of [little, Buffer.from(little).swap16(), Buffer.from(xml, 'latin1')]) {
      const { devices: found } = await read('a.xlsx', zip({ ...parts, [sheet]: octets }));
      assert.equal(found[0]?.properties.name, 'Tür');
    }
  });

  it('with a wide end of its archive, as some write it for any size', async () => {
    const narrow = workbook({ signals });
    const end = narrow.length - 22;
    const wide = Buffer.alloc(56);
    wide.write('PK\u0006\u0006', 'latin1');
    wide.writeBigUInt64LE(44n, 4);
    wide.writeBigUInt64LE(BigInt(narrow.readUInt16LE(end + 10)), 32);
    wide.writeBigUInt64LE(BigInt(narrow.readUInt32LE(end + 16)), 48);
    const locator = Buffer.alloc(20);
    locator.write('PK\u0006\u0007', 'latin1');
    locator.writeBigUInt64LE(BigInt(end), 8);
    const last = Buffer.from(narrow.subarray(end));
    last.fill(0xff, 8, 20);
    const octets = Buffer.concat([narrow.subarray(0, end), wide, locator, last]);
    assert.equal((await read('a.xlsx', octets)).signals.length, 1);
    locator.writeBigUInt64LE(2n ** 63n, 8);
    const astray = Buffer.concat([narrow.subarray(0, end), wide, locator, last]);
    assert.deepEqual(await problemsOf('a.xlsx', astray), ['is damaged: it is not a whole workbook']);
  });

  it('with numbers that are shown with zeros before them', async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000000"/>
      <numFmt numFmtId="165" formatCode="#,##0"/></numFmts><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;
    const cells = `<c t="str"><v>a</v></c><c t="str"><v>m</v></c><c s="2"><v>4059</v></c><c s="1"><v>1234</v></c><c s="1"><v>16</v></c>`;
    const names = textRow('device_alias', 'ip', 'port', 'password', 'slave_address');
    const octets = workbook({ devices: `${names}<row>${cells}</row>`, more: { 'xl/styles.xml': styles } });
    const [device] = (await read('a.xlsx', octets)).devices;
    assert.deepEqual([device?.properties.port, device?.properties.physicalAddress], [4059, 16]);
    assert.equal(device?.secrets.password, '00001234');
  });

  it('with formats, texts and names of huge length is read in bounds', async () => {
    const zeros = '0'.repeat(1_000_000);
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="${zeros}"/></numFmts>
      <cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`;
    const more = { 'xl/styles.xml': styles };
    const names = textRow('device_alias', 'ip', 'slave_address', zeros);
    const cells = `<c t="str"><v>a</v></c><c t="str"><v>m</v></c><c s="1"><v>16</v></c>`;
    const { devices } = await read('a.xlsx', workbook({ devices: `${names}<row>${cells}</row>`, more }));
    assert.equal(devices[0]?.properties.physicalAddress, 16);
    const long = `<row><c t="str"><v>${zeros}</v></c><c t="str"><v>m</v></c></row>`;
    assert.deepEqual(await problemsOf('a.xlsx', workbook({ devices: `${names}${long}`, more })), [
      'Devices row 2, column A: device_alias is longer than a cell can be',
    ]);
  });
});
