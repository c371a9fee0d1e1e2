/** Any bit changed in a protected APDU, and any octets at all, are refused with a reason. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import type { Protection, ProtectionForm, SecurityMaterial } from '../../src/security/material.js';
import type { SecurityContext } from '../../src/security/security-context.js';
import {
  AUTHENTICATION,
  BOTH,
  changedBit,
  codeOf,
  DEDICATED_KEY,
  ENCRYPTION,
  GET_RESPONSE,
  pair,
} from './bench.js';

const REFUSAL =
  /^DLMS_(DECIPHERING|REPLAY|PROTECTION|SYSTEM_TITLE|SIGNATURE|TRUNCATED|MALFORMED|UNKNOWN_APDU)$/;

const forms: readonly ProtectionForm[] = ['service-specific', 'general', 'general-ciphering'];

describe('an APDU with one bit changed', () => {
  const cases: readonly (readonly [string, Protection, Partial<SecurityMaterial>])[] = [
    ...forms.flatMap((form) => [
      [`authenticated and encrypted, ${form}`, BOTH, { form }] as const,
      [`authenticated, ${form}`, AUTHENTICATION, { form }] as const,
    ]),
    ['under a dedicated key', BOTH, { dedicatedKey: DEDICATED_KEY }],
    ['under a dedicated key, general', AUTHENTICATION, { dedicatedKey: DEDICATED_KEY, form: 'general' }],
  ];

  for (const [name, protection, more] of cases) {
    it(`is refused: ${name}`, () => {
      const { client, server } = pair({ protection, ...more });
      const octets = server.protect(GET_RESPONSE);
      for (let bit = 0; bit < octets.length * 8; bit += 1) {
        const code = codeOf(() => client.open(changedBit(octets, bit)));
        assert.match(String(code), REFUSAL, `bit ${bit}`);
      }
      assert.equal(toHex(client.open(octets).apdu), toHex(GET_RESPONSE));
    });

    it(`gives nothing away in the error: ${name}`, () => {
      const { client, server } = pair({ protection, ...more });
      const octets = server.protect(GET_RESPONSE);
      assert.throws(
        () => client.open(changedBit(octets, octets.length * 8 - 1)),
        (error: unknown) => {
          assert.ok(error instanceof DlmsError);
          const text = `${error.message} ${error.hint} ${JSON.stringify(error)} ${String(error.cause)}`;
          return !/12D687|00010203|D0D1D2|00112233/i.test(text);
        },
      );
    });
  }

  it('where nothing is authenticated, comes out changed: that is all that encryption alone can do', () => {
    const { client, server } = pair({ protection: ENCRYPTION });
    const opened = client.open(changedBit(server.protect(GET_RESPONSE), 15 * 8));
    assert.equal(toHex(opened.apdu), 'C401C100060012D686');
  });
});

describe('any octets', () => {
  const contexts = (): readonly SecurityContext[] => [
    pair({ dedicatedKey: DEDICATED_KEY }).client,
    pair({ protection: ENCRYPTION }).client,
    pair({ protection: AUTHENTICATION, suite: 1 }).client,
  ];

  it('behind the tags of protected APDUs are opened or refused with a reason', () => {
    const tags = Object.entries(APDU_TAG).filter(([name]) => /^(glo|ded|general)-/.test(name));
    const octet = fc.oneof(fc.constantFrom(0, 1, 2, 8, 0x10, 0x20, 0x30, 0x31, 0x80, 0x82), fc.nat(255));
    const octets = fc
      .tuple(fc.constantFrom(...tags.map(([, tag]) => tag)), fc.array(octet, { maxLength: 60 }))
      .map(([tag, rest]) => Uint8Array.from([tag, ...rest]));
    const property = fc.property(octets, (input) => {
      for (const context of contexts()) {
        const code = codeOf(() => context.open(input));
        if (code !== undefined) assert.match(code, REFUSAL, toHex(input));
      }
    });
    fc.assert(property, { seed: 31, numRuns: 2000 });
  });

  it('in place of some of a genuine APDU are refused', () => {
    const { client, server } = pair({ form: 'general' });
    const octets = server.protect(GET_RESPONSE);
    const property = fc.property(
      fc.nat(octets.length - 1),
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      (at, other) => {
        const copy = octets.slice();
        copy.set(other.subarray(0, copy.length - at), at);
        if (toHex(copy) === toHex(octets)) return;
        assert.match(String(codeOf(() => client.open(copy))), REFUSAL, toHex(copy));
      },
    );
    fc.assert(property, { seed: 32, numRuns: 1000 });
  });
});
