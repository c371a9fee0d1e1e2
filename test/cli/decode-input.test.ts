import assert from 'node:assert/strict';
import { recordingOf } from '../../src/cli/decode/input/input-recording.js';
import { fromHex } from '../../src/encoding/hex.js';
import { ANSWER, dressed, GET, outline, refusal, reportsOf, SNRM } from './decode-inputs.js';

describe('octets as people have them', () => {
  it('digits in any dress', () => {
    for (const text of [
      SNRM,
      SNRM.replaceAll(' ', ''),
      SNRM.toLowerCase().replaceAll(' ', ':'),
      SNRM.replaceAll(' ', ', 0x').replace('7E', '0x7E'),
      SNRM.replaceAll(' ', '\n'),
      `\uFEFF${SNRM}\r\n`,
      `{ 0x${SNRM.replaceAll(' ', ', 0x')} };`,
      `const unsigned char frame[] = {\n  0x7E, 0xA0, 0x07, 0x03, 0x21,\n  0x93, 0x0F, 0x01, 0x7E\n};`,
      `b'\\x${SNRM.replaceAll(' ', '\\x')}'`,
      `"${SNRM}"`,
      '<Buffer 7e a0 07 03 21 93 0f 01 7e>',
      '<7ea00703 21930f01 7e>',
      '7E A0 7 3 21 93 F 1 7E',
      `write(3, "~\\240\\7\\3!\\223\\17\\1~", 9)      = 9`,
      '/* Frame (9 bytes) */\nstatic const unsigned char pkt1[9] = {\n0x7e, 0xa0, 0x07, 0x03, 0x21, /* ~...! */\n0x93, 0x0f, 0x01, 0x7e /* ...~ */\n};\n',
      ...['<7E>', '[7E]', '$7E', '%7E', '7Eh ', "'7E', "].map((dress) => dressed(dress)),
      ...['|', '_', '.', '/'].map((sign) => SNRM.replaceAll(' ', sign)),
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
  });

  it('texts with escapes, lists of numbers, and Base64', () => {
    for (const text of [
      String.raw`b'~\xa0\x07\x03!\x93\x0f\x01~'`,
      String.raw`12:00:01 RX b"~\xa0\x07\x03!\x93\x0f\x01~"`,
      '[126, 160, 7, 3, 33, 147, 15, 1, 126]',
      '{"type":"Buffer","data":[126,160,7,3,33,147,15,1,126]}',
      'fqAHAyGTDwF+',
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
    assert.deepEqual(outline(String.raw`"/?!\r\n"`), ['iec 0']);
    assert.match(refusal('hello, how are you'), /"h" at place 1 /);
    assert.match(refusal('DateTimeTest'), /"t" at place 3 /);
  });

  it('octets of one digit behind 0x, which are not halves of others', () => {
    for (const text of ['0x12, 0x1, 0x0', '{0x12,0x1,0x0};', 'RX: 0x12 0x1 0x0']) {
      assert.deepEqual(reportsOf(text)[0]?.data, { type: 'long-unsigned', value: 256 }, text);
    }
  });

  it('numbers that are no octets are told, not taken for digits', () => {
    for (const text of ['[18,1,300]', '{"type":"Buffer","data":[18, 1, 300]}']) {
      assert.equal(refusal(text), '300 in a list of numbers is no octet: these go up to 255', text);
    }
  });

  it('quotes that are never closed, thousands of them, do not hold it up', () => {
    assert.match(refusal('"a\\'.repeat(160_000)), /is no hexadecimal digit/);
    assert.deepEqual(outline(String.raw`it's so: b"~\xa0\x07\x03!\x93\x0f\x01~"`), ['hdlc 0']);
  });

  it('remarks behind the octets, and counts of them', () => {
    for (const text of [
      `${SNRM}  # SNRM`,
      `${SNRM} // connects`,
      `${SNRM}   SNRM, the first frame`,
      `RX [9]: ${SNRM} (9)`,
      `${SNRM} (9 bytes)`,
      `RX: ${SNRM}, len=9`,
      `TX (9 bytes) ${SNRM}`,
      `14:26:17.366 -> ${SNRM.replaceAll(' ', '')} Packet was received`,
      `2024-03-21 12:13:18 [debug  ] data=${SNRM} transport=HdlcTransport(client=1, io=Serial<id=0x1a93f97e950>)`,
      '7E A0 07 03  flag and format\n21 93        source, control\n0F 01 7E     check',
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
    assert.match(refusal('7E A0 07  03 2G 93'), /"G" at place 15/);
  });

  it('hex dumps of known tools, with and without characters beside', () => {
    for (const text of [
      '00000000  7e a0 07 03 21 93 0f 01  7e                       |~...!...~|\n00000009\n',
      '00000000: 7ea0 0703 2193 0f01 7e                   ~...!...~\n',
      '0000   7e a0 07 03 21\n0005   93 0f 01 7e\n',
      '\t0x0000:  7ea0 0703 2193 0f01 7e\n',
      '0000000 7e a0 07 03 21 93 0f 01 7e\n0000011\n',
      '0000000    a07e    0307    9321    010f    007e\n0000011\n',
      '0000000 a07e 0307 9321 010f 007e\n0000009\n',
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
  });

  it('lines of a dump that are left out since they are like the one before', () => {
    const zeros = '00 '.repeat(16).trim();
    const dump = (offset: string, star = '*') =>
      `00000000  0f 40 00 00 00 00 09 40  00 00 00 00 00 00 00 00  |.@.....@........|
00000010  ${zeros}  |................|
${star}
${offset}  00 00 00 00 00 00 00 00  12 01 00                 |...........|
`;
    assert.deepEqual(outline(dump('00000040')), ['apdu 0', 'apdu 72']);
    assert.equal(reportsOf(dump('00000040')).at(-1)?.length, 3);
    for (const wrong of [dump('00000045'), dump('7ffffff0'), dump('00000040', '')]) {
      assert.match(refusal(wrong), /is no hexadecimal digit/);
    }
  });

  it('dumps one behind the other, and a followed stream with its two sides', () => {
    const dump = '0000   7e a0 07 03 21   ~...!\n0005   93 0f 01 7e   ...~\n';
    assert.deepEqual(outline(`${dump}\n${dump}`), ['hdlc 0', 'hdlc 9']);
    const sides = reportsOf(
      '00000000  7e a0 07 03 21 93 0f 01  7e   ~...!... ~\n' +
        '    00000000  7e a0 07 03 21 93 0f 01  7e   ~...!... ~\n' +
        '00000009  7e a0 07 03 21 93 0f 01  7e   ~...!... ~\n',
    );
    assert.deepEqual(
      sides.map(({ kind, offset, line, direction }) => [kind, offset, line, direction]),
      [
        ['hdlc', 0, 1, 'sent'],
        ['hdlc', 9, 2, 'received'],
        ['hdlc', 18, 3, 'sent'],
      ],
    );
  });

  it('characters beside a dump that look like digits are none', () => {
    const octets = '20202020202020202020202020206162'.match(/../g)?.join(' ') ?? '';
    const dump = `0000  ${octets}  abababababababab\n0010  ${octets}  20 20 20 20 20\n`;
    assert.equal(recordingOf(Buffer.from(dump)).octets.length, 32);
  });

  it('octets that only begin like a dump are octets', () => {
    assert.deepEqual(outline('0001 0010 0001 0005 6203 8001 00'), ['wrapper 0']);
  });

  it('text of UTF-16, as some shells write it', () => {
    assert.deepEqual(outline(Uint8Array.from([0xff, 0xfe, ...Buffer.from(SNRM, 'utf16le')])), ['hdlc 0']);
  });

  it('octets themselves, also where they are letters for the most part', () => {
    assert.deepEqual(outline(fromHex(SNRM)), ['hdlc 0']);
  });
});

describe('noise around PDUs', () => {
  it('before and behind an APDU without a frame', () => {
    assert.deepEqual(outline(`55 AA ${ANSWER}`), ['damaged 0', 'apdu 2']);
    assert.deepEqual(outline(`55 E6 E7 00 ${ANSWER}`), ['damaged 0', 'llc 1']);
  });

  it('between pushes that are ciphered, and behind one that is cut', () => {
    const push = 'DB 08 4D 4D 4D 00 00 00 00 01 0F 20 00 00 00 20 01 02 03 04 05 06 07 08 09 0A';
    assert.deepEqual(outline(`09 0A ${push} FF FF ${push} ${push.slice(0, 41)}`), [
      ...['damaged 0', 'apdu 2', 'damaged 28', 'apdu 30', 'apdu 56'],
    ]);
  });

  it('between WPDUs, where nothing but their headers marks them', () => {
    const wpdu = `00 01 00 10 00 01 00 0D ${GET}`;
    assert.deepEqual(outline(`${wpdu} FF FF FF ${wpdu}`), ['wrapper 0', 'damaged 21', 'wrapper 24']);
    assert.deepEqual(outline(`FF ${wpdu} ${wpdu}`), ['damaged 0', 'wrapper 1', 'wrapper 22']);
  });

  it('every octet is in a report, whatever came', () => {
    const wpdu = `00 01 00 10 00 01 00 0D ${GET}`;
    const reports = reportsOf(`FF ${wpdu} 01 02 ${wpdu}`);
    let at = 0;
    for (const { offset, length } of reports) {
      assert.equal(offset, at);
      at += length;
    }
    assert.equal(at, 45);
  });

  it('Data one behind the other, and a date-time alone', () => {
    assert.deepEqual(outline('12 00 01 06 00 00 00 02'), ['data 0', 'data 3']);
    const [report] = reportsOf('07 E8 03 0F 05 0C 1E 00 00 FF C4 00');
    const [name] = reportsOf('01 00 01 08 00 FF');
    assert.deepEqual([name?.kind, name?.value], ['logical-name', '1.0.1.8.0.255']);
    assert.deepEqual([report?.kind, report?.text], ['date-time', '2024-03-15T12:30:00+01:00']);
  });
});
