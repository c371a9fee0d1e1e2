import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { decodeGeneralCiphering } from '../../src/apdu/general-ciphering.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { DlmsError } from '../../src/errors.js';
import { readSignedPublicKey, signedPublicKey } from '../../src/security/ephemeral-key.js';
import {
  AGREEMENT_SCHEME,
  beginOnePass,
  finishOnePass,
  staticUnified,
} from '../../src/security/key-agreement.js';
import { deriveKey, sharedSecret } from '../../src/security/key-derivation.js';
import { publicOf, readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import { sign } from '../../src/security/signature.js';
import { type Capture, captures, describeShared, vectors } from '../support/shared.js';
import { SCALAR } from './key-texts.js';

const ORIGINATOR = fromHex('4D4D4D0000BC614E');
const RECIPIENT = fromHex('4D4D4D0000000001');
const PARTIES = { suite: 1, originator: ORIGINATOR, recipient: RECIPIENT } as const;

function checkOf({ expected }: Capture): Record<string, string> {
  return (expected.check ?? {}) as Record<string, string>;
}

describeShared('foreign key agreement', (root) => {
  const byKind = (kind: string): readonly Capture[] =>
    captures(root).filter((each) => checkOf(each).kind === kind);

  for (const capture of byKind('ecdh-p256')) {
    it(`${capture.id}: the shared secret`, () => {
      const { private: own = '', public: other = '', shared_secret: z = '' } = checkOf(capture);
      assert.equal(toHex(sharedSecret(readPrivateKey(own), readPublicKey(other))), z);
    });
  }

  // The book's edition 8 and the systems of Great Britain write 6 where the DLMS UA's identifier has 5.
  for (const capture of byKind('kdf-sha256')) {
    it(`${capture.id}: the derived key`, () => {
      const { z = '', algorithm_id: algorithm = '', party_u = '', party_v = '', key } = checkOf(capture);
      assert.equal(algorithm, '60857406080300');
      const input = { curve: 'P-256', use: 'aes-gcm-128', sharedSecret: fromHex(z) } as const;
      const parties = { originator: fromHex(party_u), recipient: fromHex(party_v) };
      assert.equal(toHex(deriveKey({ ...input, ...parties, userAssociation: 6 })), key);
      assert.notEqual(toHex(deriveKey({ ...input, ...parties })), key);
    });
  }

  for (const [curve, z, kdf, use] of [
    ['P-256', 'ec.z', 'ec.kdf.1pass', 'aes-gcm-128'],
    ['P-384', 'ec.z.384', 'ec.kdf.384', 'aes-gcm-256'],
  ] as const) {
    it(`${z} and ${kdf}: from both sides`, () => {
      const [secret, key] = [z, kdf].map(
        (id) => vectors(root).find((each) => each.id === id) ?? assert.fail(id),
      );
      const of = (name: string): string => String(secret?.inputs?.[name]);
      const client = sharedSecret(readPrivateKey(of('d_client')), readPublicKey(of('q_server')));
      const server = sharedSecret(readPrivateKey(of('d_server')), readPublicKey(of('q_client')));
      assert.equal(toHex(client), secret?.hex);
      assert.deepEqual(server, client);
      const input = { curve, use, sharedSecret: client, originator: ORIGINATOR, recipient: RECIPIENT };
      assert.equal(toHex(deriveKey(input)), key?.hex);
    });
  }

  it('gb-general-ciphering-onepass: the message opens under the key that was agreed on', () => {
    const capture = captures(root).find(({ id }) => id === 'gb-general-ciphering-onepass') ?? assert.fail();
    const { private: scalar = '', plaintext = '' } = checkOf(capture);
    const message = decodeGeneralCiphering(new OctetReader(fromHex(capture.hex ?? '')));
    assert.ok(message.keyInfo?.kind === 'agreed-key');
    assert.deepEqual([...message.keyInfo.keyParameters], [AGREEMENT_SCHEME['one-pass-diffie-hellman']]);
    const signer = captures(root).find(({ id }) => id === 'gb-ecdsa-p256-onepass-client') ?? assert.fail();
    const keys = {
      agreementKey: readPrivateKey(scalar),
      peerSigningKey: readPublicKey(checkOf(signer).public ?? ''),
    };
    const key = finishOnePass(PARTIES, message.keyInfo.keyCipheredData, keys);
    // Its tag needs an authentication key that was not published: the keystream alone is compared.
    const iv = Buffer.concat([ORIGINATOR, Buffer.alloc(4)]);
    const plain = createDecipheriv('aes-128-gcm', key, iv).update(cipherText(capture.hex ?? ''));
    assert.equal(plain.toString('hex'), plaintext);
    const forged = Uint8Array.from(message.keyInfo.keyCipheredData);
    forged[100] = (forged[100] ?? 0) ^ 1;
    assert.throws(() => finishOnePass(PARTIES, forged, keys), { code: 'DLMS_SIGNATURE', fault: 'meter' });
  });

  const gbcs = byKind('gbcs').filter(({ keys }) => keys?.derived_mac_key);
  for (const { id, hex = '', keys = {} } of gbcs) {
    it(`${id}: the derived key of the static unified model, its transaction-id behind the originator`, () => {
      const [, transaction = '', originator = '', recipient = ''] =
        /00DF09(.{18})08(.{16})08(.{16})/i.exec(hex) ?? [];
      const key = deriveKey({
        curve: 'P-256',
        use: 'aes-gcm-128',
        sharedSecret: fromHex(keys.shared_secret ?? ''),
        originator: fromHex(originator),
        recipient: fromHex(recipient),
        transactionId: fromHex(transaction),
        userAssociation: 6,
      });
      assert.equal(toHex(key), keys.derived_mac_key?.toUpperCase());
    });
  }
  it('the cases above are there', () => assert.equal(gbcs.length, 5));
});

/** Of the one message above: behind 81 EB, security control and counter, and before the tag. */
function cipherText(hex: string): Uint8Array {
  const content = hex.slice(hex.indexOf('81eb31') + 4);
  return fromHex(content.slice(10, -24));
}

describe('key agreement of our own', () => {
  const pair = (last: string): ReturnType<typeof readPrivateKey> =>
    readPrivateKey(SCALAR.slice(0, -2) + last);
  const [ephemeral, signing, agreement, stranger] = ['01', '02', '03', '04'].map(pair);
  assert.ok(ephemeral && signing && agreement && stranger);
  const large = readPrivateKey(SCALAR + SCALAR.slice(0, 32));

  it('one-pass: both sides have the same key, and another one for other parties', () => {
    const sent = beginOnePass(PARTIES, { ephemeral, signingKey: signing, agreementKey: publicOf(agreement) });
    const keys = { agreementKey: agreement, peerSigningKey: publicOf(signing) };
    assert.equal(sent.keyCipheredData.length, 128);
    assert.deepEqual(finishOnePass(PARTIES, sent.keyCipheredData, keys), sent.key);
    const swapped = { ...PARTIES, originator: RECIPIENT, recipient: ORIGINATOR };
    assert.notDeepEqual(finishOnePass(swapped, sent.keyCipheredData, keys), sent.key);
    const other = { ...keys, peerSigningKey: publicOf(stranger) };
    assert.throws(() => finishOnePass(PARTIES, sent.keyCipheredData, other), { code: 'DLMS_SIGNATURE' });
  });

  it('one-pass of suite 2 gives a key of 32 octets', () => {
    const parties = { ...PARTIES, suite: 2 } as const;
    const sent = beginOnePass(parties, {
      ephemeral: large,
      signingKey: large,
      agreementKey: publicOf(large),
    });
    assert.deepEqual([sent.keyCipheredData.length, sent.key.length], [192, 32]);
  });

  it('static unified: both sides have the same key, and another one for another transaction', () => {
    const one = staticUnified(PARTIES, Uint8Array.of(1), ephemeral, publicOf(agreement));
    assert.deepEqual(staticUnified(PARTIES, Uint8Array.of(1), agreement, publicOf(ephemeral)), one);
    assert.notDeepEqual(staticUnified(PARTIES, Uint8Array.of(2), ephemeral, publicOf(agreement)), one);
  });

  for (const [what, attempt] of [
    [
      'suite 0',
      () => staticUnified({ ...PARTIES, suite: 0 }, Uint8Array.of(1), ephemeral, publicOf(agreement)),
    ],
    ['a key of the other suite', () => staticUnified(PARTIES, Uint8Array.of(1), large, publicOf(agreement))],
    ['keys of two curves', () => sharedSecret(large, publicOf(agreement))],
    ['no transaction-id', () => staticUnified(PARTIES, new Uint8Array(0), ephemeral, publicOf(agreement))],
    [
      'too long a transaction-id',
      () => staticUnified(PARTIES, new Uint8Array(128), ephemeral, publicOf(agreement)),
    ],
  ] as const) {
    it(`is refused with ${what}`, () => assert.throws(attempt, { code: 'DLMS_SETTING', layer: 'settings' }));
  }

  it('a signed ephemeral key that is none: off its curve, or of any other length', () => {
    const off = new Uint8Array(64).fill(1);
    const octets = Uint8Array.from([...off, ...sign(signing, off)]);
    assert.throws(() => readSignedPublicKey(octets, publicOf(signing)), {
      code: 'DLMS_MALFORMED',
      layer: 'security',
      message: 'the ephemeral key is not on the curve P-256',
    });
    const right = signedPublicKey(ephemeral, signing);
    for (let length = 0; length < right.length; length += 1) {
      assert.throws(() => readSignedPublicKey(right.subarray(0, length), publicOf(signing)), {
        code: 'DLMS_MALFORMED',
      });
    }
  });

  it('any octets are refused with a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 120, maxLength: 140 }), (octets) => {
        assert.throws(() => readSignedPublicKey(octets, publicOf(signing)), DlmsError);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
