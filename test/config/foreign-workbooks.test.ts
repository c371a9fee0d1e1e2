import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { DlmsError } from '../../src/errors.js';
import { problemsOf, read } from './files.js';
import { sheetXml, textRow, workbook, workbookParts, zip } from './raw-workbook.js';

const NAMES = textRow('device_alias', 'job_todo', 'signal_alias', 'SN');
const signalsIn = async (octets: Uint8Array) =>
  (await read('a.xlsx', octets)).signals.map(({ device, signal }) => [device, signal?.alias, signal?.tag]);
const tag = (logicalName: string, more = {}) => ({ kind: 'attribute', logicalName, ...more });

describe('a workbook that another program wrote', () => {
  it('with cells that do not say where they are, and with an empty one between them', async () => {
    const octets = workbook({ signals: NAMES + textRow('a', '1.8.0', undefined, '7') });
    assert.deepEqual(await signalsIn(octets), [
      ['a', '1.0.1.8.0.255', tag('1.0.1.8.0.255', { shortName: 7 })],
    ]);
  });

  it('with shared texts, in runs, with how they are pronounced, and with characters that XML has not', async () => {
    const strings = `<sst xmlns="x"><si><t>device_alias</t></si><si><r><t>job</t></r><r><rPr><b/></rPr><t>_todo</t></r></si>
      <si><t xml:space="preserve"> a </t><rPh sb="0" eb="1"><t>ei</t></rPh></si><si><t>1-0:1.8.0_x0026_9&#57;</t></si></sst>`;
    const row = (number: number, first: number, second: number) =>
      `<row r="${number}"><c r="A${number}" t="s"><v>${first}</v></c><c r="B${number}" t="s"><v>${second}</v></c></row>`;
    const octets = workbook({
      signals: row(1, 0, 1) + row(2, 2, 3),
      more: { 'xl/sharedStrings.xml': strings },
    });
    assert.deepEqual(await signalsIn(octets), [['a', '1.0.1.8.0.99', tag('1.0.1.8.0.99')]]);
  });

  it('with a prefix on every element, comments, and CDATA', async () => {
    const xml = `<?xml version='1.0'?><!-- a > b --><x:worksheet xmlns:x='m' note="a > b"><x:sheetData>
      <x:row r='1'><x:c r='A1' t='inlineStr'><x:is><x:t><![CDATA[device_alias]]></x:t></x:is></x:c
      ><x:c r='B1' t='str'><x:f>A1&amp;"x"</x:f><x:v>job_todo</x:v></x:c></x:row>
      <x:row r='2'><x:c r='A2' t='str'><x:v>a</x:v></x:c><x:c r='B2' t='str'><x:v>2.8.0</x:v></x:c></x:row>
      </x:sheetData></x:worksheet>`;
    const parts = workbookParts([
      { name: 'Signals', xml },
      { name: 'Devices', xml: sheetXml(textRow('device_alias', 'ip') + textRow('a', 'm')) },
    ]);
    assert.deepEqual(await signalsIn(zip(parts)), [['a', '1.0.2.8.0.255', tag('1.0.2.8.0.255')]]);
  });

  it('stored without compression, written in one go, or with a comment behind it', async () => {
    for (const options of [
      { stored: true },
      { streamed: true },
      { comment: 'PK\u0005\u0006 made by hand' },
    ]) {
      const octets = workbook({ signals: NAMES + textRow('a', '1.8.0') }, options);
      assert.equal((await signalsIn(octets)).length, 1);
    }
  });

  it('with parts at absolute paths, and a sheet that is hidden', async () => {
    const devices = { name: 'Devices', xml: sheetXml(textRow('device_alias', 'ip') + textRow('a', 'm')) };
    const hidden = { name: 'Signals old', xml: sheetXml(NAMES + textRow('a', '1.8.0')), hidden: true };
    const parts = workbookParts([devices, hidden]);
    const relations = parts['xl/_rels/workbook.xml.rels']?.replaceAll('Target="', 'Target="/xl/') ?? '';
    const { signals, warnings } = await read(
      'a.xlsx',
      zip({ ...parts, 'xl/_rels/workbook.xml.rels': relations }),
    );
    assert.equal(signals.length, 1);
    assert.deepEqual(warnings, ['Signals old: is a hidden sheet, and was read']);
  });

  it('with merged cells: what they show counts for each row', async () => {
    const rows = NAMES + textRow('a', '1.8.0') + textRow(undefined, '2.8.0') + textRow(undefined, '3.8.0');
    const merged = '<mergeCells count="2"><mergeCell ref="A2:A3"/><mergeCell ref="A1:B1"/></mergeCells>';
    const sheets = [
      { name: 'Devices', xml: sheetXml(textRow('device_alias', 'ip') + textRow('a', 'm')) },
      { name: 'Signals', xml: sheetXml(rows, merged) },
    ];
    assert.deepEqual(await problemsOf('a.xlsx', zip(workbookParts(sheets))), [
      'Signals row 4: device_alias is not set',
    ]);
  });

  it('with errors, dates, formulas without a result, and numbers that lost digits', async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[Red]0.00&quot;days&quot;"/>
      <numFmt numFmtId="165" formatCode="[$-407]hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs></styleSheet>`;
    const names = textRow(
      'device_alias',
      'ip',
      'port',
      'timeout_ms',
      'retry_counter',
      'system_title',
      'poll_delay_ms',
    );
    const cells = `<c t="str"><v>a</v></c><c t="e"><f>B9</f><v>#N/A</v></c><c s="3"><v>36739</v></c><c s="2"><v>0.5</v></c>
      <c><f>1+1</f></c><c><v>1234567890123456789</v></c><c s="1"><v>9.0E2</v></c>`;
    const octets = workbook({ devices: `${names}<row>${cells}</row>`, more: { 'xl/styles.xml': styles } });
    assert.deepEqual(await problemsOf('a.xlsx', octets), [
      'Devices row 2, column B: ip shows the error #N/A',
      'Devices row 2, column C: port is a date or time: format the cell as text and write it anew',
      'Devices row 2, column D: timeout_ms is a date or time: format the cell as text and write it anew',
      'Devices row 2, column E: retry_counter is a formula without its result: open the workbook and save it',
      'Devices row 2, column F: system_title is a number of which a sheet keeps 15 digits only: format the cell as text and write it anew',
    ]);
  });
});

describe('what is no workbook that can be read', () => {
  const good = workbook({ signals: NAMES + textRow('a', '1.8.0') });
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  const locked = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]);
  const devices = (xml: string) => zip(workbookParts([{ name: 'Devices', xml }]));
  const bomb = 'a'.repeat(40_000_000);
  const cases: readonly (readonly [what: string, octets: Uint8Array, expected: RegExp])[] = [
    ['of the old format', old, /^is a workbook of the old format \(\.xls\): save it as \.xlsx$/],
    ['with a password', locked, /^is protected by a password: save it without one$/],
    ['with a password of the archive', workbook({}, { encrypted: true }), /^is protected by a password/],
    [
      'that is binary',
      zip({ 'xl/workbook.bin': 'x' }),
      /^is a binary workbook \(\.xlsb\): save it as \.xlsx$/,
    ],
    ['of OpenDocument', zip({ mimetype: 'x', 'content.xml': '<x/>' }), /^is an OpenDocument file/],
    ['that is a text document', zip({ 'word/document.xml': '<x/>' }), /^is a text document/],
    ['that is another archive', zip({ 'a.txt': 'x' }), /^is a zip archive, but no workbook$/],
    ['that is cut off', good.subarray(0, good.length - 30), /^is damaged: it is not a whole workbook$/],
    ['of two octets', Buffer.from('PK'), /^is damaged: it is not a whole workbook$/],
    ['that unpacks to more than anybody needs', devices(bomb), /^holds more than 32 MiB/],
    [
      'whose sheet is cut off',
      devices('<worksheet><sheetData><row r="1"'),
      /^is damaged: a part .* is not XML$/,
    ],
    ['whose elements cross', devices('<worksheet><row></worksheet></row>'), /is not XML$/],
    ['with a document type', devices('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), /is not XML$/],
    [
      'with an entity that is none',
      devices('<worksheet><row><c r="A1">&b;</c></row></worksheet>'),
      /is not XML$/,
    ],
    ['with a row that no sheet has', devices(sheetXml('<row r="300000000"/>')), /a cell says no place/],
    [
      'with a column that no sheet has',
      devices(sheetXml('<row><c r="ZZZ1"/></row>')),
      /a cell says no place/,
    ],
    ['with a place that is none', devices(sheetXml('<row><c r="1A"/></row>')), /a cell says no place/],
    [
      'with a text that is not there',
      devices(sheetXml('<row><c t="s"><v>9</v></c></row>')),
      /a cell holds what no/,
    ],
    [
      'with a number that is none',
      devices(sheetXml('<row><c><v>x</v></c></row>')),
      /a cell holds what no cell/,
    ],
    [
      'with a kind of cell that is none',
      devices(sheetXml('<row><c t="q"><v>x</v></c></row>')),
      /a cell holds what/,
    ],
  ];
  for (const [what, octets, expected] of cases) {
    it(what, async () => {
      const told = await problemsOf('a.xlsx', octets);
      assert.equal(told.length, 1, told.join('\n'));
      assert.match(told[0] ?? '', expected);
    });
  }

  it('whose octets were changed: every part has its check', async () => {
    const stored = workbook({ signals: NAMES + textRow('a', '1.8.0') }, { stored: true });
    const changed = Buffer.from(stored);
    changed[stored.indexOf('1.8.0')] = 0x32;
    assert.deepEqual(await problemsOf('a.xlsx', changed), ['is damaged: it is not a whole workbook']);
  });

  it('whose sizes lie: what is unpacked counts, not what is said', async () => {
    const lying = Buffer.from(good);
    for (let at = lying.indexOf('PK\u0001\u0002'); at >= 0; at = lying.indexOf('PK\u0001\u0002', at + 1)) {
      lying.writeUInt32LE(0xfffffff0, at + 24);
    }
    assert.equal((await read('a.xlsx', lying)).signals.length, 1);
  });

  it('however it is damaged, is told as an error and in no time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(255), fc.nat(), async (place, octet, cut) => {
        const octets = Buffer.from(good);
        octets[place % octets.length] = octet;
        const end = cut % 3 === 0 ? cut % octets.length : octets.length;
        await assertToldOrRead(Buffer.concat([Buffer.from('PK'), octets.subarray(2, end)]));
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('with any text in place of a sheet', async () => {
    const pieces = [
      '<',
      '>',
      '/',
      '"',
      "'",
      '<row>',
      '</row>',
      '<c>',
      '</c>',
      '<v>',
      '</v>',
      '&',
      '&constructor;',
      '&#x',
      ';',
      '1',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces)), (text) =>
        assertToldOrRead(devices(`<worksheet>${text.join('')}</worksheet>`)),
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  async function assertToldOrRead(octets: Uint8Array): Promise<void> {
    try {
      assert.ok(Array.isArray((await read('a.xlsx', octets)).devices));
    } catch (error) {
      assert.ok(error instanceof DlmsError, String(error));
    }
  }

  it('with very many attributes, ranges, or columns takes no longer than its size is worth', async () => {
    const attributes = sheetXml(`<row><c ${'a="1" '.repeat(500_000)}/></row>`);
    const ranges = sheetXml(NAMES, '<mergeCell ref="A1:A1048576"/>'.repeat(200_000));
    const columns = sheetXml(`<row>${'<c t="str"><v>xyz</v></c>'.repeat(16_384)}</row>`);
    for (const xml of [attributes, ranges, columns]) {
      assert.ok(deflateRawSync(xml).length < xml.length);
      await assertToldOrRead(devices(xml));
    }
  });
});
