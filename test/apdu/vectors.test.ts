/** The reference's worked APDUs: meaning, octets back, truncations, octets too many. */
import assert from 'node:assert/strict';
import { decodeApdu, decodeLeadingApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { describeShared, vectors } from '../support/shared.js';
import { ACCESS_CASES } from './access-cases.js';
import { ASSOCIATION_CASES } from './association-cases.js';
import { ATTRIBUTE_CASES } from './attribute-cases.js';
import { assertSame } from './defined.js';
import { METHOD_CASES } from './method-cases.js';
import { UNASKED_CASES } from './unasked-cases.js';
import { VARIABLE_CASES } from './variable-cases.js';

const CASES = {
  ...ASSOCIATION_CASES,
  ...ATTRIBUTE_CASES,
  ...METHOD_CASES,
  ...UNASKED_CASES,
  ...ACCESS_CASES,
  ...VARIABLE_CASES,
};

describeShared('the APDUs of the reference', (root) => {
  const all = vectors(root).filter(({ kind }) => kind === 'apdu');

  it('are all here, each with its meaning', () => {
    assert.deepEqual(Object.keys(CASES).sort(), all.map(({ id }) => id).sort());
  });

  for (const { id, hex, meaning } of all) {
    const expected = CASES[id];
    if (expected === undefined) continue;
    const octets = fromHex(hex);

    it(`${id}: ${meaning}`, () => {
      assertSame(decodeApdu(octets), expected);
      assert.equal(toHex(encodeApdu(expected)), hex);
    });

    it(`${id}: inside a larger buffer that is overwritten later`, () => {
      const buffer = Uint8Array.from([0xff, ...octets, 0xff]);
      const apdu = decodeApdu(buffer.subarray(1, 1 + octets.length));
      buffer.fill(0xee);
      assertSame(apdu, expected);
    });

    it(`${id}: cut off anywhere`, () => {
      for (let length = 0; length < octets.length; length += 1) {
        if (isShortActionResponse(octets, length)) continue;
        assert.throws(() => decodeApdu(octets.subarray(0, length)), hasCode('DLMS_TRUNCATED'), `${length}`);
      }
    });

    it(`${id}: with octets after it`, () => {
      const longer = Uint8Array.from([...octets, 0x00, 0x2a]);
      assert.throws(() => decodeApdu(longer), hasCode('DLMS_MALFORMED'));
      const { apdu, trailing } = decodeLeadingApdu(longer);
      assertSame(apdu, expected);
      assert.deepEqual([...trailing], [0x00, 0x2a]);
    });
  }
});

/** C7 01 and four octets in all: what servers send that leave out the flag of the return parameters. */
function isShortActionResponse(octets: Uint8Array, length: number): boolean {
  return octets[0] === 0xc7 && octets[1] === 0x01 && length === 4;
}

function hasCode(code: string) {
  return (error: unknown) => error instanceof DlmsError && error.code === code;
}
