import assert from 'node:assert/strict';
import { decodeRecording } from '../../src/cli/decode/decode-recording.js';
import { recordingOf } from '../../src/cli/decode/input/input-recording.js';
import type { Report } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { at } from './decoding.js';

const SNRM = '7E A0 07 03 21 93 0F 01 7E';
const GET = 'C0 01 C1 00 03 01 00 01 08 00 FF 02 00';
const ANSWER = 'C4 01 C1 00 06 00 00 04 D2';

function reportsOf(input: string | Uint8Array): readonly Report[] {
  const octets = typeof input === 'string' ? Uint8Array.from(Buffer.from(input, 'utf8')) : input;
  return [...decodeRecording(recordingOf(octets), {})];
}

/** Kind and offset of each report. */
function outline(input: string | Uint8Array): readonly string[] {
  return reportsOf(input).map(({ kind, offset }) => `${kind} ${offset}`);
}

function refusal(text: string): string {
  try {
    reportsOf(text);
  } catch (error) {
    if (error instanceof DlmsError) return error.message;
    throw error;
  }
  return 'none';
}

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
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
  });

  it('hex dumps of known tools, with and without characters beside', () => {
    for (const text of [
      '00000000  7e a0 07 03 21 93 0f 01  7e                       |~...!...~|\n00000009\n',
      '00000000: 7ea0 0703 2193 0f01 7e                   ~...!...~\n',
      '0000   7e a0 07 03 21\n0005   93 0f 01 7e\n',
      '\t0x0000:  7ea0 0703 2193 0f01 7e\n',
    ]) {
      assert.deepEqual(outline(text), ['hdlc 0'], text);
    }
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

describe('logs', () => {
  it('times and directions are told with each frame', () => {
    const [sent, received] = reportsOf(
      `12:00:01.100 TX: ${SNRM}\nsomething happens\n[2024-01-02 12:00:01,200] RX (9 bytes): ${SNRM}\n`,
    );
    assert.deepEqual([sent?.line, sent?.time, sent?.direction], [1, '12:00:01.100', 'sent']);
    assert.deepEqual(
      [received?.line, received?.time, received?.direction],
      [3, '2024-01-02 12:00:01,200', 'received'],
    );
  });

  it('marks of many tools', () => {
    for (const head of [
      '->',
      '<-',
      '>>',
      'Send:',
      'recv [9]',
      'meter1 TX|',
      '1700000000.123 <',
      '→',
      'out:',
      '12:00:01',
    ]) {
      assert.deepEqual(outline(`${head} ${SNRM}\n`), ['hdlc 0'], head);
    }
  });

  it('a frame that goes across lines', () => {
    assert.deepEqual(outline(`12:00:01 RX: ${SNRM.slice(0, 12)}\n12:00:01 RX: ${SNRM.slice(12)}`), [
      'hdlc 0',
    ]);
  });

  it('PDUs without a frame are read line by line: one that is damaged does not spoil the others', () => {
    const reports = reportsOf(`TX: ${GET}\nRX: ${ANSWER.slice(0, -3)}\nTX: ${GET}\nRX: ${ANSWER}\n`);
    assert.deepEqual(
      reports.map((report) => [report.line, at(report, 'apdu.kind') ?? at(report, 'error.code')]),
      [
        [1, 'get-request-normal'],
        [2, 'DLMS_TRUNCATED'],
        [3, 'get-request-normal'],
        [4, 'get-response-normal'],
      ],
    );
  });

  it('answers that came in pieces, between requests that are whole', () => {
    const [front, back] = [SNRM.slice(0, 15), SNRM.slice(15)];
    const log = [`TX: ${SNRM}`, `RX: ${front}`, `RX: ${back}`, `TX: ${GET}`, `RX: ${front}`, `RX: ${back}`];
    assert.deepEqual(outline(log.join('\n')), ['hdlc 0', 'hdlc 9', 'apdu 18', 'hdlc 31']);
  });

  it('messages of any kind, one a line, also where one of them is damaged', () => {
    const wpdu = `00 01 00 10 00 01 00 0D ${GET}`;
    const lines = [GET, SNRM, 'FE FE FE', wpdu, `E6 E7 00 ${ANSWER}`];
    const reports = reportsOf(lines.join('\n'));
    assert.deepEqual(
      reports.map(({ kind, line }) => [kind, line]),
      [
        ['apdu', 1],
        ['hdlc', 2],
        ['apdu', 3],
        ['wrapper', 4],
        ['llc', 5],
      ],
    );
    assert.equal(at(reports[2], 'error.code'), 'DLMS_UNKNOWN_APDU');
  });

  it('lines that are only written so for want of room are one', () => {
    const long = `C4 01 C1 00 09 20 ${'11 '.repeat(32)}`;
    const lines = Array.from({ length: 5 }, (_, index) => long.slice(index * 24, (index + 1) * 24).trim());
    assert.deepEqual(outline(lines.join('\n')), ['apdu 0']);
  });

  it('text between lines of digits alone', () => {
    const recording = recordingOf(Buffer.from(`sending frame\n${SNRM}\nreceived\n${SNRM}\n`));
    assert.deepEqual([recording.octets.length, recording.passedOver], [18, 2]);
  });

  it('a digit that is wrong is pointed at, and not passed over', () => {
    assert.match(refusal('7E A0 07\n03 2G 93'), /"G" at place 14 /);
    assert.match(refusal(`TX: ${SNRM}\nRX: ${SNRM.replace('93', '9G')}`), /"G" at place 21 of line 2 /);
    assert.match(refusal(`TX: ${SNRM.slice(0, -1)}`), /hexadecimal digits are no whole number/);
    assert.match(refusal('hello'), /"h" at place 1 /);
  });

  it('words that are made of hexadecimal letters are words', () => {
    assert.match(refusal('the cafe is closed'), /"t" at place 1 /);
    assert.deepEqual(outline(`data: ${SNRM}`), ['hdlc 0']);
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
    assert.deepEqual([report?.kind, report?.text], ['date-time', '2024-03-15T12:30:00+01:00']);
  });
});
