import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { encodeMbusFrame } from '../../src/framing/mbus-frame.js';
import { encodeMbusSegment } from '../../src/framing/mbus-segment.js';
import { describeShared, vectors } from '../support/shared.js';
import { at, decode, decodeWhole, only, shown } from './decoding.js';

/** A data-notification of one register value. */
const PUSH = '0F00000001000202090601000108' + '00FF060012D687';

function frame(number: number, last: boolean, apdu: string): string {
  const segment = encodeMbusSegment({ number, last, source: 1, destination: 103, octets: fromHex(apdu) });
  return toHex(encodeMbusFrame(new OctetWriter(), { control: 0x53, address: 0xff, ...segment }).toOctets());
}

describe('wired M-Bus frames', () => {
  it('one with a whole APDU', () => {
    const report = only(frame(0, true, PUSH));
    assert.deepEqual(
      [report.kind, report.segment, report.last, report.source, report.destination],
      ['mbus', 0, true, 1, 103],
    );
    assert.equal(at(report, 'apdu.body.value.1.value'), 1234567);
  });

  it('two with one APDU, noise around them', () => {
    const reports = decode(`AABB${frame(0, false, PUSH.slice(0, 20))}CC${frame(1, true, PUSH.slice(20))}DD`);
    assert.deepEqual(
      reports.map(({ kind }) => kind),
      ['damaged', 'mbus', 'damaged', 'mbus', 'damaged'],
    );
    assert.equal(at(reports[1], 'apdu'), undefined);
    assert.equal(at(reports[3], 'apdu.body.value.1.value'), 1234567);
  });

  it('a segment without the first, a lost end, and an end that is not in the record', () => {
    const [first, second] = [frame(0, false, PUSH.slice(0, 20)), frame(1, true, PUSH.slice(20))];
    assert.match(String(at(only(second), 'error.message')), /segment 1 where segment 0 is due/);
    const [, again] = decode(first + first + second);
    assert.match(String(again?.note), /lost their end/);
    const reports = decode(first);
    assert.deepEqual([reports.length, reports[1]?.kind], [2, 'unfinished']);
    assert.match(String(reports[1]?.note), /the last segment/);
  });

  it('a wrong checksum is pointed at, and what a meter says is told as it came', () => {
    const whole = frame(0, true, PUSH);
    const wrong = `${whole.slice(0, -4)}0016`;
    const [report] = decodeWhole(wrong);
    assert.equal(report?.kind, 'damaged');
    const errors = at(report, 'errors') as readonly { readonly offset: number; readonly message: string }[];
    assert.equal(errors.length, 1);
    assert.equal(errors[0]?.offset, wrong.length / 2 - 2);
    assert.match(errors[0]?.message ?? '', /is 00 where its octets give/);
    assert.notEqual(shown(report?.fields, /1234567/), '');
    assert.equal(at(report, 'apdu'), undefined);
  });

  it('of a damaged request nothing is told: a changed octet may hide that it is a secret', () => {
    const whole = frame(0, true, 'C101C1000F0000280000FF0700090831323334353637');
    assert.equal(shown(decodeWhole(`${whole.slice(0, -4)}0016`), /3132|1234/), '');
  });

  it('one that is cut is told up to where it ends', () => {
    const whole = frame(0, true, PUSH);
    const [report] = decodeWhole(whole.slice(0, -8));
    assert.deepEqual([report?.kind, report?.length], ['damaged', whole.length / 2 - 4]);
    const errors = at(report, 'errors') as readonly { readonly code: string }[];
    assert.deepEqual(new Set(errors.map(({ code }) => code)), new Set(['DLMS_TRUNCATED', 'DLMS_MALFORMED']));
    assert.notEqual(shown(report?.fields, /active energy import/), '');
  });

  it('a length of one octet that stands for more than 255 is told', () => {
    const data = fromHex(`0001${'67'.repeat(252)}`);
    const counted = Uint8Array.of(0x53, 0xff, 0x00, ...data);
    const sum = counted.reduce((all, octet) => (all + octet) & 0xff, 0);
    const octets = Uint8Array.of(0x68, 0x01, 0x01, 0x68, ...counted, sum, 0x16);
    assert.equal(counted.length, 257);
    const [report, ...more] = decodeWhole(octets);
    assert.deepEqual([report?.kind, report?.length], ['damaged', octets.length]);
    assert.deepEqual(
      more.map(({ kind }) => kind),
      ['unfinished'],
    );
    assert.notEqual(shown(at(report, 'errors'), /the length is 1 where the frame has 257 octets/), '');
  });

  it('what a frame with such a length carries is joined with the segments behind it', () => {
    const text = `0F000000010009820101${'41'.repeat(257)}`;
    const front = fromHex(`0167${text}`).subarray(0, 254);
    const counted = Uint8Array.of(0x53, 0xff, 0x00, ...front);
    const sum = counted.reduce((all, octet) => (all + octet) & 0xff, 0);
    const first = toHex(Uint8Array.of(0x68, 0x01, 0x01, 0x68, ...counted, sum, 0x16));
    const [damaged, whole] = decode(`${first}${frame(1, true, text.slice(2 * 252))}`);
    assert.deepEqual([damaged?.kind, damaged?.segment, whole?.kind], ['damaged', 0, 'mbus']);
    assert.equal(at(whole, 'apdu.kind'), 'data-notification');
  });

  it('frames of other meters keep their data', () => {
    const frame72 = { control: 0x08, address: 5, controlInformation: 0x72, data: fromHex('12345678AABB') };
    const report = only(encodeMbusFrame(new OctetWriter(), frame72).toOctets());
    assert.deepEqual([report.kind, report.data], ['mbus', '12345678AABB']);
    assert.match(String(report.note), /not DLMS/);
  });
});

describeShared('the M-Bus frames of the reference', (root) => {
  it('are deciphered, segments joined', () => {
    const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
    const blockCipherKey = fromHex('000102030405060708090A0B0C0D0E0F');
    const [, second] = decode(`${byId.get('mbus.push.1')}${byId.get('mbus.push.2')}`, { blockCipherKey });
    assert.equal(at(second, 'apdu.kind'), 'general-glo-ciphering');
    assert.equal(at(second, 'deciphered.verified'), false);
    const values = at(second, 'deciphered.apdu.body.value') as readonly { readonly value: unknown }[];
    assert.equal(values.length, 40);
    assert.deepEqual(
      values.filter((_, index) => index % 2 === 1).map(({ value }) => value),
      [...Array(20).keys()],
    );
  });
});
