/** general-signing around and inside of ciphered APDUs, in suites 1 and 2. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { encodeMessageHeader } from '../../src/apdu/message-header.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { decipher } from '../../src/security/decipher.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { signMessage } from '../../src/security/message-signing.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { sign, verify } from '../../src/security/signature.js';
import {
  changedBit,
  clientMaterial,
  codeOf,
  ENCRYPTION,
  GET_REQUEST,
  GET_RESPONSE,
  hasCode,
  serverMaterial,
} from './bench.js';
import { OTHER_PUBLIC_KEY, OTHER_SIGNING_KEY, PUBLIC_KEY, SIGNING_KEY } from './signing-keys.js';

const NONE = { authenticated: false, encrypted: false };
const EMPTY = new Uint8Array();

function signedPair(suite: 1 | 2 = 1, more: Partial<SecurityMaterial> = {}) {
  const curve = suite === 1 ? 'P-256' : 'P-384';
  const key = (octet: number) => new Uint8Array(suite === 1 ? 16 : 32).fill(octet);
  const keys = { suite, signed: true, blockCipherKey: key(1), authenticationKey: key(2), ...more } as const;
  return {
    client: new SecurityContext(
      clientMaterial({ signingKey: SIGNING_KEY[curve], peerPublicKey: OTHER_PUBLIC_KEY[curve], ...keys }),
    ),
    server: new SecurityContext(
      serverMaterial({ signingKey: OTHER_SIGNING_KEY[curve], peerPublicKey: PUBLIC_KEY[curve], ...keys }),
    ),
  };
}

const header = (originatorSystemTitle: Uint8Array) => ({
  transactionId: fromHex('01'),
  originatorSystemTitle,
  recipientSystemTitle: EMPTY,
  dateTime: EMPTY,
  otherInformation: EMPTY,
});

describe('a signed message', () => {
  for (const suite of [1, 2] as const) {
    for (const protection of [undefined, NONE, ENCRYPTION]) {
      it(`of suite ${suite}, ${JSON.stringify(protection)}: request and answer`, () => {
        const { client, server } = signedPair(suite, protection && { protection });
        const octets = client.protect(GET_REQUEST);
        const outer = decodeApdu(octets);
        assert.ok(outer.kind === 'general-signing');
        assert.equal(outer.signature.length, suite === 1 ? 64 : 96);
        assert.equal(outer.content[0], protection === NONE ? 0xc0 : 0xc8);
        const request = server.open(octets);
        assert.equal(toHex(request.apdu), toHex(GET_REQUEST));
        assert.ok(request.signed);
        const answer = client.open(server.protect(GET_RESPONSE, request));
        assert.equal(toHex(answer.apdu), toHex(GET_RESPONSE));
        assert.deepEqual(answer.transactionId, request.transactionId);
      });
    }
  }

  it('with any bit of it changed is refused', () => {
    const { client, server } = signedPair();
    const octets = server.protect(GET_RESPONSE);
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      assert.notEqual(
        codeOf(() => client.open(changedBit(octets, bit))),
        undefined,
        `bit ${bit}`,
      );
    }
    assert.ok(client.open(octets).signed);
  });

  it('of somebody else is refused, though it is ciphered with the right key', () => {
    const { client } = signedPair();
    const { server } = signedPair(1, { signingKey: SIGNING_KEY['P-256'] });
    assert.throws(() => client.open(server.protect(GET_RESPONSE)), hasCode('DLMS_SIGNATURE', /wrong/));
  });

  it('is refused where it is plain inside and ciphering is asked for', () => {
    const { client } = signedPair();
    const { server } = signedPair(1, { protection: NONE });
    assert.throws(() => client.open(server.protect(GET_RESPONSE)), hasCode('DLMS_PROTECTION'));
  });

  it('is refused where no public key is known', () => {
    const octets = signedPair().server.protect(GET_RESPONSE);
    const { client } = signedPair(1, { signed: false, peerPublicKey: undefined });
    assert.throws(() => client.open(octets), hasCode('DLMS_SIGNATURE', /no public key/));
  });

  it('is due where signatures are asked for, but in the place of initiate APDUs', () => {
    const { client } = signedPair();
    const { server } = signedPair(1, { signed: false });
    assert.throws(
      () => client.open(server.protect(GET_RESPONSE)),
      hasCode('DLMS_PROTECTION', /is not signed/),
    );
    const initiate = client.open(server.protectInitiate(fromHex('0800065F1F0400007E1F04000007')));
    assert.equal(initiate.signed, false);
  });

  it('is taken where none is asked for, and answered in kind', () => {
    const { client } = signedPair();
    const { server } = signedPair(1, { signed: false });
    const request = server.open(client.protect(GET_REQUEST));
    assert.equal(client.open(server.protect(GET_RESPONSE, request)).signed, true);
  });

  it('from another title, or for another one, is refused', () => {
    const { client } = signedPair();
    const plain = signedPair(1, { protection: NONE });
    const foreign = signMessage(GET_RESPONSE, header(new Uint8Array(8)), OTHER_SIGNING_KEY['P-256']);
    assert.throws(() => client.open(foreign), hasCode('DLMS_SYSTEM_TITLE', /comes from/));
    const other = { ...header(EMPTY), recipientSystemTitle: new Uint8Array(8) };
    const stray = signMessage(GET_RESPONSE, other, OTHER_SIGNING_KEY['P-256']);
    assert.throws(() => client.open(stray), hasCode('DLMS_SYSTEM_TITLE', /meant for/));
    const nameless = signMessage(GET_RESPONSE, header(EMPTY), OTHER_SIGNING_KEY['P-256']);
    assert.equal(toHex(plain.client.open(nameless).apdu), toHex(GET_RESPONSE));
  });

  it('comes again: its ciphered contents have a number', () => {
    const { client, server } = signedPair();
    const octets = server.protect(GET_RESPONSE);
    client.open(octets);
    assert.throws(() => client.open(octets), hasCode('DLMS_REPLAY'));
  });

  it('states its lengths longer than they need, and is signed like that', () => {
    const { client } = signedPair(1, { protection: NONE });
    const signed = new OctetWriter().octets(encodeMessageHeader(new OctetWriter(), header(EMPTY)).toOctets());
    signed.u8(0x82).u16(GET_RESPONSE.length).octets(GET_RESPONSE);
    const signature = sign(OTHER_SIGNING_KEY['P-256'], signed.toOctets());
    const octets = new OctetWriter().u8(0xdf).octets(signed.toOctets()).u8(0x81).u8(64).octets(signature);
    assert.equal(toHex(client.open(octets.toOctets()).apdu), toHex(GET_RESPONSE));
    assert.ok(verify(OTHER_PUBLIC_KEY['P-256'], signed.toOctets(), signature));
  });
});

describe('a signature inside of ciphering', () => {
  const { client, server } = signedPair(1, { form: 'general' });
  const title = server.material.systemTitle;
  const unsigned = new SecurityContext({ ...server.material, signed: false });
  const inside = signMessage(GET_RESPONSE, header(title), OTHER_SIGNING_KEY['P-256']);

  it('is taken as well', () => {
    const opened = client.open(unsigned.protect(inside));
    assert.equal(toHex(opened.apdu), toHex(GET_RESPONSE));
    assert.deepEqual([opened.signed, opened.form], [true, 'general']);
  });

  it('is refused where it is wrong, or signs a ciphered APDU', () => {
    const wrong = signMessage(GET_RESPONSE, header(title), SIGNING_KEY['P-256']);
    assert.throws(() => client.open(unsigned.protect(wrong)), hasCode('DLMS_SIGNATURE'));
    const nested = signMessage(unsigned.protect(GET_RESPONSE), header(title), OTHER_SIGNING_KEY['P-256']);
    assert.throws(() => client.open(unsigned.protect(nested)), hasCode('DLMS_PROTECTION', /more than twice/));
  });

  it('is refused inside of another signature', () => {
    const twice = signMessage(inside, header(title), OTHER_SIGNING_KEY['P-256']);
    assert.throws(() => client.open(twice), hasCode('DLMS_PROTECTION', /inside of general-signing/));
  });

  it('is taken off by those who only look', () => {
    const { blockCipherKey, authenticationKey } = server.material;
    const keys = { blockCipherKey, authenticationKey, publicKey: OTHER_PUBLIC_KEY['P-256'] };
    const { contents, verified, notes } = decipher(unsigned.protect(inside), keys);
    assert.deepEqual([toHex(contents), verified, notes], [toHex(GET_RESPONSE), true, []]);
  });
});
