/** What damaged and unfinished octets hold all the same. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { encodeFrame } from '../../src/framing/hdlc/frame.js';
import { LLC_COMMAND, LLC_RESPONSE } from '../../src/framing/hdlc/llc.js';
import { wpdu } from '../support/mutations.js';
import { fieldsOf } from './corpus-facts.js';
import { at, decodeWhole, shown } from './decoding.js';

/** A data-notification of one register value. */
const PUSH = fromHex('0F0000000100020209060100010800FF060012D687');
/** A password for an association object. */
const SECRET = fromHex('C101C1000F0000280000FF0700090831323334353637');

function frame(apdu: Uint8Array, llc = LLC_RESPONSE, segmented = false): string {
  const information = Uint8Array.of(...llc, ...apdu);
  const address = (upper: number) => ({ size: 1, upper, lower: 0 }) as const;
  const control = { kind: 'I', sendNumber: 0, receiveNumber: 0, pollFinal: !segmented } as const;
  const ends = { destination: address(16), source: address(1) };
  return toHex(encodeFrame({ ...ends, control, segmented, information }));
}

/** Names and values of the fields of all reports, those that have a value. */
function told(hex: string): string {
  const fields = fieldsOf(decodeWhole(hex));
  return fields.map(({ name, value, meaning }) => `${name} ${String(value)} ${meaning ?? ''}`).join('\n');
}

function codes(hex: string): readonly string[] {
  return decodeWhole(hex).flatMap(({ errors = [] }) =>
    (errors as unknown as readonly { readonly code: string }[]).map(({ code }) => code),
  );
}

describe('what damaged frames hold', () => {
  it('a wrong FCS is pointed at, and what the meter says is told as it came', () => {
    const whole = frame(PUSH);
    const wrong = `${whole.slice(0, -6)}00007E`;
    assert.deepEqual(codes(wrong), ['DLMS_FRAME_CHECK']);
    assert.match(told(wrong), /octet-string 0100010800FF 1\.0\.1\.8\.0\.255 active energy import/);
    assert.match(told(wrong), /double-long-unsigned 1234567/);
    assert.equal(at(decodeWhole(wrong)[0], 'apdu'), undefined);
  });

  it('of a frame that is cut the fields are told up to its end', () => {
    const cut = frame(PUSH).slice(0, -14);
    assert.match(told(cut), /active energy import/);
    assert.doesNotMatch(told(cut), /1234567/);
    assert.ok(codes(cut).includes('DLMS_TRUNCATED'));
  });

  it('where the header is wrong nothing of the rest is told', () => {
    const whole = frame(PUSH);
    assert.doesNotMatch(told(`${whole.slice(0, 6)}23${whole.slice(8)}`), /active energy import/);
  });

  it('what a request holds is not told: a changed octet may hide that it is a secret', () => {
    const whole = frame(SECRET, LLC_COMMAND);
    const printed = JSON.stringify(decodeWhole(`${whole.slice(0, -6)}00007E`));
    assert.doesNotMatch(printed, /31323334|31 32 33 34|1234567/);
  });

  it('a WPDU that is cut, and one that is whole behind it', () => {
    const whole = toHex(wpdu(PUSH));
    assert.match(told(whole.slice(0, -4)), /active energy import/);
    assert.ok(codes(whole.slice(0, -4)).includes('DLMS_TRUNCATED'));
    assert.doesNotMatch(told(toHex(wpdu(SECRET)).slice(0, -4)), /3132/);
  });
});

describe('what transfers without their end hold', () => {
  it('the first segment of an APDU', () => {
    const reports = decodeWhole(frame(PUSH.slice(0, 16), LLC_RESPONSE, true));
    assert.deepEqual(
      reports.map(({ kind, error }) => [kind, error]),
      [
        ['hdlc', undefined],
        ['unfinished', undefined],
      ],
    );
    assert.notEqual(shown(reports[1]?.fields, /active energy import/), '');
  });

  it('the first block of a general block transfer', () => {
    const block = `E040000100000A${toHex(PUSH.slice(0, 10))}`;
    const [, unfinished] = decodeWhole(block);
    assert.deepEqual([unfinished?.kind, unfinished?.error], ['unfinished', undefined]);
    assert.notEqual(shown(unfinished?.fields, /data-notification/), '');
    const later = decodeWhole(`E040000200000A${toHex(PUSH.slice(0, 10))}`);
    assert.deepEqual(later.at(-1)?.fields, []);
  });

  it('the first segment of a request that may be secret', () => {
    const printed = JSON.stringify(decodeWhole(frame(SECRET.slice(0, 20), LLC_COMMAND, true)));
    assert.doesNotMatch(printed, /3132|1234/);
  });
});

describe('noise that is no Data', () => {
  it('a line that rests, and one that is silent', () => {
    assert.equal(decodeWhole('FF'.repeat(40)).length, 1);
    assert.equal(at(decodeWhole('FF'.repeat(40))[0], 'error.code'), 'DLMS_UNKNOWN_APDU');
  });

  it('an APDU whose octets happen to be characters is an APDU', () => {
    assert.equal(at(decodeWhole('0601023A280109040102030400'.slice(0, 24))[0], 'apdu.kind'), 'write-request');
  });
});

describe('short frames of M-Bus', () => {
  it('are told one by one', () => {
    const reports = decodeWhole('E5105B015C16');
    assert.deepEqual(
      reports.map(({ kind, offset, length }) => [kind, offset, length]),
      [
        ['mbus', 0, 1],
        ['mbus', 1, 5],
      ],
    );
    assert.notEqual(shown(reports[1]?.fields, /REQ-UD2/), '');
    assert.equal(decodeWhole('105B015D16')[0]?.kind, 'apdu');
  });
});
