import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { checkHlsAnswer, type HlsPass, hlsAnswer, MAX_HIGH_SECRET } from '../../src/security/hls.js';
import { checkChallenge } from '../../src/security/hls-challenge.js';
import { readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { joined } from '../../src/security/octets.js';
import { ReceivedCounters } from '../../src/security/received-counters.js';
import { captures, describeShared, sessions, vectors } from '../support/shared.js';
import { POINT, SCALAR } from './key-texts.js';
import { mechanismOf, type RecordedAnswer, recordedHls, recordedKeys } from './recorded-hls.js';

const CLIENT = fromHex('4D4D4D0000BC614E');
const SERVER = fromHex('4D4D4D0000000001');
const CTOS = new TextEncoder().encode('K56iVagY');
const STOC = new TextEncoder().encode('P6wRJ21F');
const SECRET = new TextEncoder().encode('SECRET1234567890');
const KEYS = {
  blockCipherKey: fromHex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
};

/** Of the client and of the server, of one and the same conversation. */
const PASS3 = { secret: SECRET, challenge: STOC, ownChallenge: CTOS, title: CLIENT, otherTitle: SERVER };
const PASS4 = { secret: SECRET, challenge: CTOS, ownChallenge: STOC, title: SERVER, otherTitle: CLIENT };

/** Its counter gives the numbers from `first` on. */
function material(first: number, more: Partial<SecurityMaterial> = {}): SecurityMaterial {
  let next = first;
  return {
    suite: 0,
    protection: { authenticated: true, encrypted: true },
    systemTitle: CLIENT,
    ...KEYS,
    counter: { take: () => next++, raise: () => assert.fail('nobody asked for it') },
    received: new ReceivedCounters(),
    ...more,
  };
}

function assertRefused(answer: Uint8Array, pass: HlsPass, keys: SecurityMaterial | undefined): void {
  const wrong = { code: 'DLMS_HLS_REFUSED', layer: 'security', fault: 'meter' };
  assert.throws(() => checkHlsAnswer(answer, pass, keys), wrong, toHex(answer));
}

/** Right as it is; wrong with any octet changed, missing, or one more. */
function assertRightAlone(answer: Uint8Array, pass: HlsPass, keys: SecurityMaterial | undefined): void {
  checkHlsAnswer(answer, pass, keys);
  for (const at of answer.keys()) {
    const changed = Uint8Array.from(answer);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    assertRefused(changed, pass, keys);
    assertRefused(answer.subarray(0, at), pass, keys);
  }
  assertRefused(Uint8Array.from([...answer, 0]), pass, keys);
}

describeShared('worked answers to challenges', (root) => {
  const vector = (id: string): Uint8Array =>
    fromHex(vectors(root).find((each) => each.id === id)?.hex ?? assert.fail(id));

  for (const [id, pass] of [
    ['hls.md5.c', { ...PASS3, mechanism: 'HighMd5' }],
    ['hls.md5.s', { ...PASS4, mechanism: 'HighMd5' }],
    ['hls.sha1.c', { ...PASS3, mechanism: 'HighSha1' }],
    ['hls.sha1.s', { ...PASS4, mechanism: 'HighSha1' }],
    ['hls.sha256.c', { ...PASS3, mechanism: 'HighSha256' }],
    ['hls.sha256.s', { ...PASS4, mechanism: 'HighSha256' }],
    [
      'hls.mech2.aes',
      { ...PASS3, mechanism: 'High', challenge: new TextEncoder().encode('0123456789ABCDEF') },
    ],
  ] as const) {
    it(`${id}, of a shared secret`, () => {
      assert.deepEqual(hlsAnswer(pass, undefined), vector(id));
      assertRightAlone(vector(id), pass, undefined);
      assertRefused(vector(id), { ...pass, secret: SECRET.subarray(1) }, undefined);
    });
  }

  for (const [id, pass] of [
    ['hls.gmac.c', { ...PASS3, mechanism: 'HighGmac' }],
    ['hls.gmac.s', { ...PASS4, mechanism: 'HighGmac' }],
  ] as const) {
    it(`${id}, of the global keys`, () => {
      assert.deepEqual(hlsAnswer(pass, material(1)), vector(id));
      assertRightAlone(vector(id), pass, material(0));
      assertRefused(vector(id), { ...pass, title: pass.otherTitle }, material(0));
      assertRefused(vector(id), pass, material(0, { authenticationKey: KEYS.blockCipherKey }));
      assertRefused(vector(id), pass, material(0, { authenticationKey: undefined }));
    });
  }

  it('cs.3.plain and cs.4.plain, under the second number of each side', () => {
    const challenges = { ...PASS3, mechanism: 'HighGmac' } as const;
    const answers = { ...PASS4, mechanism: 'HighGmac' } as const;
    assert.deepEqual(hlsAnswer(challenges, material(2)), vector('cs.3.plain').subarray(-17));
    assert.deepEqual(hlsAnswer(answers, material(2)), vector('cs.4.plain').subarray(-17));
  });

  it('hls.ecdsa.c, of a key pair', () => {
    const { inputs } = vectors(root).find(({ id }) => id === 'hls.ecdsa.c') ?? assert.fail();
    const keys = material(0, { peerPublicKey: readPublicKey(String(inputs?.q)) });
    const pass = { ...PASS3, mechanism: 'HighEcdsa' } as const;
    assertRightAlone(vector('hls.ecdsa.c'), pass, keys);
    assertRefused(vector('hls.ecdsa.c'), { ...pass, title: SERVER, otherTitle: CLIENT }, keys);
  });

  for (const { id, hex = '', expected, keys } of captures(root).filter(({ expected }) => expected.gmac)) {
    it(`${id}, as published`, () => {
      const { challenge, tag } = expected.gmac as { challenge: string; tag: string };
      assert.equal(hex.slice(-24).toUpperCase(), tag);
      const title = fromHex(String(keys?.client_system_title ?? keys?.server_system_title));
      const published = {
        blockCipherKey: fromHex(String(keys?.ek)),
        authenticationKey: fromHex(String(keys?.ak)),
      };
      const pass = { ...PASS3, mechanism: 'HighGmac', challenge: fromHex(challenge), title } as const;
      assertRightAlone(fromHex(hex), pass, material(0, published));
    });
  }
});

describeShared('recorded answers to challenges', (root) => {
  const pairs = recordedKeys(root);
  const withPair = ({ material: keys }: RecordedAnswer, who: 'client' | 'server'): SecurityMaterial => {
    const { priv, pub } = pairs.get(`${who}${keys.suite === 2 ? '384' : '256'}`) ?? assert.fail(who);
    return { ...keys, signingKey: readPrivateKey(priv), peerPublicKey: readPublicKey(pub) };
  };

  for (const session of sessions(root).filter((each) => mechanismOf(each) !== undefined)) {
    it(`${session.file}: both sides answer right, and we would answer the same`, () => {
      const recorded = recordedHls(session);
      for (const who of ['client', 'server'] as const) {
        const { answer, pass } = recorded[who];
        const keys = withPair(recorded[who], who);
        checkChallenge(pass.mechanism, pass.challenge, pass.ownChallenge);
        assertRightAlone(answer, pass, keys);
        const counter = { ...keys.counter, take: () => Buffer.from(answer).readUInt32BE(1) };
        const own = hlsAnswer(pass, { ...keys, counter });
        if (pass.mechanism === 'HighEcdsa') checkHlsAnswer(own, pass, keys);
        else assert.deepEqual(Buffer.from(own), Buffer.from(answer));
      }
    });
  }
});

describe('mechanism 2', () => {
  const pass = { ...PASS3, mechanism: 'High' } as const;
  it('fills short secrets and challenges up with zeros', () => {
    const full = new Uint8Array(16);
    full.set(STOC);
    const secret = new Uint8Array(16);
    secret.set(SECRET.subarray(0, 5));
    const short = hlsAnswer({ ...pass, secret: SECRET.subarray(0, 5) }, undefined);
    assert.deepEqual(short, hlsAnswer({ ...pass, secret, challenge: full }, undefined));
    assert.equal(short.length, 16);
  });
  it('answers a long challenge block by block', () => {
    const challenge = new Uint8Array(40).fill(7);
    const answer = hlsAnswer({ ...pass, challenge }, undefined);
    assert.equal(answer.length, 48);
    assert.deepEqual(answer.subarray(0, 16), answer.subarray(16, 32));
  });
  it('refuses a secret that is longer than its key, and does not show it', () => {
    const secret = new TextEncoder().encode('SEVENTEEN-OCTETS!');
    assert.equal(secret.length, MAX_HIGH_SECRET + 1);
    assert.throws(() => hlsAnswer({ ...pass, secret }, undefined), {
      code: 'DLMS_SETTING',
      message: 'the secret of High has 17 octets: at most 16 are allowed',
    });
  });
});

describe('what an answer takes that is not there', () => {
  const gmac = { ...PASS3, mechanism: 'HighGmac' } as const;
  const ecdsa = { ...PASS3, mechanism: 'HighEcdsa' } as const;
  const sha256 = { ...PASS3, mechanism: 'HighSha256' } as const;
  const nobody = new Uint8Array(0);
  for (const [what, attempt, error] of [
    ['keys at all', () => hlsAnswer(gmac, undefined), /^HighGmac needs the block cipher key/],
    [
      'the block cipher key',
      () => checkHlsAnswer(STOC, gmac, material(0, { blockCipherKey: undefined })),
      /^HighGmac needs/,
    ],
    [
      'a block cipher key of the suite',
      () => hlsAnswer(gmac, material(0, { suite: 2 })),
      /has 16 octets: suite 2 takes 32/,
    ],
    ['the own signing key', () => hlsAnswer(ecdsa, material(0)), /^HighEcdsa needs the signing key/],
    [
      'the public key of the other side',
      () => checkHlsAnswer(STOC, ecdsa, material(0)),
      /^HighEcdsa needs the public key/,
    ],
  ] as const) {
    it(what, () => assert.throws(attempt, { code: 'DLMS_SETTING', layer: 'settings', message: error }));
  }
  for (const [what, attempt] of [
    ['the own title, with GMAC', () => hlsAnswer({ ...gmac, title: nobody }, material(0))],
    ['the other title, with SHA-256', () => hlsAnswer({ ...sha256, otherTitle: nobody }, undefined)],
    [
      'the title of the meter, with GMAC',
      () => checkHlsAnswer(STOC, { ...gmac, title: nobody }, material(0)),
    ],
  ] as const) {
    it(what, () => assert.throws(attempt, { code: 'DLMS_SYSTEM_TITLE', layer: 'security' }));
  }
  it('titles that tell the two sides apart', () => {
    const challenge = joined(CTOS, CTOS);
    for (const mechanism of ['HighSha256', 'HighEcdsa'] as const) {
      // Titles alike, the answer to this challenge would be the very answer that we wait for.
      const pass = { ...PASS3, mechanism, challenge, otherTitle: CLIENT };
      const keys = material(0, { signingKey: readPrivateKey(SCALAR) });
      assert.throws(() => hlsAnswer(pass, keys), { code: 'DLMS_SYSTEM_TITLE' });
    }
  });
  it('no number is taken from the counter for an answer that is not given', () => {
    const counter = { take: () => assert.fail('taken'), raise: () => undefined };
    assert.throws(() => hlsAnswer({ ...gmac, title: nobody }, material(0, { counter })), {
      code: 'DLMS_SYSTEM_TITLE',
    });
    assert.throws(() => checkHlsAnswer(STOC, gmac, material(0, { counter })), { code: 'DLMS_HLS_REFUSED' });
  });
});

describe('challenges', () => {
  it('of 8 to 64 octets are right, with ECDSA of 32 to 64', () => {
    const own = new Uint8Array(16).fill(1);
    for (const mechanism of ['High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa']) {
      const least = mechanism === 'HighEcdsa' ? 32 : 8;
      for (let length = 0; length < 70; length += 1) {
        const check = () => checkChallenge(mechanism, new Uint8Array(length), own);
        if (length >= least && length <= 64) check();
        else assert.throws(check, { code: 'DLMS_HLS_REFUSED', message: new RegExp(`has ${length} octets`) });
      }
    }
  });
  it('that are our own, sent back, are refused', () => {
    assert.throws(() => checkChallenge('HighGmac', Uint8Array.from(CTOS), CTOS), {
      code: 'DLMS_HLS_REFUSED',
      message: 'the challenge is our own, sent back',
    });
  });
  it('that hold a block of our own are refused with mechanism 2, whose answer would hold the one we wait for', () => {
    const own = Uint8Array.from({ length: 16 }, (_, at) => 16 - at);
    const others = new Uint8Array(16).fill(9);
    const short = Uint8Array.from([...own.subarray(0, 9), ...new Uint8Array(7)]);
    const answer = hlsAnswer({ ...PASS3, mechanism: 'High', challenge: joined(others, own) }, undefined);
    checkHlsAnswer(answer.subarray(16), { ...PASS4, mechanism: 'High', challenge: own }, undefined);
    for (const [received, ours] of [
      [joined(own, others), own],
      [joined(others, own), own],
      [short.subarray(0, 9), short],
      [short, short.subarray(0, 9)],
    ] as const) {
      assert.throws(() => checkChallenge('High', received, ours), { code: 'DLMS_HLS_REFUSED' });
      checkChallenge('HighMd5', received, ours);
    }
    checkChallenge('High', joined(others, others), own);
  });
});

describe('any octets as an answer', () => {
  const keys = material(0, { peerPublicKey: readPublicKey(POINT) });
  for (const mechanism of ['High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'] as const) {
    it(`${mechanism}: refused, and nothing else happens`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 100 }), (answer) =>
          assertRefused(answer, { ...PASS4, mechanism }, keys),
        ),
        { seed: 5, numRuns: 100 },
      );
    });
  }
});
