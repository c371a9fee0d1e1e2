/** Messages out of a stream: any split, echoes, noise, damage, data with and without its frame. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { IecDeframer } from '../../../src/framing/iec62056-21/deframer.js';
import type { IecMessage } from '../../../src/framing/iec62056-21/message.js';
import { modeESelect } from '../../../src/framing/iec62056-21/option-select.js';
import { chars, damageOf, messages, messagesOf, read, shown, whole } from './streams.js';

const IDENTIFICATION = chars('/LGZ5ZMD4054407.B32\r\n');
const BLOCK = chars('\x021.8.0(0012345.6*kWh)\x03l');

/** Kinds in a few words; data blocks with their check and text. */
function told(found: readonly IecMessage[]): string[] {
  return found.map((message) =>
    message.kind === 'data-block' ? `${message.check} ${shown(message.data)}` : message.kind,
  );
}

describe('messages in a stream', () => {
  it('a whole start, with an echo of what was sent', () => {
    assert.deepEqual(
      told(messages(chars('/?!\r\n'), IDENTIFICATION, chars('\x06050\r\n'), BLOCK, chars('\x15'))),
      ['sign-on', 'identification', 'option-select', 'bcc 1.8.0(0012345.6*kWh)', 'repeat-request'],
    );
  });

  it('an ACK alone, at the end and before other messages, and with a line end', () => {
    assert.deepEqual(told(messages(chars('\x06'))), ['acknowledge']);
    assert.deepEqual(told(messages(chars('\x06\r\n'), BLOCK)), ['acknowledge', 'bcc 1.8.0(0012345.6*kWh)']);
    assert.deepEqual(told(messages(chars('\x06\x06'), IDENTIFICATION)), [
      'acknowledge',
      'acknowledge',
      'identification',
    ]);
    assert.deepEqual(messages(chars('\x06\x06252\r\n')), [{ kind: 'acknowledge' }, modeESelect('5')]);
    assert.deepEqual(told(messages(chars('\x06/?!\r\n'))), ['acknowledge', 'sign-on']);
  });

  it('nothing is in progress once all was taken', () => {
    const deframer = new IecDeframer();
    deframer.push(chars('\x0605'));
    assert.ok(deframer.inProgress);
    deframer.push(chars('0\r\n'));
    assert.equal(deframer.inProgress, false);
    deframer.push(BLOCK.subarray(0, 5));
    assert.ok(deframer.inProgress);
    deframer.push(BLOCK.subarray(5));
    assert.equal(deframer.inProgress, false);
  });

  it('a readout is known before its end', () => {
    const deframer = new IecDeframer();
    deframer.push(chars('\x021.8.0(0012'));
    assert.equal(deframer.readoutInProgress, false);
    deframer.push(chars('345.6*kWh)\r\n'));
    assert.ok(deframer.readoutInProgress);
    deframer.flush();
    assert.equal(deframer.readoutInProgress, false);
  });
});

describe('rubbish and damage in a stream', () => {
  it('rubbish before an identification is told, and does no harm', () => {
    const outputs = whole(chars('\x7f\x00ab'), IDENTIFICATION);
    assert.deepEqual(damageOf(outputs), ['DLMS_MALFORMED \x7f\x00ab']);
    assert.deepEqual(told(messagesOf(outputs)), ['identification']);
  });

  it('rubbish that looks like data does not hide the start, but data behind the identification is found', () => {
    const deframer = new IecDeframer(true);
    const outputs = deframer.push(Buffer.concat([chars('\x02ab\x01'), IDENTIFICATION, BLOCK]));
    assert.deepEqual(damageOf(outputs), ['DLMS_MALFORMED \x02ab\x01']);
    assert.deepEqual(told(messagesOf(outputs)), ['identification', 'bcc 1.8.0(0012345.6*kWh)']);
  });

  it('an identification that was cut short, and repeated', () => {
    const outputs = whole(chars('/LGZ5ZM'), IDENTIFICATION);
    assert.deepEqual(damageOf(outputs), ['DLMS_IEC_IDENTIFICATION /LGZ5ZM']);
    assert.deepEqual(told(messagesOf(outputs)), ['identification']);
    assert.deepEqual(damageOf(whole(chars('/LGZ5ZM'))), ['DLMS_IEC_IDENTIFICATION /LGZ5ZM']);
    assert.deepEqual(damageOf(whole(chars('/LG\r\n'))), ['DLMS_IEC_IDENTIFICATION /LG\r\n']);
  });

  it('an identification without end', () => {
    const [first] = damageOf(whole(chars(`/${'x'.repeat(200)}`)));
    assert.match(first ?? '', /^DLMS_IEC_IDENTIFICATION \/x{96}$/);
  });

  it('a block with a wrong check, with which all that follows it is not data', () => {
    const outputs = whole(IDENTIFICATION, chars('\x021.8.0(1*kWh)\x03?2.8.0(5*kWh)\r\n!\r\n'));
    assert.deepEqual(damageOf(outputs), [
      'DLMS_IEC_BCC \x021.8.0(1*kWh)\x03?',
      'DLMS_MALFORMED 2.8.0(5*kWh)\r\n!\r\n',
    ]);
  });

  it('a block that was cut short', () => {
    assert.deepEqual(damageOf(whole(chars('\x021.8.0(00'))), ['DLMS_TRUNCATED \x021.8.0(00']);
    assert.deepEqual(damageOf(whole(chars('\x01R1\x02'))), ['DLMS_TRUNCATED \x01R1\x02']);
  });

  it('a command with a wrong check', () => {
    assert.deepEqual(damageOf(whole(chars('\x01R1\x021.8.0()\x03\x10'))), [
      'DLMS_IEC_BCC \x01R1\x021.8.0()\x03\x10',
    ]);
  });

  it('a block that never ends is given up, and what follows is found', () => {
    const outputs = whole(chars(`\x02${'x'.repeat(270_000)}`), IDENTIFICATION);
    assert.match(damageOf(outputs)[0] ?? '', /^DLMS_TOO_LONG /);
    assert.deepEqual(told(messagesOf(outputs)), ['identification']);
  });
});

describe('data without all of its frame', () => {
  const DATA = 'F.F(00)\r\n1.8.0(5*kWh)\r\n!';

  it('mode A: text behind the identification, which ends with its !', () => {
    assert.deepEqual(told(messages(IDENTIFICATION, chars(`${DATA}\r\n`))), [
      'identification',
      `none ${DATA}`,
    ]);
    assert.deepEqual(told(messages(IDENTIFICATION, chars(DATA))), ['identification', `none ${DATA}`]);
  });

  it('text that goes on behind a ! was not at its end', () => {
    const text = '0.2.1(V!1)\r\n1.8.0(5*kWh)\r\n!\r\n';
    assert.deepEqual(told(messages(IDENTIFICATION, chars(text)))[1], `none ${text.trimEnd()}`);
  });

  it('one telegram after the other', () => {
    const one = Buffer.concat([IDENTIFICATION, chars(`${DATA}\r\n`)]);
    const found = told(messages(one, one));
    assert.deepEqual(found, ['identification', `none ${DATA}`, 'identification', `none ${DATA}`]);
  });

  it('a date with strokes in the text', () => {
    const text = '0.9.2(24/03/15)\r\n!';
    assert.deepEqual(told(messages(IDENTIFICATION, chars(text)))[1], `none ${text}`);
  });

  it('a telegram with a wrong CRC', () => {
    const outputs = whole(IDENTIFICATION, chars(`${DATA}FFFF\r\n`));
    assert.deepEqual(damageOf(outputs), [`DLMS_IEC_BCC ${DATA}FFFF\r\n`]);
  });

  it('a telegram of which the first half was missed', () => {
    const outputs = whole(chars('.8.0(5*kWh)\r\n!\r\n'), IDENTIFICATION, chars(`${DATA}\r\n`));
    assert.deepEqual(told(messagesOf(outputs)), ['identification', `none ${DATA}`]);
  });

  it('a block without ETX and check, where its ! has come', () => {
    assert.deepEqual(told(messages(chars(`\x02${DATA}\r\n`))), [`none ${DATA}`]);
    assert.deepEqual(told(messages(chars(`\x02${DATA}\r\n\x03`))), [`none ${DATA}`]);
  });

  it('a block whose STX got lost is held against its check', () => {
    const good = '1.8.0(0012345.6*kWh)\x03l';
    assert.deepEqual(told(messages(IDENTIFICATION, chars(good)))[1], 'bcc 1.8.0(0012345.6*kWh)');
    const bad = '8.0(0012345.6*kWh)\r\n!\r\n\x03l';
    assert.deepEqual(damageOf(whole(IDENTIFICATION, chars(bad))), [`DLMS_IEC_BCC ${bad}`]);
  });

  it('text is only taken behind an identification', () => {
    assert.deepEqual(messages(chars(`${DATA}\r\n`)), []);
    assert.deepEqual(told(messages(IDENTIFICATION, chars('\r\n'), BLOCK)), [
      'identification',
      'bcc 1.8.0(0012345.6*kWh)',
    ]);
  });
});

describe('any characters in any split', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc
      .constantFrom(
        '/',
        '?',
        '!',
        '\r\n',
        '\x06',
        '\x15',
        '\x01',
        '\x02',
        '\x03',
        '\x04',
        '050',
        '1.8.0(5*kWh)',
      )
      .map(chars),
    fc.constantFrom(IDENTIFICATION, BLOCK, chars('/?!\r\n'), chars('\x06252\r\n'), chars('!1D66\r\n')),
  );

  it('give the same messages as the whole, and lose no octet', () => {
    const check = (pieces: Uint8Array[], cuts: number[]): void => {
      const stream = Uint8Array.from(Buffer.concat(pieces));
      const parts: Uint8Array[] = [];
      let from = 0;
      for (const to of [...cuts].sort((a, b) => a - b)) {
        parts.push(stream.subarray(from, to));
        from = Math.max(from, to);
      }
      const split = read([...parts, stream.subarray(from)]);
      const all = whole(stream);
      assert.deepEqual(messagesOf(split), messagesOf(all));
      const octets = (outputs: typeof all) => Buffer.concat(outputs.map((output) => output.octets));
      assert.deepEqual(octets(split), octets(all));
      assert.deepEqual(octets(all), Buffer.from(stream.map((octet) => octet & 0x7f)));
    };
    const cuts = fc.array(fc.nat(120), { maxLength: 8 });
    fc.assert(fc.property(fc.array(piece, { maxLength: 14 }), cuts, check), { seed: 5, numRuns: 600 });
  });
});
