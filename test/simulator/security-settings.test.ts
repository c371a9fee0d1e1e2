/** What a user may say about the security of simulated meters, and what is wrong with it. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { publicOf, publicPoint } from '../../src/security/key-pair.js';
import { demoKeys, demoSigningKeys } from '../../src/simulator/demo-keys.js';
import type { SecurityOptions } from '../../src/simulator/security-settings.js';
import { siteOf } from '../../src/simulator/simulator-options.js';

const KEY = 'B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF';
const SCALAR = '0F'.repeat(32);

function siteSecurity(options: SecurityOptions) {
  const [meter] = siteOf(options, () => ({})).meters;
  assert.ok(meter !== undefined);
  return meter.security.site;
}

describe('the security of simulated meters', () => {
  const wrong: readonly (readonly [SecurityOptions, RegExp])[] = [
    [{ auth: 'Highest' as 'High' }, /^auth "Highest" is not allowed: None, Low, High, HighMd5, /],
    [{ security: 'Both' as 'None' }, /^security "Both" is not allowed: None, Authentication, /],
    [{ securitySuite: 3 as 0 }, /^securitySuite 3 is not allowed: 0, 1, 2/],
    [{ auth: 'HighSha1' }, /^password is not set: auth HighSha1 needs it/],
    [{ auth: 'High', password: 'x'.repeat(17) }, /^password is 17 octets long: auth High takes at most 16/],
    [{ auth: 'Low', password: '0x123' }, /^password "\*\*\*" begins with 0x but/],
    [{ blockCipherKey: KEY }, /^authenticationKey is not set, but blockCipherKey is/],
    [{ authenticationKey: KEY }, /^blockCipherKey is not set, but authenticationKey is/],
    [
      { blockCipherKey: `${KEY}00`, authenticationKey: KEY },
      /^blockCipherKey is 17 octets long: .* 0 takes 16/,
    ],
    [
      { blockCipherKey: KEY, authenticationKey: KEY, securitySuite: 2 },
      /^blockCipherKey is 16 .* 2 takes 32; authenticationKey is 16 /,
    ],
    [{ blockCipherKey: 'B0B', authenticationKey: KEY }, /^blockCipherKey is not an even number of hex/],
    [{ security: 'Encryption', masterKey: 'B0' }, /^masterKey is 1 octet long: security suite 0 takes 16/],
    [{ systemTitle: '4D' }, /^systemTitle is 1 octet long: a system title has 8/],
    [{ clientSystemTitle: new Uint8Array(9) }, /^clientSystemTitle is 9 octets long/],
    [{ auth: 'HighEcdsa' }, /^securitySuite 0 has no signatures: auth HighEcdsa needs 1 or 2/],
    [{ auth: 'HighEcdsa', securitySuite: 1, signingKey: SCALAR }, /^clientPublicKey is not set/],
    [{ securitySuite: 2, signingKey: SCALAR }, /^signingKey is a key of P-256: security suite 2 takes P-384/],
    [{ securitySuite: 1, signingKey: 'no key' }, /^signingKey /],
  ];
  for (const [options, reason] of wrong) {
    it(`refuses what gives ${reason.source}`, () => {
      assert.throws(
        () => siteSecurity(options),
        (error) => {
          assert.ok(error instanceof DlmsError && error.code === 'DLMS_SETTING');
          assert.match(error.message, reason);
          assert.doesNotMatch(error.message, /B0B|0F0F|no key|xx/);
          return true;
        },
      );
    });
  }

  it('has keys for trying where it needs some and is given none', () => {
    assert.equal(siteSecurity({}).keys, undefined);
    for (const securitySuite of [0, 1, 2] as const) {
      assert.deepEqual(siteSecurity({ auth: 'HighGmac', securitySuite }).keys, demoKeys(securitySuite));
    }
    const { signingKey } = siteSecurity({ auth: 'HighEcdsa', securitySuite: 1 });
    const demo = demoSigningKeys(1)?.signingKey;
    assert.ok(signingKey !== undefined && demo !== undefined);
    assert.equal(toHex(publicPoint(publicOf(signingKey))), toHex(publicPoint(publicOf(demo))));
  });

  it('needs no authentication key for encryption alone, and offers ciphering where it has keys', () => {
    const { keys } = siteSecurity({ security: 'Encryption', blockCipherKey: KEY });
    assert.deepEqual(
      [toHex(keys?.blockCipherKey ?? new Uint8Array()), keys?.authenticationKey.length],
      [KEY, 0],
    );
    assert.equal(keys?.masterKey, undefined);
    assert.ok(siteSecurity({ blockCipherKey: KEY, authenticationKey: KEY }).keys !== undefined);
  });

  it('does not print with the meters', () => {
    const { meters } = siteOf(
      { auth: 'Low', password: KEY, blockCipherKey: KEY, authenticationKey: KEY },
      () => ({}),
    );
    const printed = `${JSON.stringify(meters)} ${inspect(meters, { depth: 9 })}`;
    assert.doesNotMatch(printed, /B0B1|b0, ?b1|176, ?177|66, ?48/i);
    assert.match(printed, /\*\*\*/);
  });

  it('gives each meter a title of its own, from that of the first', () => {
    const titles = siteOf({ systemTitle: '4D4D4D00FFFFFFFF', meters: 2 }, () => ({})).meters;
    assert.deepEqual(
      titles.map(({ security }) => toHex(security.systemTitle)),
      ['4D4D4D00FFFFFFFF', '4D4D4D0000000000'],
    );
  });
});
