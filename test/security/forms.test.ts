/** Every form of protection between two sides, and answers in the way that was asked. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { APDU_TAG } from '../../src/apdu/tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { isProtected, SecurityContext } from '../../src/security/security-context.js';
import type { SecuritySuiteId } from '../../src/security/suite.js';
import {
  AUTHENTICATION,
  BOTH,
  clientMaterial,
  countingFrom,
  DEDICATED_KEY,
  ENCRYPTION,
  GET_REQUEST,
  GET_RESPONSE,
  hasCode,
  pair,
  serverMaterial,
} from './bench.js';

const NOTIFICATION = fromHex('0F00000001000600000005');
const kindOf = (octets: Uint8Array) => decodeApdu(octets).kind;

describe('each suite, protection, form and key', () => {
  const suites: readonly SecuritySuiteId[] = [0, 1, 2];
  const key = (suite: SecuritySuiteId, octet: number) => new Uint8Array(suite === 2 ? 32 : 16).fill(octet);

  for (const suite of suites) {
    for (const protection of [BOTH, AUTHENTICATION, ENCRYPTION]) {
      it(`suite ${suite}, ${JSON.stringify(protection)}: what one side sends the other opens`, () => {
        for (const form of ['service-specific', 'general', 'general-ciphering'] as const) {
          for (const dedicatedKey of [undefined, key(suite, 3)]) {
            const keys = { blockCipherKey: key(suite, 1), authenticationKey: key(suite, 2), dedicatedKey };
            const { client, server } = pair({ suite, protection, form, ...keys });
            const request = server.open(client.protect(GET_REQUEST));
            assert.equal(toHex(request.apdu), toHex(GET_REQUEST));
            const dedicated = dedicatedKey !== undefined && form !== 'general-ciphering';
            assert.deepEqual([request.form, request.key], [form, dedicated ? 'dedicated' : 'global']);
            assert.deepEqual([request.protection, request.signed], [protection, false]);
            const answer = client.open(server.protect(GET_RESPONSE, request));
            assert.equal(toHex(answer.apdu), toHex(GET_RESPONSE));
          }
        }
      });
    }
  }
});

describe('an APDU that goes out', () => {
  it('is glo- for each service that has such an APDU, and ded- under the dedicated key', () => {
    const global = pair().client;
    const dedicated = pair({ dedicatedKey: DEDICATED_KEY }).client;
    const plain = Object.entries(APDU_TAG).filter(([name]) => `glo-${name}` in APDU_TAG);
    assert.equal(plain.length, 16);
    for (const [name, tag] of plain) {
      assert.equal(kindOf(global.protect(Uint8Array.of(tag))), `glo-${name}`);
      assert.equal(kindOf(dedicated.protect(Uint8Array.of(tag))), `ded-${name}`);
    }
  });

  it('is general where the service has none', () => {
    const access = fromHex('D940000000000000');
    for (const apdu of [NOTIFICATION, access]) {
      assert.equal(kindOf(pair().client.protect(apdu)), 'general-glo-ciphering');
      const { client } = pair({ dedicatedKey: DEDICATED_KEY });
      assert.equal(kindOf(client.protect(apdu)), 'general-ded-ciphering');
      const { server } = pair({ form: 'general-ciphering' });
      assert.equal(kindOf(server.protect(apdu)), 'general-ciphering');
    }
  });

  it('is plain where it is an exception-response, and takes no number', () => {
    const counter = { take: () => assert.fail('no number is due'), raise: () => undefined };
    const server = new SecurityContext(serverMaterial({ counter, form: 'general' }));
    assert.equal(toHex(server.protect(fromHex('D80205'))), 'D80205');
  });

  it('is plain where nothing is asked for', () => {
    const { client } = pair({ protection: { authenticated: false, encrypted: false } });
    assert.equal(client.protect(GET_REQUEST), GET_REQUEST);
    assert.equal(client.protectInitiate(GET_REQUEST), GET_REQUEST);
  });

  it('as initiate APDU is under the global key in its own form, whatever else is set', () => {
    const { client, server } = pair({ form: 'general', dedicatedKey: DEDICATED_KEY });
    const request = fromHex('01000000065F1F0400007E1FFFFF');
    const octets = client.protectInitiate(request);
    assert.equal(kindOf(octets), 'glo-initiateRequest');
    assert.equal(toHex(server.open(octets).apdu), toHex(request));
    assert.equal(kindOf(server.protectInitiate(fromHex('0E010602'))), 'glo-confirmedServiceError');
  });

  it('takes the numbers of one counter, whatever the key and form', () => {
    const { client } = pair({ dedicatedKey: DEDICATED_KEY, counter: countingFrom(7) });
    const sent = [
      client.protectInitiate(GET_REQUEST),
      client.protect(GET_REQUEST),
      client.protect(GET_REQUEST, { key: 'global', form: 'general' }),
      client.protect(GET_REQUEST, { form: 'general-ciphering' }),
    ].map((octets) => decodeApdu(octets));
    const numbers = sent.map((apdu) => 'invocationCounter' in apdu && apdu.invocationCounter);
    assert.deepEqual(numbers, [7, 8, 9, 10]);
  });

  it('goes nowhere when the counter gives no number', () => {
    const counter = {
      take: (): number => {
        throw new Error('exhausted');
      },
      raise: () => undefined,
    };
    const client = new SecurityContext(clientMaterial({ counter }));
    assert.throws(() => client.protect(GET_REQUEST), /exhausted/);
  });

  it('goes nowhere under a number of more than 32 bits, which would be cut to one used before', () => {
    for (const number of [0x1_0000_0000, -1, 0.5, Number.NaN]) {
      const counter = { take: () => number, raise: () => undefined };
      const client = new SecurityContext(clientMaterial({ counter }));
      assert.throws(() => client.protect(GET_REQUEST), hasCode('DLMS_COUNTER_EXHAUSTED'));
    }
  });

  it('names the unicast or the broadcast key in general-ciphering, and both titles', () => {
    const { server } = pair({ broadcastKey: DEDICATED_KEY, form: 'general-ciphering' });
    for (const [key, keyId] of [
      ['global', 'global-unicast-encryption-key'],
      ['broadcast', 'global-broadcast-encryption-key'],
    ] as const) {
      const apdu = decodeApdu(server.protect(NOTIFICATION, { key }));
      assert.ok(apdu.kind === 'general-ciphering');
      assert.deepEqual(apdu.keyInfo, { kind: 'identified-key', keyId });
      assert.equal(toHex(apdu.originatorSystemTitle), '4D4D4D0000000001');
      assert.equal(toHex(apdu.recipientSystemTitle), '4D4D4D0000BC614E');
      assert.equal(apdu.securityControl.broadcastKey, false);
    }
  });
});

describe('an answer', () => {
  it('comes in the way that was asked, though the server would do otherwise by itself', () => {
    const { client } = pair({ form: 'general-ciphering' });
    const server = new SecurityContext(serverMaterial({ form: 'service-specific' }));
    const request = server.open(client.protect(GET_REQUEST, { transactionId: fromHex('CAFE') }));
    const answer = decodeApdu(server.protect(GET_RESPONSE, request));
    assert.ok(answer.kind === 'general-ciphering');
    assert.equal(toHex(answer.transactionId), 'CAFE');
  });

  it('has the protection of the request and that of the server', () => {
    const server = new SecurityContext(serverMaterial({ protection: AUTHENTICATION }));
    const client = new SecurityContext(clientMaterial({ protection: BOTH }));
    const answer = server.protect(GET_RESPONSE, server.open(client.protect(GET_REQUEST)));
    assert.deepEqual(client.open(answer).protection, BOTH);
    const encrypting = new SecurityContext(
      serverMaterial({ protection: ENCRYPTION, counter: countingFrom(9) }),
    );
    assert.deepEqual(
      client.open(encrypting.protect(GET_RESPONSE, { protection: AUTHENTICATION })).protection,
      BOTH,
    );
  });
});

describe('protected APDUs are told by their tag', () => {
  it('whatever follows', () => {
    const names = Object.entries(APDU_TAG).filter(([, tag]) => isProtected(Uint8Array.of(tag)));
    assert.equal(names.length, 36);
    assert.ok(names.every(([name]) => /^(glo|ded|general)-/.test(name)));
    for (const octets of ['', '7E', 'E0', 'D8', 'C0', '60'])
      assert.equal(isProtected(fromHex(octets)), false);
  });
});

describe('material that cannot work', () => {
  const cases: readonly (readonly [string, Partial<SecurityMaterial>, RegExp])[] = [
    ['a system title of 7 octets', { systemTitle: new Uint8Array(7) }, /^system_title has 7 octets: 8/],
    [
      'a title of the meter of 9',
      { peerSystemTitle: new Uint8Array(9) },
      /^server_system_title has 9 octets: 8/,
    ],
    ['a key of 15 octets', { blockCipherKey: new Uint8Array(15) }, /^block_cipher_key has 15 .* takes 16/],
    ['a key of 32 in suite 1', { suite: 1, blockCipherKey: new Uint8Array(32) }, /suite 1 takes 16/],
    ['a key of 16 in suite 2', { suite: 2 }, /^block_cipher_key has 16 octets: suite 2 takes 32/],
    ['an authentication key of 8', { authenticationKey: new Uint8Array(8) }, /^authentication_key has 8/],
    ['a dedicated key of 24', { dedicatedKey: new Uint8Array(24) }, /^dedicated_key has 24/],
    ['a broadcast key of none', { broadcastKey: new Uint8Array(0) }, /^the broadcast key has 0/],
    ['signatures in suite 0', { signed: true }, /suite 0 has no signatures/],
    ['signatures without a key', { signed: true, suite: 1 }, /signing_key is needed/],
  ];

  for (const [name, more, message] of cases) {
    it(`is refused before anything is sent: ${name}`, () => {
      assert.throws(() => new SecurityContext(clientMaterial(more)), hasCode('DLMS_SETTING', message));
    });
  }

  it('may have an empty authentication key, or none', () => {
    for (const authenticationKey of [new Uint8Array(), undefined]) {
      const { client, server } = pair({ authenticationKey });
      assert.equal(toHex(client.open(server.protect(GET_RESPONSE)).apdu), toHex(GET_RESPONSE));
    }
  });

  it('without a block cipher key neither sends nor opens', () => {
    const { client } = pair({ blockCipherKey: undefined });
    assert.throws(() => client.protect(GET_REQUEST), hasCode('DLMS_SETTING', /^block_cipher_key is needed/));
    const octets = pair().server.protect(GET_RESPONSE);
    assert.throws(() => client.open(octets), hasCode('DLMS_SETTING', /block_cipher_key/));
    assert.throws(
      () => client.protect(GET_REQUEST, { key: 'broadcast' }),
      hasCode('DLMS_SETTING', /broadcast key/),
    );
  });
});
