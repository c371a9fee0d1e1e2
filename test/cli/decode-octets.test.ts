import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeOctets } from '../../src/cli/decode/decode-octets.js';
import { isFaulty, type Report } from '../../src/cli/decode/report.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { captures, describeShared, sessions, vectors } from '../support/shared.js';

function decode(hex: string): Report[] {
  const reports = decodeOctets(fromHex(hex));
  // What is printed is what JSON can hold.
  assert.deepEqual(JSON.parse(JSON.stringify(reports)), reports);
  return reports;
}

function only(hex: string): Report {
  const [report, ...more] = decode(hex);
  assert.ok(report !== undefined && more.length === 0);
  return report;
}

/** The value under a path like `apdu.result.data`. */
function at(report: Report | undefined, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], report);
}

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

  it('a Data; one that could also be a short-name service is told as both', () => {
    assert.deepEqual(at(only('020212000106000004D2'), 'data.type'), 'structure');
    const both = only('060001E240');
    assert.deepEqual([at(both, 'apdu.name'), at(both, 'data.value')], ['writeRequest', 123456]);
  });

  it('octets that are nothing known are told with the reason and not repeated', () => {
    const report = only('FEDCBA98');
    assert.equal(at(report, 'error.code'), 'DLMS_UNKNOWN_APDU');
    assert.doesNotMatch(JSON.stringify(report), /DCBA/i);
  });

  it('a password prints as ***, bare, framed, and in an AARQ that is cut off', () => {
    const framed = decode(`0001001000010038${AARQ}`);
    assert.equal(at(framed[0], 'apdu.callingAuthenticationValue'), '***');
    for (let length = 2; length <= AARQ.length; length += 2) {
      assert.doesNotMatch(JSON.stringify(decode(AARQ.slice(0, length))), /31323334|1234/);
    }
  });

  it('a ciphered APDU is named, and said not to be deciphered', () => {
    const report = only('C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6BC523');
    assert.deepEqual([report.kind, at(report, 'apdu.name')], ['apdu', 'glo-get-request']);
    assert.match(String(report.note), /ciphered/);
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

/** Not a whole message, or none at all, and flagged for that. */
const FLAGGED_VECTORS = new Set(['hdlc.seg.2', 'hdlc.badfcs']);

describeShared('what the reference vectors are', (root) => {
  for (const { id, kind, hex } of vectors(root)) {
    const field = { apdu: 'apdu', hdlc: 'control', neg: 'error', wrapper: 'apdu', data: 'data' }[kind];
    // Vectors of security are for the room that deciphers.
    if (field === undefined || id.startsWith('sec.')) continue;
    it(`${id}`, () => {
      const reports = decode(hex);
      for (const report of reports) {
        assert.ok(field in report, `${field} is missing in ${JSON.stringify(report)}`);
        assert.equal(isFaulty(report), FLAGGED_VECTORS.has(id), JSON.stringify(report));
      }
    });
  }

  it('segments of one APDU are joined', () => {
    const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
    const [first, second] = decode(`${byId.get('hdlc.seg.1')}${byId.get('hdlc.seg.2')}`);
    assert.equal(first !== undefined && 'apdu' in first, false);
    const elements = at(second, 'apdu.result.data.value') as readonly { readonly value: number }[];
    assert.deepEqual(
      elements.map(({ value }) => value),
      Array.from({ length: 12 }, (_, index) => 1000 + index),
    );
  });

  it('data blocks are joined', () => {
    const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
    const reports = decode(`${byId.get('get.res.block1')}${byId.get('get.res.block2')}`);
    assert.equal(reports.length, 2);
    assert.equal(at(reports[1], 'joined.type'), 'array');
  });
});

/** Captures that we flag though their source calls them sound, and the other way round. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'epri-ui-event': 'the payload begins with 1D, which is no APDU',
  'hdlc-short-info': 'the payload is no APDU',
  'gosem-aare-authfail-sagemcom': 'another VAA name than 0007 is for the association to judge',
  'gosem-initresp-badversion': 'DLMS version 5 is for the association to judge',
  'gosem-get-block-wrong-number': 'a record may begin with any block',
  'gosem-set-fail': 'the octet too many after a set-result is tolerated',
  'ospodes-two-apdus': 'two APDUs one behind the other are both told',
  'train-action-type-unmatched': 'the missing flag of return-parameters is tolerated',
  'train-set-fail-0d': 'the octet too many after a set-result is tolerated',
  'ams-landis-gyr-gh740-1': 'the contents of general-block-transfer are not decoded yet',
  'ams-landis-gyr-gh949-1': 'the contents of general-block-transfer are not decoded yet',
};
const JUDGED = ['hdlc-frame', 'wrapper', 'get-set-action', 'aarq-aare', 'exception', 'block-transfer'];

describeShared('what captures of others are', (root) => {
  for (const { id, category, hex, frames, malformed, layer } of captures(root)) {
    const octets = hex ?? frames?.map((frame) => frame.hex).join('') ?? '';
    // Text protocols, key material and single fields are not frames or PDUs.
    const judged = JUDGED.includes(category) && layer !== 'custom' && octets !== '';
    if (!judged) continue;
    it(`${id}${malformed === undefined ? '' : `: ${malformed}`}`, () => {
      const flagged = decode(octets).some(isFaulty);
      assert.equal(flagged, (malformed !== undefined) !== (DIFFERENT[id] !== undefined));
    });
  }

  it('all others, of whatever kind, give reports and no exception', () => {
    for (const { id, hex, frames } of captures(root)) {
      const octets = hex ?? frames?.map((frame) => frame.hex).join('') ?? '';
      if (octets !== '') assert.ok(decode(octets).length > 0, id);
    }
  });
});

/** The foreign server sends fewer elements of its object list than it counts. */
const SHORT_LIST = 'gurux-java_hdlc_ln_low_none_s0-info1024__gurux-java.jsonl';

describeShared('whole conversations of others', (root) => {
  for (const { file, turns } of sessions(root)) {
    if (!/_(hdlc|wrapper)_ln_/.test(file)) continue;
    it(file, () => {
      const reports = decode(turns.map(({ hex }) => hex).join(''));
      assert.ok(reports.length > 50);
      assert.equal(reports.filter(isFaulty).length, file === SHORT_LIST ? 1 : 0);
      assert.doesNotMatch(JSON.stringify(reports), /LabPass1|4C61625061737331/i);
    });
  }
});
