/** Octets from anywhere give an APDU or a typed error, and nothing else. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Apdu, decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { describeApdu } from '../../src/apdu/describe.js';
import { decodeJoinedData, decodeJoinedResults } from '../../src/apdu/joined-data.js';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { describeShared, vectors } from '../support/shared.js';
import { assertSame } from './defined.js';

const RUNS = { seed: 20, numRuns: 3000 };

function decodeOrError(octets: Uint8Array): Apdu | undefined {
  try {
    return decodeApdu(octets);
  } catch (error) {
    assert.ok(error instanceof DlmsError, String(error));
    assert.match(error.code, /^DLMS_(TRUNCATED|MALFORMED|UNKNOWN_APDU)$/);
    return undefined;
  }
}

/** What was read is described, and read from our own octets again. */
function checkOnce(octets: Uint8Array): void {
  const apdu = decodeOrError(octets);
  if (apdu === undefined) return;
  JSON.stringify(describeApdu(apdu));
  assertSame(decodeApdu(encodeApdu(apdu)), apdu, toHex(octets));
}

describe('random octets', () => {
  it('behind any tag', () => {
    const octets = fc
      .tuple(fc.constantFrom(...Object.values(APDU_TAG)), fc.uint8Array({ maxLength: 60 }))
      .map(([tag, rest]) => Uint8Array.from([tag, ...rest]));
    fc.assert(fc.property(octets, checkOnce), RUNS);
  });

  it('of few values, so that lengths and choices fit by chance', () => {
    const octet = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 9, 0x11, 0x80, 0x81, 0xa1, 0xa2, 0xbe, 0xc1, 0xff);
    const octets = fc
      .tuple(fc.constantFrom(...Object.values(APDU_TAG)), fc.array(octet, { maxLength: 40 }))
      .map(([tag, rest]) => Uint8Array.from([tag, ...rest]));
    fc.assert(fc.property(octets, checkOnce), RUNS);
  });

  it('in place of joined raw-data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        for (const decode of [decodeJoinedData, decodeJoinedResults]) {
          try {
            decode(octets);
          } catch (error) {
            assert.ok(error instanceof DlmsError, String(error));
          }
        }
      }),
      RUNS,
    );
  });

  it('that claim four thousand million list items cost nothing', () => {
    for (const head of ['C003C1', 'C104C1', 'C303C1', 'C403C1', 'C505C1', 'C703C1']) {
      assert.equal(decodeOrError(fromHex(`${head}84FFFFFFFF`)), undefined);
    }
  });

  it('that nest without end', () => {
    assert.equal(decodeOrError(fromHex(`C401C100${'0201'.repeat(5000)}`)), undefined);
  });
});

describeShared('worked APDUs with octets changed', (root) => {
  it('are read or refused', () => {
    const known = vectors(root).filter(({ kind }) => kind === 'apdu');
    const changed = fc
      .tuple(fc.constantFrom(...known), fc.nat(), fc.nat(255), fc.nat(), fc.nat(255))
      .map(([{ hex }, at, value, otherAt, otherValue]) => {
        const octets = fromHex(hex);
        octets[at % octets.length] = value;
        octets[otherAt % octets.length] = otherValue;
        return octets;
      });
    fc.assert(fc.property(changed, checkOnce), RUNS);
  });
});
