import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeOctets } from '../../src/cli/decode/decode-octets.js';
import { toHex } from '../../src/encoding/hex.js';
import { at, decode, decodeWhole, only, shown } from './decoding.js';

const SNRM = '7EA0070321930F017E';
const AARQ =
  '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0';

describe('what octets are', () => {
  it('an HDLC frame', () => {
    assert.deepEqual(only(SNRM), {
      kind: 'hdlc',
      offset: 0,
      length: 9,
      destination: { address: '1', size: 1, upper: 1, lower: 0 },
      source: { address: '16', size: 1, upper: 16, lower: 0 },
      control: { kind: 'SNRM', pollFinal: true },
      segmented: false,
      fcs: 'ok',
      informationLength: 0,
    });
  });

  it('an HDLC frame without its flags', () => {
    const report = only('A0070321930F01');
    assert.deepEqual([report.kind, report.offset, report.length], ['hdlc', 0, 7]);
  });

  it('frames that share a flag, with noise before, between and after them', () => {
    const reports = decode(`0102${SNRM}${SNRM.slice(2)}AABB${SNRM}CC`);
    assert.deepEqual(
      reports.map(({ kind, offset, length }) => [kind, offset, length]),
      [
        ['damaged', 0, 2],
        ['hdlc', 2, 9],
        ['hdlc', 10, 9],
        ['damaged', 18, 3],
        ['hdlc', 21, 9],
        ['damaged', 29, 2],
      ],
    );
  });

  it('a frame with a wrong FCS shows its header and what is wrong', () => {
    const report = only('7EA0070321930F007E');
    assert.equal(report.kind, 'damaged');
    assert.equal(report.fcs, 'wrong');
    assert.equal(at(report, 'stated.control.kind'), 'SNRM');
    assert.equal(at(report, 'error.code'), 'DLMS_FRAME_CHECK');
  });

  it('a frame whose end is missing', () => {
    const report = only(SNRM.slice(0, -6));
    assert.equal(report.kind, 'damaged');
    assert.equal(report.fcs, 'missing');
  });

  it('a WRAPPER PDU, and two of them', () => {
    const wpdu = '0001001000010003C00101';
    const [first, second] = decode(`${wpdu}00010001001000056303800100`);
    assert.deepEqual([first?.kind, first?.source, first?.destination], ['wrapper', 16, 1]);
    assert.equal(at(first, 'error.code'), 'DLMS_TRUNCATED');
    assert.deepEqual([second?.offset, at(second, 'apdu.kind')], [11, 'RLRE']);
  });

  it('a WRAPPER PDU of another version, and one that is cut', () => {
    assert.match(String(at(only('0002001000010005 6203800100'), 'error.message')), /version 2/);
    assert.equal(at(only('0001001000010006 6203800100'), 'error.code'), 'DLMS_TRUNCATED');
  });

  it('an APDU with its LLC header, and without', () => {
    assert.deepEqual([only('E6E6006203800100').kind, only('6203800100').kind], ['llc', 'apdu']);
    assert.equal(only('E6E7006303800100').llc, 'response');
    assert.equal(only('E6E7006303800100').apduOffset, 3);
  });

  it('a GET of an object whose octets look like a length of the wrapper', () => {
    assert.equal(at(only('C001C100030100050800FF0200'), 'apdu.kind'), 'get-request-normal');
  });

  it('a request and its response one behind the other', () => {
    const reports = decode('C001C100080000010000FF0300C401C10010003C');
    assert.deepEqual(
      reports.map((report) => [report.offset, at(report, 'apdu.kind')]),
      [
        [0, 'get-request-normal'],
        [13, 'get-response-normal'],
      ],
    );
  });

  it('a Data, also where it begins like a short-name service and is none as a whole', () => {
    assert.deepEqual(at(only('020212000106000004D2'), 'data.type'), 'structure');
    const cases = [
      ['060001E240', 123456],
      ['0500000001', 1],
      ['0600000000', 0],
    ] as const;
    for (const [hex, value] of cases) {
      const report = only(hex);
      assert.deepEqual([report.kind, report.length, at(report, 'data.value')], ['data', 5, value]);
    }
  });

  it('a READ of a short name and its response one behind the other', () => {
    const reports = decode('050102FA080C010006000004D2');
    assert.deepEqual(
      reports.map((report) => [report.offset, at(report, 'apdu.kind')]),
      [
        [0, 'read-request'],
        [5, 'read-response'],
      ],
    );
    assert.equal(at(reports[0], 'apdu.specifications.0.shortName'), '0xFA08');
  });

  it('the prefix of a gateway, and what is behind it', () => {
    const report = only('E60003010203C001C1000100002A0000FF0200');
    assert.deepEqual(report.apdu, { kind: 'gateway-request', networkId: 0, physicalDeviceAddress: '010203' });
    assert.equal(at(report, 'inside.apdu.attribute.logicalName'), '0.0.42.0.0.255');
    assert.equal(at(only('E70000C401C10006000004D2'), 'inside.apdu.result.data.value'), 1234);
    assert.equal(shown(only(`E60003010203${AARQ}`), /31323334/), '');
  });

  it('octets that are nothing known are told with the reason and not repeated', () => {
    const report = only('FEDCBA98');
    assert.equal(at(report, 'error.code'), 'DLMS_UNKNOWN_APDU');
    assert.equal(shown(report, /DCBA/i), '');
  });

  it('a password prints as ***, bare, framed, and in an AARQ that is cut off', () => {
    const framed = decode(`0001001000010038${AARQ}`);
    assert.equal(at(framed[0], 'apdu.callingAuthenticationValue'), '***');
    for (let length = 2; length <= AARQ.length; length += 2) {
      assert.equal(shown(decode(AARQ.slice(0, length)), /31323334|1234/), '');
    }
  });

  it('a ciphered APDU is named, and said not to be deciphered', () => {
    const report = only('C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B');
    assert.deepEqual([report.kind, at(report, 'apdu.kind')], ['apdu', 'glo-get-request']);
    assert.match(String(report.note), /ciphered/);
  });

  it('an authenticated APDU is read without a key', () => {
    const report = only('C81E1001234567C0010000080000010000FF020006725D910F9221D263877516');
    assert.equal(at(report, 'apdu.payload.kind'), 'get-request-normal');
    assert.equal(report.note, undefined);
    const [whole] = decodeWhole('C81E1001234567C0010000080000010000FF020006725D910F9221D263877516');
    const contents = whole?.fields.find(({ name }) => name === 'contents');
    assert.deepEqual([contents?.offset, contents?.fields?.at(-1)?.offset], [7, 10]);
  });

  it('any octets give reports that cover them and never an exception', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(fc.constantFrom(0x7e, 0xa0, 0x07, 0x03, 0x21, 0xe6, 0x00, 0x01, 0xc4), { maxLength: 40 }),
    );
    fc.assert(
      fc.property(octets, (input) => {
        const whole = Uint8Array.from(input);
        for (const { offset, length } of decodeOctets(whole)) {
          assert.ok(offset >= 0 && length >= 0 && offset + length <= whole.length, toHex(whole));
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
