import assert from 'node:assert/strict';
import { encodeActionRequest } from '../../src/apdu/action.js';
import { type Data, encodeData } from '../../src/cosem/data.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { agreedKeys, answerKeyAgreement, keyAgreement } from '../../src/security/key-agreement-method.js';
import { publicOf, readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import { keyTransfer, readKeyTransfer } from '../../src/security/key-transfer.js';
import { type MethodCall, type SetupKeyId, securityActivate } from '../../src/security/security-setup.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { SCALAR } from './key-texts.js';

const MASTER = fromHex('00112233445566778899AABBCCDDEEFF');
const KEY = fromHex('101112131415161718191A1B1C1D1E1F');
const GUEK = 'global-unicast-encryption-key';

function asRequest({ method, parameters }: MethodCall): string {
  const request = { kind: 'action-request-normal', invokeIdAndPriority: 0xc1, method, parameters } as const;
  return toHex(encodeActionRequest(new OctetWriter(), request).toOctets());
}

function keysData(...elements: readonly Data[]): Data {
  return { kind: 'array', elements };
}

function keyed(id: number, octets: Uint8Array): Data {
  return {
    kind: 'structure',
    elements: [
      { kind: 'enum', value: id },
      { kind: 'octet-string', octets },
    ],
  };
}

describeShared('worked calls of the Security setup', (root) => {
  const vector = (id: string): string => vectors(root).find((each) => each.id === id)?.hex ?? assert.fail(id);

  it('kw.action: key_transfer of the global unicast key', () => {
    const call = keyTransfer(0, MASTER, [{ keyId: GUEK, key: KEY }]);
    assert.equal(asRequest(call), vector('kw.action'));
    assert.deepEqual(readKeyTransfer(0, MASTER, call.parameters), [{ keyId: GUEK, key: KEY }]);
  });

  it('sec.activate: security_activate of version 1', () => {
    assert.equal(asRequest(securityActivate(0x6c, 1)), vector('sec.activate'));
    const { parameters } = securityActivate(0x6c, 1);
    assert.equal(toHex(encodeData(new OctetWriter(), parameters).toOctets()), vector('sec.policy'));
  });

  it('gb-ecdsa-p256-epubk: what key_agreement signs is key_id and the ephemeral key', () => {
    const { expected } = captures(root).find(({ id }) => id === 'gb-ecdsa-p256-epubk') ?? assert.fail();
    const { public: signer = '', data = '', signature = '' } = expected.check as Record<string, string>;
    const { expected: agreed } = captures(root).find(({ id }) => id === 'gb-ka-2e0s-secret') ?? assert.fail();
    const { private: own = '', shared_secret: z } = agreed.check as Record<string, string>;
    const answer = keysData(keyed(0, fromHex(data.slice(2) + signature)));
    const titles = { originator: fromHex('4D4D4D0000BC614E'), recipient: fromHex('4D4D4D0000000001') };
    const parties = { suite: 1, ...titles, userAssociation: 6 } as const;
    const offers = [{ keyId: GUEK, ephemeral: readPrivateKey(own) }] as const;
    const [key] = agreedKeys(parties, offers, answer, readPublicKey(signer));
    const derived = captures(root).find(({ hex }) => hex?.toUpperCase() === z) ?? assert.fail();
    assert.equal(toHex(key?.key ?? MASTER), (derived.expected.check as Record<string, string>).key);
    const wrong = keysData(keyed(1, fromHex(data.slice(2) + signature)));
    assert.throws(() => agreedKeys(parties, offers, wrong, readPublicKey(signer)), {
      code: 'DLMS_MALFORMED',
    });
  });
});

describe('security_activate', () => {
  it('of version 0 is an enumeration, and may name another Security setup', () => {
    const call = securityActivate(3, 0, '0.0.43.0.1.255');
    assert.deepEqual(call.parameters, { kind: 'enum', value: 3 });
    assert.deepEqual(call.method, { classId: 64, logicalName: '0.0.43.0.1.255', methodId: 1 });
  });
  for (const [policy, version] of [
    [4, 0],
    [-1, 0],
    [0x6d, 1],
    [2, 1],
    [256, 1],
    [1.5, 0],
    [Number.NaN, 1],
  ] as const) {
    it(`${policy} is no policy of version ${version}`, () => {
      assert.throws(() => securityActivate(policy, version), { code: 'DLMS_SETTING' });
    });
  }
});

describe('key_transfer', () => {
  for (const [what, attempt] of [
    ['a key of another suite', () => keyTransfer(2, MASTER, [{ keyId: GUEK, key: KEY }])],
    ['no key at all', () => keyTransfer(0, MASTER, [])],
    [
      'the same key twice',
      () =>
        keyTransfer(0, MASTER, [
          { keyId: GUEK, key: KEY },
          { keyId: GUEK, key: MASTER },
        ]),
    ],
  ] as const) {
    it(`is not made with ${what}`, () => assert.throws(attempt, { code: 'DLMS_SETTING' }));
  }

  it('carries several keys, which keep their order', () => {
    const keys = (['master-key', 'authentication-key', 'global-broadcast-encryption-key'] as const).map(
      (keyId) => ({
        keyId,
        key: KEY,
      }),
    );
    assert.deepEqual(readKeyTransfer(1, MASTER, keyTransfer(1, MASTER, keys).parameters), keys);
  });

  const right = keyTransfer(0, MASTER, [{ keyId: GUEK, key: KEY }]).parameters;
  const wrapped = fromHex('39C56E1EDD2DC709E9ABC383A7D3BA8B1132EFD191CF2D28');
  for (const [what, data, code] of [
    ['no array', { kind: 'null-data' }, 'DLMS_MALFORMED'],
    ['no structures', keysData({ kind: 'octet-string', octets: wrapped }), 'DLMS_MALFORMED'],
    [
      'a structure of three',
      keysData({ kind: 'structure', elements: [right, right, right] }),
      'DLMS_MALFORMED',
    ],
    ['an unknown key_id', keysData(keyed(4, wrapped)), 'DLMS_MALFORMED'],
    ['one key twice', keysData(keyed(0, wrapped), keyed(0, wrapped)), 'DLMS_MALFORMED'],
    ['a key that was cut', keysData(keyed(0, wrapped.subarray(1))), 'DLMS_KEY_WRAP'],
    ['a right one and a wrong one', keysData(keyed(0, wrapped), keyed(1, KEY)), 'DLMS_KEY_WRAP'],
  ] as const) {
    it(`is refused by the meter with ${what}`, () => {
      assert.throws(() => readKeyTransfer(0, MASTER, data as Data), { code, layer: 'security' });
    });
  }
});

describe('key_agreement', () => {
  const pair = (last: string): ReturnType<typeof readPrivateKey> =>
    readPrivateKey(SCALAR.slice(0, -2) + last);
  const parties = {
    suite: 1,
    originator: fromHex('4D4D4D0000BC614E'),
    recipient: fromHex('4D4D4D0000000001'),
  } as const;
  const [client, server] = [pair('11'), pair('12')];
  const offers = [
    { keyId: GUEK, ephemeral: pair('13') },
    { keyId: 'master-key', ephemeral: pair('14') },
  ] as const;
  const meter = {
    ephemeralFor: (keyId: SetupKeyId) => pair(keyId === GUEK ? '15' : '16'),
    signingKey: server,
    peerSigningKey: publicOf(client),
  };
  const { parameters, method } = keyAgreement(1, offers, client);
  const answered = answerKeyAgreement(parties, parameters, meter);

  it('gives both sides the same new keys, each another one', () => {
    assert.equal(method.methodId, 3);
    const keys = agreedKeys(parties, offers, answered.answer, publicOf(server));
    assert.deepEqual(keys, answered.keys);
    assert.equal(new Set(keys.map(({ key }) => toHex(key))).size, 2);
  });

  for (const [what, attempt, code] of [
    [
      'an answer that a stranger signed',
      () => agreedKeys(parties, offers, answered.answer, publicOf(client)),
      'DLMS_SIGNATURE',
    ],
    [
      'an offer that a stranger signed',
      () => answerKeyAgreement(parties, parameters, { ...meter, peerSigningKey: publicOf(server) }),
      'DLMS_SIGNATURE',
    ],
    [
      'our own offer, sent back',
      () => agreedKeys(parties, offers, parameters, publicOf(server)),
      'DLMS_SIGNATURE',
    ],
    [
      'an answer for fewer keys',
      () => agreedKeys(parties, offers, keysData(), publicOf(server)),
      'DLMS_MALFORMED',
    ],
    ['suite 2, whose curve is another', () => keyAgreement(2, offers, client), 'DLMS_SETTING'],
    ['suite 0, which has none', () => keyAgreement(0, offers, client), 'DLMS_SETTING'],
    ['the same key twice', () => keyAgreement(1, [offers[0], offers[0]], client), 'DLMS_SETTING'],
  ] as const) {
    it(`refuses ${what}`, () => assert.throws(attempt, { code }));
  }

  it('refuses an answer that swaps the keys', () => {
    assert.ok(answered.answer.kind === 'array');
    const [first, second] = answered.answer.elements;
    assert.ok(first?.kind === 'structure' && second?.kind === 'structure');
    const swapped = keysData(
      { kind: 'structure', elements: [first.elements[0] ?? first, second.elements[1] ?? first] },
      { kind: 'structure', elements: [second.elements[0] ?? first, first.elements[1] ?? first] },
    );
    assert.throws(() => agreedKeys(parties, offers, swapped, publicOf(server)), { code: 'DLMS_SIGNATURE' });
  });
});
