import assert from 'node:assert/strict';
import { recordingOf } from '../../src/cli/decode/input/input-recording.js';
import { undressed } from '../../src/cli/decode/input/line-dress.js';
import { withDigits } from '../../src/cli/decode/input/literals.js';
import { ANSWER, GET, outline, refusal, reportsOf, SNRM } from './decode-inputs.js';
import { at } from './decoding.js';

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
      '<- 12:00:01',
      '2024-01-02 12:00:01;RX;',
      '1:',
      'Jan  2 12:00:01 host meterd[12]: tx',
      '+0.123  → data',
    ]) {
      assert.deepEqual(outline(`${head} ${SNRM}\n`), ['hdlc 0'], head);
    }
  });

  it('a record of this package, whose other lines are no octets of the line', () => {
    const hex = SNRM.replaceAll(' ', '');
    const reports = reportsOf(
      [
        '{"dlmsCapture":1,"by":"somebody"}',
        '{"t":0,"dir":"random","hex":"0102030405060708"}',
        `{"t":12,"line":1,"dir":"sent","hex":"${hex.slice(0, 8)}"}`,
        `{"t":13,"line":1,"dir":"sent","hex":"${hex.slice(8)}"}`,
        `{"t":1012,"line":1,"dir":"received","hex":"${hex}"}`,
        '{"t":1012,"dir":"end"}',
      ].join('\n'),
    );
    assert.deepEqual(
      reports.map(({ kind, offset, line, time, direction }) => [kind, offset, line, time, direction]),
      [
        ['hdlc', 0, 3, '+0.012', 'sent'],
        ['hdlc', 9, 5, '+1.012', 'received'],
      ],
    );
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

  it('a line that is too long for a regular expression is octets and nothing else', () => {
    const line = '7E '.repeat(100_000);
    assert.equal(recordingOf(Buffer.from(line)).octets.length, 100_000);
    assert.equal(undressed(line), line);
    assert.equal(withDigits(`[${'126, '.repeat(200_000)}1]`).slice(0, 4), '[126');
  });

  it('text between lines of digits alone', () => {
    const recording = recordingOf(Buffer.from(`sending frame\n${SNRM}\nreceived\n${SNRM}\n`));
    assert.deepEqual([recording.octets.length, recording.passedOver], [18, 2]);
  });

  it('a digit that is wrong is pointed at, and not passed over', () => {
    assert.match(refusal('7E A0 07\n03 2G 93'), /"G" at place 14 /);
    assert.match(refusal(`TX: ${SNRM}\nRX: ${SNRM.replace('93', '9G')}`), /"G" at place 21 of line 2 /);
    assert.match(refusal(SNRM.slice(0, -1)), /hexadecimal digits are no whole number/);
    assert.match(refusal(`TX: ${SNRM.slice(0, -1)}`), /hexadecimal digits are no whole number/);
    assert.match(refusal('hello'), /"h" at place 1 /);
  });

  it('text that is neither octets nor a readout is refused', () => {
    assert.match(refusal('hello (world)'), /"h" at place 1 /);
    assert.match(refusal('// no (frame)'), /"\/" at place 1 /);
    assert.deepEqual(outline('1.8.0(000123.4*kWh)'), ['iec 0']);
  });

  it('words that are made of hexadecimal letters are words', () => {
    assert.match(refusal('the cafe is closed'), /"t" at place 1 /);
    assert.deepEqual(outline(`data: ${SNRM}`), ['hdlc 0']);
  });
});
