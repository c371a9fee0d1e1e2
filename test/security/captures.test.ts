/** Ciphered messages of real meters and of the standards, with the keys that were published with them. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { decipher } from '../../src/security/decipher.js';
import { publicKeyFromPoint } from '../../src/security/key-pair.js';
import { openGeneralCiphering } from '../../src/security/open-general-ciphering.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { type Capture, captures, describeShared } from '../support/shared.js';
import { clientMaterial, hasCode } from './bench.js';
import { keysOf, messageOf } from './captured-messages.js';

const UNTAGGED = 'encrypted only: nothing proves where it comes from';
const WITHOUT_DATA = 'the tag is computed without additional data';

/** Notes of all captures whose contents the reference decoder has deciphered too. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  'ams-iskraemeco-gh787-1': [UNTAGGED],
  'ams-iskraemeco-gh787-5': [UNTAGGED],
  'ams-iskraemeco-gh787-9': [UNTAGGED],
  // Its note holds the suite (1) against the key of 16 octets, but suite 1 has keys of 16 octets.
  'ams-kaifa-gh905-1': [UNTAGGED],
  'dlmsp-lg-e450-gbt': [],
  'dlmsp-netznoe-p1': [UNTAGGED],
  'edp-smarty-encrypted': [],
  'fkw9-kaifa-real': [UNTAGGED],
  'gb-glo-get-request': [],
  'gb-glo-get-request-enc-only': [UNTAGGED],
  'gb-glo-initiate-request': [],
  'gurux-forum-utility-example': [UNTAGGED],
  'ndp-enc-aidon-with-aad': [],
  'ndp-enc-aidon-without-aad': [WITHOUT_DATA],
  'ndp-enc-lux-with-aad': [],
  'ndp-enc-lux-without-aad': [WITHOUT_DATA],
  'pwit-general-glo-dn': [],
  'pwit-udp-general-glo-e6': [],
  'pwit-udp-general-glo-f0': [],
};

/** The first value under `plaintext` in what the reference decoder has read. */
function foreignPlaintext(decoded: unknown): string | undefined {
  if (typeof decoded !== 'object' || decoded === null) return undefined;
  if ('plaintext' in decoded) return String(decoded.plaintext).toUpperCase();
  return Object.values(decoded)
    .map(foreignPlaintext)
    .find((found) => found !== undefined);
}

describeShared('captured ciphered messages', (root) => {
  const byId = new Map(captures(root).map((capture) => [capture.id, capture]));
  const capture = (id: string): Capture => byId.get(id) ?? assert.fail(id);
  const message = (id: string): Uint8Array => messageOf(capture(id)) ?? assert.fail(id);

  it('with keys and contents are all here', () => {
    const whole = [...byId.values()].filter(
      (each) => each.keys && messageOf(each) && foreignPlaintext(each.reference_decode) !== undefined,
    );
    assert.deepEqual(whole.map(({ id }) => id).sort(), Object.keys(NOTES).sort());
  });

  for (const [id, expected] of Object.entries(NOTES)) {
    it(`${id}: ${byId.get(id)?.description}`, () => {
      const { contents, verified, notes } = decipher(message(id), keysOf(capture(id)));
      assert.equal(toHex(contents), foreignPlaintext(capture(id).reference_decode));
      assert.deepEqual(notes, expected);
      assert.equal(verified, !expected.includes(UNTAGGED));
    });

    it(`${id}: without the authentication key, and with wrong keys`, () => {
      const { blockCipherKey, systemTitle } = keysOf(capture(id));
      const half = decipher(message(id), { blockCipherKey, systemTitle });
      assert.equal(toHex(half.contents), foreignPlaintext(capture(id).reference_decode));
      assert.equal(half.verified, expected.includes(WITHOUT_DATA));
      const wrong = {
        blockCipherKey: new Uint8Array(16),
        authenticationKey: new Uint8Array(16),
        systemTitle,
      };
      assert.throws(
        () => {
          const { notes } = decipher(message(id), wrong);
          assert.match(notes.join(), /perhaps the key is wrong/);
          throw Object.assign(new Error('said in a note'), { said: true });
        },
        (error: unknown) => (error instanceof Error && 'said' in error) || hasCode('DLMS_DECIPHERING')(error),
      );
    });
  }

  for (const [id, kind] of [
    ['gb-aarq-ciphered-lls', 'initiate-request'],
    ['gb-rlrq-ciphered', 'initiate-request'],
    ['gb-rlre-ciphered', 'initiate-response'],
  ] as const) {
    it(`${id}: ${byId.get(id)?.description}`, () => {
      const { contents, verified } = decipher(message(id), keysOf(capture(id)));
      assert.deepEqual([decodeApdu(contents).kind, verified], [kind, true]);
    });
  }

  it('gosem-aare-ciphered-lg: the title that deciphers it stands in the AARE', () => {
    const octets = fromHex(capture('gosem-aare-ciphered-lg').hex ?? '');
    const aare = decodeApdu(octets);
    assert.ok(aare.kind === 'AARE');
    const keys = { ...keysOf(capture('gosem-aare-ciphered-lg')), systemTitle: aare.respondingApTitle };
    const { contents, verified } = decipher(message('gosem-aare-ciphered-lg'), keys);
    assert.deepEqual([decodeApdu(contents).kind, verified], ['initiate-response', true]);
    const nameless = { ...keys, systemTitle: undefined };
    assert.throws(
      () => decipher(message('gosem-aare-ciphered-lg'), nameless),
      hasCode('DLMS_SYSTEM_TITLE', /not known/),
    );
  });

  it('gosem-aare-glo-cse-sagemcom-undecipherable: of another suite and encryption', () => {
    const octets = message('gosem-aare-glo-cse-sagemcom-undecipherable');
    const client = new SecurityContext(clientMaterial({ peerSystemTitle: fromHex('534147000B1ABB67') }));
    assert.throws(() => client.open(octets), hasCode('DLMS_DECIPHERING', /glo-confirmedServiceError/));
  });

  it('gb-gcm-get-request: the worked example, as an APDU', () => {
    const content = capture('gb-gcm-get-request').hex ?? '';
    const { contents, verified } = decipher(
      fromHex(`C81E3001234567${content}`),
      keysOf(capture('gb-gcm-get-request')),
    );
    assert.deepEqual([toHex(contents), verified], ['C0010000080000010000FF0200', true]);
  });

  it('u9n-gen-glo-empty-title: the title comes from elsewhere', () => {
    const octets = message('u9n-gen-glo-empty-title');
    const keys = { blockCipherKey: new Uint8Array(16), authenticationKey: new Uint8Array(16) };
    assert.throws(() => decipher(octets, keys), hasCode('DLMS_SYSTEM_TITLE'));
    const systemTitle = new Uint8Array(8);
    assert.throws(() => decipher(octets, { ...keys, systemTitle }), hasCode('DLMS_DECIPHERING'));
  });
});

describeShared('captured general-ciphering and general-signing', (root) => {
  const byId = new Map(captures(root).map((capture) => [capture.id, capture]));
  const capture = (id: string): Capture => byId.get(id) ?? assert.fail(id);
  const octetsOf = (id: string) => fromHex(capture(id).hex ?? '');

  it('gb-general-ciphering-onepass: under an agreed key', () => {
    const { reference_decode, expected } = capture('gb-general-ciphering-onepass');
    const agreedKey = fromHex(String(reference_decode?.agreed_key));
    const { contents, verified, notes } = decipher(octetsOf('gb-general-ciphering-onepass'), { agreedKey });
    const check = expected.check as { plaintext: string };
    assert.equal(toHex(contents), check.plaintext.toUpperCase());
    assert.equal(decodeApdu(contents).kind, 'access-request');
    // Its authentication key is not published.
    assert.deepEqual([verified, notes.length], [false, 1]);
    const without = () => decipher(octetsOf('gb-general-ciphering-onepass'), {});
    assert.throws(without, hasCode('DLMS_SETTING', /agreed key, which is not given/));
  });

  for (const id of [
    'gbcs-ecs26c-cmd',
    'gbcs-ecs26c-resp',
    'gbcs-ecs26c-resp-error',
    'gbcs-ecs52-cmd',
    'gbcs-ecs52-resp',
  ]) {
    it(`${id}: its tag is over the header with its lengths; the title stands inside`, () => {
      const outer = decodeApdu(octetsOf(id));
      assert.ok(outer.kind === 'general-ciphering' && !outer.securityControl.encrypted);
      const inner = decodeApdu(outer.payload);
      assert.ok(inner.kind === 'general-signing' && inner.signature.length === 0);
      const { blockCipherKey } = keysOf(capture(id));
      const keys = { blockCipherKey, systemTitle: inner.originatorSystemTitle };
      assert.equal(toHex(openGeneralCiphering(octetsOf(id), keys)), toHex(outer.payload));
      const { contents, verified, notes } = decipher(octetsOf(id), {
        ...keys,
        authenticationKey: new Uint8Array(),
      });
      assert.equal(toHex(contents), toHex(inner.content));
      assert.deepEqual([verified, notes], [true, ['the signature is empty']]);
      const wrong = { ...keys, systemTitle: inner.recipientSystemTitle };
      assert.throws(() => openGeneralCiphering(octetsOf(id), wrong), hasCode('DLMS_DECIPHERING'));
    });
  }

  it('gbcs-ecs01a-resp-signed: the signature is over what follows the tag, up to its own length', () => {
    const id = 'gbcs-ecs01a-resp-signed';
    const point = (name: string) => publicKeyFromPoint('P-256', fromHex(capture(id).keys?.[name] ?? ''));
    const opened = decipher(octetsOf(id), { publicKey: point('originator_ds_public') });
    assert.deepEqual([decodeApdu(opened.contents).kind, opened.verified], ['access-response', true]);
    const other = { publicKey: point('recipient_ds_public') };
    assert.throws(() => decipher(octetsOf(id), other), hasCode('DLMS_SIGNATURE'));
  });
});
