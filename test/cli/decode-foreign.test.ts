import assert from 'node:assert/strict';
import { isFaulty } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';
import { type Capture, captures, describeShared, sessions, vectors } from '../support/shared.js';
import { at, decode, shown, summary } from './decoding.js';

/** What a report of a vector has, by the vector's kind. */
const FIELDS: Readonly<Record<string, string>> = {
  apdu: 'apdu',
  hdlc: 'control',
  neg: 'error',
  wrapper: 'apdu',
  data: 'data',
  gbt: 'apdu',
  iec: 'message',
};

/** Not a whole message, or none at all, and flagged for that. */
const FLAGGED_VECTORS = new Set(['hdlc.seg.2', 'hdlc.ui.seg2', 'hdlc.badfcs']);

describeShared('what the reference vectors are', (root) => {
  for (const { id, kind, hex } of vectors(root)) {
    const field = FIELDS[kind];
    // Vectors of security are for the room that deciphers.
    if (field === undefined || id.startsWith('sec.')) continue;
    it(`${id}`, () => {
      const reports = decode(hex);
      for (const report of reports.filter(({ kind: found }) => found !== 'unfinished')) {
        assert.ok(field in report, `${field} is missing: ${summary(report)}`);
        assert.equal(isFaulty(report), FLAGGED_VECTORS.has(id), summary(report));
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
  'ams-landis-gyr-gh740-1': 'a record may end before the last block',
  'ams-landis-gyr-gh949-1': 'a record may end before the last block',
  'dp-unpadded-crc': 'a CRC may lack its leading zeros',
  'dzg-mode-e-id': 'the letter O is a baud rate character of mode A',
  'holley-mode-e-parity': 'the octet that wakes the probe is told as noise',
  'norax-ack-mode2-no-protocol-char': 'the capture ends in the middle of the readout',
  'p1-kamstrup-se': 'what stands before the telegram is told as noise',
  'so-itron-em214': 'the echo of the request is told as the request that it is',
  'ospodes-two-apdus': 'two APDUs one behind the other are both told',
  'train-action-type-unmatched': 'the missing flag of return-parameters is tolerated',
  'train-set-fail-0d': 'the octet too many after a set-result is tolerated',
};
const JUDGED = [
  'hdlc-frame',
  'wrapper',
  'get-set-action',
  'aarq-aare',
  'exception',
  'block-transfer',
  'sn',
  'iec62056-21',
  'p1',
];

/** All octets of a case, or its text; with no octets at all the empty array. */
function octetsOf({ hex, frames, ascii = '' }: Capture): Uint8Array {
  const digits = hex ?? frames?.map((frame) => frame.hex).join('');
  return digits === undefined ? Uint8Array.from(Buffer.from(ascii, 'latin1')) : fromHex(digits);
}

describeShared('what captures of others are', (root) => {
  for (const capture of captures(root)) {
    const { id, category, malformed, layer } = capture;
    const octets = octetsOf(capture);
    // Key material and single fields are not frames or PDUs.
    const judged = JUDGED.includes(category) && layer !== 'custom' && octets.length > 0;
    if (!judged) continue;
    it(`${id}${malformed === undefined ? '' : `: ${malformed}`}`, () => {
      const flagged = decode(octets).some(isFaulty);
      assert.equal(flagged, (malformed !== undefined) !== (DIFFERENT[id] !== undefined));
    });
  }

  it('all others, of whatever kind, give reports and no exception', () => {
    for (const capture of captures(root)) {
      const octets = octetsOf(capture);
      if (octets.length > 0) assert.ok(decode(octets).length > 0, capture.id);
    }
  });
});

/** The foreign server sends fewer elements of its object list than it counts. */
const SHORT_LIST = 'gurux-java_hdlc_ln_low_none_s0-info1024__gurux-java.jsonl';

/** The foreign server answers short-name HLS with octets too many, and ciphers WRITE wrongly. */
const FOREIGN_FAULTS = /_sn_(?!none_none|low_none)/;

describeShared('whole conversations of others', (root) => {
  for (const { file, turns } of sessions(root)) {
    if (FOREIGN_FAULTS.test(file)) continue;
    it(file, () => {
      const reports = decode(turns.map(({ hex }) => hex).join(''));
      assert.ok(reports.length >= 40);
      assert.equal(reports.filter(isFaulty).length, file === SHORT_LIST ? 1 : 0);
      assert.equal(shown(reports, /LabPass1|4C61625061737331/i), '');
    });
  }
});
