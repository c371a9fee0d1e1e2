/** The reference's worked octets, sealed and opened by a SecurityContext. */
import assert from 'node:assert/strict';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { decipher } from '../../src/security/decipher.js';
import { publicKeyFromPoint } from '../../src/security/key-pair.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { describeShared, vectors } from '../support/shared.js';
import { changedBit, clientMaterial, codeOf, hasCode, serverMaterial } from './bench.js';
import { SIGNING_KEY } from './signing-keys.js';
import { CIPHERED_KINDS, workedOctets } from './worked-octets.js';

/** Texts in place of an APDU: a meter's, not for an association. */
const TEXTS = ['lux.p1'];

describeShared('the ciphered octets of the reference', (root) => {
  const all = vectors(root).filter(({ kind }) => CIPHERED_KINDS.includes(kind));
  const fresh = (material: typeof sample.receiver) =>
    new SecurityContext({ ...material, received: new ReceivedCounters() });
  const [first] = all;
  assert.ok(first);
  const sample = workedOctets(first);

  it('are there', () => assert.ok(all.length >= 21, `${all.length}`));

  for (const vector of all) {
    const { id, meaning, octets, plain, sender, receiver, manner } = workedOctets(vector);

    it(`${id} is made: ${meaning}`, () => {
      const made = new SecurityContext(sender).protect(plain, manner);
      // Lengths may have been written longer than they need.
      assert.equal(toHex(made), toHex(encodeApdu(decodeApdu(octets))));
      if (!TEXTS.includes(id)) assert.equal(toHex(made), vector.hex);
    });

    if (TEXTS.includes(id)) {
      it(`${id} is refused in an association: ${meaning}`, () => {
        assert.throws(() => fresh(receiver).open(octets), hasCode('DLMS_MALFORMED', /does not fit it/));
      });
    } else {
      it(`${id} is opened: ${meaning}`, () => {
        const opened = fresh(receiver).open(octets);
        assert.equal(toHex(opened.apdu), toHex(plain));
        assert.deepEqual([opened.key, opened.form, opened.signed], [manner.key, manner.form, false]);
        assert.deepEqual(opened.protection, receiver.protection);
      });
    }

    it(`${id} is deciphered outside of an association`, () => {
      const { blockCipherKey, dedicatedKey, broadcastKey, authenticationKey, protection } = receiver;
      const keys = { blockCipherKey, dedicatedKey, broadcastKey };
      const systemTitle = receiver.peerSystemTitle;
      const known = decipher(octets, { ...keys, authenticationKey, systemTitle });
      assert.equal(toHex(known.contents), toHex(plain));
      assert.equal(known.verified, protection.authenticated);
      assert.equal(known.notes.length, protection.authenticated ? 0 : 1);
      const unknown = decipher(octets, { ...keys, systemTitle });
      assert.equal(toHex(unknown.contents), toHex(plain));
      assert.equal(unknown.verified, false);
    });

    it(`${id} cut off anywhere is refused`, () => {
      const context = fresh(receiver);
      for (let length = 0; length < octets.length; length += 1) {
        const code = codeOf(() => context.open(octets.subarray(0, length)));
        assert.ok(code === 'DLMS_TRUNCATED' || (length === 0 && code === 'DLMS_PROTECTION'), `${code}`);
      }
    });

    it(`${id} with octets after it is refused`, () => {
      assert.throws(() => fresh(receiver).open(Uint8Array.of(...octets, 0)), hasCode('DLMS_MALFORMED'));
    });
  }

  it('with the last octet of the tag changed are refused', () => {
    const wrong = vectors(root).find(({ id }) => id === 'sec.auth.wrongtag');
    assert.ok(wrong);
    const server = new SecurityContext(serverMaterial());
    assert.throws(() => server.open(fromHex(wrong.hex)), hasCode('DLMS_DECIPHERING'));
  });
});

describeShared('the signed message of the reference', (root) => {
  const vector = vectors(root).find(({ kind }) => kind === 'gsign');
  const octets = fromHex(vector?.hex ?? '');
  const publicKey = publicKeyFromPoint('P-256', fromHex(String(vector?.inputs?.q)));
  const material = serverMaterial({
    suite: 1,
    protection: { authenticated: false, encrypted: false },
    signed: true,
    signingKey: SIGNING_KEY['P-256'],
    peerPublicKey: publicKey,
  });

  it('is opened by its public key', () => {
    const opened = new SecurityContext(material).open(octets);
    assert.equal(toHex(opened.apdu), 'C0010000080000010000FF0200');
    assert.ok(opened.signed && toHex(opened.transactionId ?? opened.apdu) === '0123456789012345');
    const { contents, verified, notes } = decipher(octets, { publicKey });
    assert.deepEqual([toHex(contents), verified, notes], ['C0010000080000010000FF0200', true, []]);
    assert.equal(decipher(octets, {}).verified, false);
  });

  it('with any bit changed is refused', () => {
    const context = new SecurityContext(material);
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      assert.notEqual(
        codeOf(() => context.open(changedBit(octets, bit))),
        undefined,
        `bit ${bit}`,
      );
    }
  });
});

describeShared('the ciphered session of the reference', (root) => {
  const hex = new Map(vectors(root).map((vector) => [vector.id, vector.hex]));
  const apdu = (id: string) => fromHex(hex.get(id) ?? '');
  /** Behind the WRAPPER's header, what the user-information holds. */
  const information = (id: string) => {
    const acse = decodeApdu(apdu(id).subarray(8));
    assert.ok('userInformation' in acse && acse.userInformation?.kind === 'unsupported');
    return acse.userInformation.octets;
  };
  const client = new SecurityContext(clientMaterial());
  const server = new SecurityContext(serverMaterial());
  const request = fromHex('01000000065F1F0400007E1FFFFF');
  const response = fromHex('0800065F1F0400007E1F04000007');

  it('comes out octet for octet, one number for each APDU and each GMAC', () => {
    assert.equal(toHex(client.protectInitiate(request)), toHex(information('cs.1.aarq')));
    assert.equal(toHex(server.protectInitiate(response)), toHex(information('cs.2.aare')));
    for (const { material } of [client, server]) assert.equal(material.counter.take(), 2);
    assert.equal(toHex(client.protect(apdu('cs.3.plain'))), hex.get('cs.3.glo'));
    assert.equal(toHex(server.protect(apdu('cs.4.plain'))), hex.get('cs.4.glo'));
    assert.equal(toHex(client.protect(fromHex('C001C100030100010800FF0200'))), hex.get('cs.5.glo'));
    assert.equal(toHex(server.protect(fromHex('C401C100060012D687'))), hex.get('cs.6.glo'));
    assert.equal(toHex(client.protectInitiate(request)), toHex(information('cs.7.rlrq')));
    assert.equal(toHex(server.protectInitiate(response)), toHex(information('cs.8.rlre')));
  });

  it('is opened by the other side, each APDU once', () => {
    const sent: readonly (readonly [SecurityContext, Uint8Array, Uint8Array])[] = [
      [server, information('cs.1.aarq'), request],
      [client, information('cs.2.aare'), response],
      [server, apdu('cs.3.wp').subarray(8), apdu('cs.3.plain')],
      [client, apdu('cs.4.wp').subarray(8), apdu('cs.4.plain')],
      [server, apdu('cs.5.wp').subarray(8), fromHex('C001C100030100010800FF0200')],
      [client, apdu('cs.6.wp').subarray(8), fromHex('C401C100060012D687')],
      [server, information('cs.7.rlrq'), request],
      [client, information('cs.8.rlre'), response],
    ];
    for (const [context, octets, plain] of sent) {
      assert.equal(toHex(context.open(octets).apdu), toHex(plain));
      assert.throws(() => context.open(octets), hasCode('DLMS_REPLAY'));
    }
  });
});
