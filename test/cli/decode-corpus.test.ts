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
import { decodeWhole } from './decoding.js';

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
