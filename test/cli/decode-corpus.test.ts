import assert from 'node:assert/strict';
import { isFaulty } from '../../src/cli/decode/report.js';
import { captures, describeShared } from '../support/shared.js';
import {
  fieldsOf,
  hasFact,
  hasQuantity,
  hasValue,
  keysOf,
  octetsOf,
  type StatedValue,
} from './corpus-facts.js';
import { decodeWhole, shown } from './decoding.js';

/** What is damaged is not told: why nothing of these is. */
const NOT_TOLD: Readonly<Record<string, string>> = {
  'dlmsp-egd-rs485': 'its structures have members without tags',
  'dlmsp-lg-zmf100-obisbug': 'its FCS is wrong: its serial number was blanked',
  'epri-aare-frame': 'there is no source address in it, and its HCS is wrong',
  'q39-disconnect': 'its check sequences are wrong',
  'jdlms-wrapper-bad-version-1001': 'its version is wrong, and told as such',
  'jdlms-wrapper-bad-version-2': 'its version is wrong, and told as such',
};

describeShared('the facts that captures state', (root) => {
  for (const capture of captures(root)) {
    const { id, expected } = capture;
    const octets = octetsOf(capture);
    const values = (expected.values ?? []) as readonly StatedValue[];
    const facts = Object.entries((expected.fields ?? {}) as Record<string, unknown>);
    if (octets.length === 0 || values.length + facts.length === 0) continue;
    it(id, () => {
      const reports = decodeWhole(octets, keysOf(capture));
      const fields = fieldsOf(reports);
      const missing = [
        ...values.filter((value) => !hasValue(fields, value)).map(({ value }) => `value ${value}`),
        ...values.filter((value) => !hasQuantity(fields, value)).map(({ value }) => `quantity ${value}`),
        ...facts.filter(([path, stated]) => hasFact(path, stated, reports) === false).map(([path]) => path),
      ];
      if (NOT_TOLD[id] === undefined) assert.equal(missing.join(', '), '');
      else assert.ok(missing.length > 0 && reports.every(isFaulty), NOT_TOLD[id]);
    });
  }
});

/** What is borne, and how it is told all the same. */
const BORNE: Readonly<Record<string, string>> = {
  'ams-kamstrup-gh111-2': 'without a key nothing shows that the contents are plain',
  'dp-unpadded-crc': 'a CRC may lack its leading zeros',
  'dzg-mode-e-id': 'the letter O is a baud rate character of mode A, and named so',
  'gosem-aare-authfail-sagemcom': 'the VAA name is called neither 0007 nor FA00',
  'gosem-initresp-badversion': 'the version is called not the book’s',
  'gosem-set-fail': 'the octet too many has a field of its own',
  'gxd-sn-aare-short-ber': 'the length is called one too few',
  'ndp-enc-aidon-without-aad': 'how the tag was computed is remarked on',
  'ospodes-two-apdus': 'two APDUs one behind the other are both told',
  'so-itron-em214': 'the echo of the request is told as the request that it is',
  'train-action-type-unmatched': 'the octets too many have a field of their own',
  'train-set-fail-0d': 'the octet too many has a field of its own',
};

describeShared('what is wrong in captures', (root) => {
  const malformed = captures(root).filter((capture) => capture.malformed !== undefined);
  for (const capture of malformed.filter((each) => octetsOf(each).length > 0)) {
    const { id } = capture;
    it(`${id} is pointed at: ${capture.malformed}`, () => {
      const octets = octetsOf(capture);
      const reports = decodeWhole(octets, keysOf(capture));
      const places = reports.flatMap(({ errors = [] }) => errors as unknown as readonly { offset: number }[]);
      assert.ok(places.every(({ offset }) => offset >= 0 && offset <= octets.length));
      const isPointedAt = places.length > 0 || reports.some(({ kind }) => kind === 'unfinished');
      assert.equal(isPointedAt, BORNE[id] === undefined, BORNE[id]);
    });
  }

  it('is told beside what is borne', () => {
    const remarks: Readonly<Record<string, RegExp>> = {
      'gosem-aare-authfail-sagemcom': /neither 0007 nor FA00/,
      'gosem-initresp-badversion': /not 6, which is the book's/,
      'gosem-set-fail': /surplus octet/,
      'gxd-sn-aare-short-ber': /1 too few/,
      'ndp-enc-aidon-without-aad': /computed without additional data/,
      'train-action-type-unmatched': /surplus octets/,
      'train-set-fail-0d': /surplus octet/,
    };
    for (const capture of malformed) {
      const remark = remarks[capture.id];
      if (remark === undefined) continue;
      assert.notEqual(shown(decodeWhole(octetsOf(capture), keysOf(capture)), remark), '', capture.id);
    }
  });
});
