import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { CURVES, type Curve } from '../../src/security/curve.js';
import { privateKeyFromRandom, randomLength } from '../../src/security/key-generation.js';
import {
  privateKeyFromScalar,
  publicKeyFromPoint,
  publicOf,
  publicPoint,
  readPrivateKey,
  readPublicKey,
} from '../../src/security/key-pair.js';
import { privateKeyPem, publicKeyPem } from '../../src/security/key-pem.js';
import { describeShared } from '../support/shared.js';
import * as texts from './key-texts.js';
import { recordedKeys } from './recorded-hls.js';

const { POINT, SCALAR, derHex } = texts;

/** Points of NIST FIPS 186-4's curves: RFC 6979, A.2.5 and A.2.6. */
const RFC6979 = {
  'P-256': {
    scalar: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    point:
      '60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6' +
      '7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299',
  },
  'P-384': {
    scalar:
      '6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5',
    point:
      'EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13' +
      '8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720',
  },
} as const;

function pointOf(text: string): string {
  return toHex(publicPoint(publicOf(readPrivateKey(text))));
}

/** The refusal says why, in words that go behind a setting's name, and shows nothing of what was given. */
function assertRefused(read: (text: string) => unknown, text: string, why: RegExp): void {
  assert.throws(
    () => read(text),
    (error: unknown) => {
      assert.ok(error instanceof DlmsError, String(error));
      assert.deepEqual([error.code, error.layer, error.fault], ['DLMS_SETTING', 'settings', 'settings']);
      assert.match(error.message, why);
      const shown = inspect(error, { depth: 9 }).replace(/\n\s+at .*/g, '');
      for (const piece of text.match(/[A-Za-z0-9+/]{12,}/g) ?? []) assert.ok(!shown.includes(piece), piece);
      return true;
    },
  );
}

describe('a private key is read from', () => {
  for (const [what, text] of [
    ['PEM, PKCS#8', texts.PKCS8],
    ['PEM, SEC1 behind EC PARAMETERS', texts.SEC1],
    ['PEM, SEC1 without its public part', texts.SEC1_WITHOUT_PUBLIC],
    ['PEM of one line, as a form leaves it', texts.PKCS8.replaceAll('\n', '')],
    ['PEM with \\n for its line ends, as an environment has it', texts.PKCS8.replaceAll('\n', '\\n')],
    ['PEM with Windows line ends and text around it', `key:\r\n${texts.SEC1.replaceAll('\n', '\r\n')}end`],
    ['PEM behind its certificate', texts.CERTIFICATE + texts.PKCS8],
    ['hexadecimal, the scalar', SCALAR],
    ['hexadecimal, the scalar with 0x and spaces', `0x${SCALAR.replace(/../g, '$& ')}\n`],
    ['hexadecimal, PKCS#8', derHex(texts.PKCS8)],
    ['hexadecimal, SEC1', derHex(texts.SEC1)],
  ] as const) {
    it(what, () => {
      assert.equal(readPrivateKey(text).curve, 'P-256');
      assert.equal(pointOf(text), POINT);
    });
  }

  for (const curve of ['P-256', 'P-384'] as const) {
    it(`${curve}: the public part is that of RFC 6979, and the PEM we write reads as the same key`, () => {
      const { scalar, point } = RFC6979[curve];
      const key = readPrivateKey(scalar);
      assert.equal(key.curve, curve);
      assert.equal(pointOf(scalar), point);
      assert.equal(pointOf(privateKeyPem(key)), point);
      assert.equal(toHex(publicPoint(readPublicKey(publicKeyPem(publicOf(key))))), point);
    });
  }
});

describe('a private key is refused that is', () => {
  const wrongPublic = derHex(texts.PKCS8).replace(POINT, RFC6979['P-256'].point);
  for (const [what, text, why] of [
    ['nothing', ' \n', /^is empty$/],
    ['a password', 'correct horse battery staple', /^is neither PEM nor an even number of hex/],
    ['hexadecimal with a digit too few', SCALAR.slice(1), /^is neither PEM nor an even number/],
    ['an octet short', SCALAR.slice(2), /^has 31 octets: .* 32 \(P-256\) or 48 \(P-384\)$/],
    ['a symmetric key', SCALAR.slice(32), /^has 16 octets/],
    ['a public point', POINT, /^has 64 octets: a private key/],
    ['zero', '00'.repeat(32), /^is no private key of P-256/],
    ['the order of its curve', CURVES['P-384'].order.toString(16), /^is no private key of P-384/],
    ['encrypted PKCS#8', texts.ENCRYPTED_PKCS8, /^is encrypted/],
    ['encrypted PKCS#8 in hexadecimal', derHex(texts.ENCRYPTED_PKCS8), /^is encrypted/],
    ['encrypted SEC1', texts.ENCRYPTED_SEC1, /^is encrypted/],
    ['a public key in PEM', texts.SPKI, /^is PEM of PUBLIC KEY: the private key is needed$/],
    ['a certificate', texts.CERTIFICATE, /^is PEM of CERTIFICATE: the private key is needed$/],
    ['of another curve', texts.OTHER_CURVE, /^is of the curve secp256k1: P-256 .* P-384/],
    ['of another kind', texts.ED25519, /^is of the kind ed25519/],
    ['PEM that was cut', texts.PKCS8.slice(0, 200), /^begins as PEM but was cut/],
    [
      'PEM with other characters',
      texts.PKCS8.replace('MIGH', 'M!GH'),
      /^is PEM with something else than base64/,
    ],
    [
      'PEM with half its octets',
      texts.PKCS8.replace(/(?<=SM49AwEHBG)[^-]*/, ''),
      /^ends before the key does$/,
    ],
    ['DER with octets behind it', `${derHex(texts.PKCS8)}0000`, /^has 2 octets behind the key$/],
    ['a pair that does not belong together', wrongPublic, /^holds a public key that is not its own$/],
    ['too long a text', 'AB'.repeat(20_000), /^has 40000 characters: too many/],
    ['a text of nothing but beginnings', '-----BEGIN A-----'.repeat(1900), /^begins as PEM but was cut/],
  ] as const) {
    it(what, () => assertRefused(readPrivateKey, text, why));
  }
});

describe('a public key is read from', () => {
  for (const [what, text] of [
    ['PEM, SPKI', texts.SPKI],
    ['PEM, SPKI with a compressed point', texts.SPKI_COMPRESSED],
    ['a certificate in PEM', texts.CERTIFICATE],
    ['a certificate in hexadecimal', derHex(texts.CERTIFICATE)],
    ['hexadecimal, x and y', POINT],
    ['hexadecimal, 04 and x and y', `04${POINT}`],
    ['hexadecimal, SPKI', derHex(texts.SPKI)],
  ] as const) {
    it(what, () => {
      const key = readPublicKey(text);
      assert.equal(key.curve, 'P-256');
      assert.equal(toHex(publicPoint(key)), POINT);
    });
  }
});

describe('a public key is refused that is', () => {
  const offCurve = `${POINT.slice(0, -2)}7F`;
  for (const [what, text, why] of [
    ['off its curve', offCurve, /^is not on the curve P-256$/],
    ['off its curve, in DER', derHex(texts.SPKI).replace(POINT, offCurve), /^is damaged, not on its curve/],
    ['nothing but zeros', '00'.repeat(96), /^is not on the curve P-384$/],
    ['compressed, in hexadecimal', `02${POINT.slice(0, 64)}`, /^has 33 octets: a public key in hex/],
    ['a private scalar', SCALAR, /^has 32 octets: .* 64 \(P-256\) or 96 \(P-384\)$/],
    ['a private key in PEM', texts.PKCS8, /^is PEM of PRIVATE KEY: the public key is needed$/],
    ['a private key in DER', derHex(texts.PKCS8), /^is damaged, .* or a key of another kind$/],
    ['of another curve', texts.OTHER_CURVE_PUBLIC, /^is of the curve secp256k1/],
    ['of RSA', texts.RSA_PUBLIC, /^is of the kind rsa/],
    ['a certificate that was cut', derHex(texts.CERTIFICATE).slice(0, -2), /^ends before the key does$/],
  ] as const) {
    it(what, () => assertRefused(readPublicKey, text, why));
  }
});

describe('keys of lengths that their curve does not have', () => {
  for (const curve of ['P-256', 'P-384'] as const) {
    it(curve, () => {
      const short = new Uint8Array(CURVES[curve].size - 1).fill(1);
      assert.throws(() => privateKeyFromScalar(curve, short), { code: 'DLMS_SETTING' });
      assert.throws(() => publicKeyFromPoint(curve, new Uint8Array(65)), { code: 'DLMS_SETTING' });
      assert.throws(() => privateKeyFromRandom(curve, short), { code: 'DLMS_SETTING' });
    });
  }
});

describe('a private key shows nothing of itself', () => {
  const key = readPrivateKey(SCALAR);
  for (const [how, text] of [
    ['as text', `${key}`],
    ['as JSON', JSON.stringify({ key })],
    ['inspected', inspect({ key }, { depth: 9, showHidden: true, getters: true })],
    ['inside an error', inspect(new Error('failed', { cause: { key } }), { depth: 9 })],
  ] as const) {
    it(how, () => {
      assert.ok(text.includes('***'));
      assert.doesNotMatch(text, new RegExp(`${SCALAR}|KeyObject|${POINT.slice(0, 20)}`, 'i'));
    });
  }
  it('by its own properties', () => {
    assert.deepEqual(Object.keys(key), ['curve']);
    assert.deepEqual({ ...key }, { curve: 'P-256' });
  });
});

describe('a key out of random octets', () => {
  const random = (curve: Curve) =>
    fc.uint8Array({ minLength: randomLength(curve), maxLength: randomLength(curve) });
  for (const curve of ['P-256', 'P-384'] as const) {
    it(`${curve}: any will do, and the same make the same`, () => {
      const size = randomLength(curve);
      const one = `${'00'.repeat(CURVES[curve].size - 1)}01`;
      const smallest = privateKeyFromRandom(curve, new Uint8Array(size));
      assert.equal(toHex(publicPoint(publicOf(smallest))), pointOf(one));
      privateKeyFromRandom(curve, new Uint8Array(size).fill(0xff));
      fc.assert(
        fc.property(random(curve), (octets) => {
          const key = privateKeyFromRandom(curve, octets);
          assert.equal(
            pointOf(privateKeyPem(key)),
            pointOf(privateKeyPem(privateKeyFromRandom(curve, octets))),
          );
        }),
        { seed: 4, numRuns: 20 },
      );
    });
  }
});

describe('any text is a key or refused with a typed error', () => {
  const base64 = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets).toString('base64'));
  const label = fc.constantFrom('PRIVATE KEY', 'EC PRIVATE KEY', 'PUBLIC KEY', 'CERTIFICATE', 'X');
  const pem = fc
    .tuple(label, base64)
    .map(([name, body]) => `-----BEGIN ${name}-----\n${body}\n-----END ${name}-----`);
  const damaged = fc
    .tuple(fc.constantFrom(texts.PKCS8, texts.SEC1, texts.SPKI, texts.CERTIFICATE), fc.nat(2000), fc.nat(255))
    .map(([text, at, octet]) => {
      const der = fromHex(derHex(text));
      der[at % der.length] = octet;
      return toHex(der);
    });
  const hex = fc.uint8Array({ maxLength: 130 }).map((octets) => toHex(octets));
  for (const [name, read] of [
    ['private', readPrivateKey],
    ['public', readPublicKey],
  ] as const) {
    it(name, () => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), hex, pem, damaged), (text) => {
          try {
            assert.match(read(text).curve, /^P-(?:256|384)$/);
          } catch (error) {
            assert.ok(error instanceof DlmsError, String(error));
            assert.equal(error.code, 'DLMS_SETTING');
          }
        }),
        { seed: 4, numRuns: 400 },
      );
    });
  }
});

describeShared('the key pairs of recorded sessions', (root) => {
  for (const [name, { priv, pub }] of recordedKeys(root)) {
    it(`${name}: the public part belongs to the private one`, () => {
      assert.equal(pointOf(priv), toHex(publicPoint(readPublicKey(pub))));
    });
  }
});
