/** Passes 3 and 4 of high level security: what we send, and what we take for a proof. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HlsExchange, type HlsParties } from '../../src/client/hls-exchange.js';
import type { HlsMechanism } from '../../src/security/hls.js';
import { type PublicKey, privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { told } from '../support/apdus.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { proof } from '../support/secured-meter.js';
import {
  CLIENT_TITLE,
  CTOS,
  clientMaterial,
  SECRET,
  SERVER_TITLE,
  STOC,
  serverMaterial,
} from '../support/security-keys.js';
import { captures, describeShared, vectors } from '../support/shared.js';

function exchangeOf(mechanism: HlsMechanism, changes: Partial<HlsParties> = {}): HlsExchange {
  return new HlsExchange({
    ...{ mechanism, secret: SECRET, material: clientMaterial() },
    client: { challenge: CTOS, title: CLIENT_TITLE },
    server: { challenge: STOC, title: SERVER_TITLE },
    ...changes,
  });
}

/** What comes of an answer: a word, or the error and its words. */
function outcome(exchange: HlsExchange, octets: string | Uint8Array): string {
  const step = exchange.handle(typeof octets === 'string' ? octetsOf(octets) : octets);
  if (step.kind === 'failed') return `${told(step.cause)}: ${step.cause.message}`;
  return step.kind === 'drop' ? `drop: ${step.note}` : step.kind;
}

function failure(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return `${told(error)}: ${(error as Error).message}`;
  }
  return 'nothing';
}

const withProof = (octets: Uint8Array, head = 'C701C1000100') =>
  `${head}09${octets.length.toString(16).padStart(2, '0')}${hexOf(octets)}`;
const MD5_PROOF = proof('HighMd5', serverMaterial());
const REFUSED = /^DLMS_AUTHENTICATION_FAILED association settings/;
const UNPROVEN = /^DLMS_HLS_REFUSED security meter: the meter does not answer our challenge/;
const SN = { referencing: 'SN' } as const;

describeShared('the last two passes in octets of other people', (root) => {
  const vector = (id: string) => vectors(root).find((each) => each.id === id)?.hex ?? '';
  const capture = (id: string) => captures(root).find((each) => each.id === id)?.hex ?? '';
  const framed = (id: string) => /e6e700(.*)....7e$/i.exec(capture(id))?.[1] ?? '';

  it("by ACTION: the book's request with GMAC, and the answer to it", () => {
    const exchange = exchangeOf('HighGmac');
    assert.equal(hexOf(exchange.request()), vector('hls.action.c'));
    assert.equal(outcome(exchange, vector('hls.action.s')), 'proven');
  });

  it("by READ: the book's request with MD5", () => {
    assert.equal(hexOf(exchangeOf('HighMd5', SN).request()), vector('hls.sn.read'));
  });

  it('for each kind of secret, answered rightly and with one bit wrong', () => {
    for (const [mechanism, name] of [
      ['HighMd5', 'md5'],
      ['HighSha1', 'sha1'],
      ['HighSha256', 'sha256'],
    ] as const) {
      const exchange = exchangeOf(mechanism);
      assert.ok(hexOf(exchange.request()).endsWith(vector(`hls.${name}.c`)));
      const right = octetsOf(vector(`hls.${name}.s`));
      assert.equal(outcome(exchange, withProof(right)), 'proven');
      const wrong = right.map((octet, at) => (at === 0 ? octet ^ 1 : octet));
      assert.match(outcome(exchange, withProof(wrong)), /^DLMS_HLS_REFUSED security meter/);
    }
  });

  it('refuse our secret, as they were captured', () => {
    const refusal = (hex: string) => outcome(exchangeOf('HighMd5'), hex);
    assert.match(refusal(capture('cosemlib-action-other-reason')), REFUSED);
    assert.match(refusal(capture('pwit-action-resp-other-reason')), /^DLMS_AUTH.*: other-reason$/);
    assert.match(refusal(framed('train-action-type-unmatched')), /^DLMS_AUTH.*: type-unmatched$/);
    assert.match(refusal(capture('assoc-lost-d80101')), /^DLMS_AUTH.*service-not-allowed/);
  });

  it('that answer the challenges of others prove nothing to us, as they were captured', () => {
    for (const id of ['jdlms-kaifa-hls-action-resp', 'pwit-action-resp-data', 'cosemlib-action-resp-256']) {
      assert.match(outcome(exchangeOf('HighGmac'), capture(id)), /^DLMS_HLS_REFUSED security meter/, id);
    }
  });
});

describe('a proof that the meter owes', () => {
  const by = (hex: string, mechanism: HlsMechanism = 'HighMd5') => outcome(exchangeOf(mechanism), hex);

  it('is there in the right place alone', () => {
    assert.equal(by(withProof(MD5_PROOF)), 'proven');
    assert.match(by('C701C10000'), UNPROVEN);
    assert.match(by('C701C100'), UNPROVEN);
    assert.match(by('C701C10001001105'), UNPROVEN);
    assert.match(by('C701C100010009' + '00'), /^DLMS_HLS_REFUSED/);
  });

  it('is wrong where it is too long, too short, our own, or for the challenge of the meter', () => {
    const ours = octetsOf(hexOf(exchangeOf('HighMd5').request()).slice(-32));
    for (const wrong of [ours, MD5_PROOF.subarray(1), Uint8Array.from([...MD5_PROOF, 0])]) {
      assert.match(by(withProof(wrong)), /^DLMS_HLS_REFUSED security meter/);
    }
  });

  it('by signature is believed under the right public key alone', () => {
    const [key, other] = ['11', '22'].map((each) => privateKeyFromScalar('P-256', octetsOf(each.repeat(32))));
    assert.ok(key && other);
    const answer = proof('HighEcdsa', serverMaterial({ suite: 1, signingKey: key }));
    const under = (peerPublicKey: PublicKey) => {
      const material = clientMaterial({ suite: 1, peerPublicKey });
      return outcome(exchangeOf('HighEcdsa', { material }), withProof(answer));
    };
    assert.equal(under(publicOf(key)), 'proven');
    assert.match(under(publicOf(other)), /^DLMS_HLS_REFUSED security meter/);
  });

  it('that comes in clear of its tag, cut short anywhere, is none', () => {
    const whole = octetsOf(withProof(MD5_PROOF));
    for (let length = 1; length < whole.length; length += 1) {
      assert.doesNotMatch(outcome(exchangeOf('HighMd5'), whole.subarray(0, length)), /proven/);
    }
  });
});

describe('a refusal of pass 3', () => {
  it('is of our secret, in whatever form it comes', () => {
    for (const hex of ['C701C10300', 'C701C1FA00', 'C701C100010103', 'D80202', 'D80101', '0E050501']) {
      assert.match(outcome(exchangeOf('HighMd5'), hex), REFUSED, hex);
    }
    for (const hex of ['0C010103', '0D010103', '0E050501', 'D80101']) {
      const exchange = exchangeOf('HighMd5', SN);
      assert.match(outcome(exchange, hex), hex.startsWith('0D') ? /^drop/ : REFUSED, hex);
    }
  });

  it('is none where the meter speaks of other things', () => {
    const drops = ['0F00000001000600000001', 'C2000001', hexOf(octetsOf('C401C100112A')), '6303800100'];
    for (const hex of drops) assert.match(outcome(exchangeOf('HighMd5'), hex), /^drop: /, hex);
    assert.match(outcome(exchangeOf('HighMd5', SN), 'C701C10000'), /^drop: /);
  });
});

describe('pass 3 by short names', () => {
  const UNSUPPORTED = ['0E050302', '0E010302', 'D80202'];

  it('is sent by WRITE where the meter does not know it by READ, and by nothing else after that', () => {
    for (const hex of UNSUPPORTED) {
      const exchange = exchangeOf('HighMd5', SN);
      const [asRead] = [hexOf(exchange.request())];
      assert.equal(outcome(exchange, hex), 'again');
      assert.equal(hexOf(exchange.request()), asRead.replace('050104FA5800', '060102FA5801'));
      assert.match(outcome(exchange, hex), REFUSED);
    }
  });

  it('is not sent again where the meter may have looked at the secret', () => {
    for (const hex of ['0C010104', '0C01010B', '0E050501', '0E050401', 'D80101', 'D80201']) {
      assert.match(outcome(exchangeOf('HighMd5', SN), hex), REFUSED, hex);
    }
  });

  it('takes a new number for GMAC when it is sent again', () => {
    const exchange = exchangeOf('HighGmac', SN);
    assert.match(hexOf(exchange.request()), /FA580009111000000001/);
    assert.equal(outcome(exchange, 'D80202'), 'again');
    assert.match(hexOf(exchange.request()), /FA580109111000000002/);
  });

  it('by WRITE is answered by a ReadResponse, with a WriteResponse behind it or without', () => {
    for (const behind of ['', '0D0100']) {
      const exchange = exchangeOf('HighMd5', SN);
      exchange.handle(octetsOf('D80202'));
      assert.equal(outcome(exchange, `${withProof(MD5_PROOF, '0C0100')}${behind}`), 'proven');
    }
    for (const [hex, expected] of [
      ['0D0100', UNPROVEN],
      ['0D010103', REFUSED],
      ['0C02001105001105', UNPROVEN],
      ['0C00', UNPROVEN],
    ] as const) {
      const exchange = exchangeOf('HighMd5', SN);
      exchange.handle(octetsOf('D80202'));
      assert.match(outcome(exchange, hex), expected, hex);
    }
  });
});

describe('a challenge of the meter', () => {
  const asked = (challenge: Uint8Array, mechanism: HlsMechanism = 'HighMd5') =>
    failure(() => exchangeOf(mechanism, { server: { challenge, title: SERVER_TITLE } }).request());

  it('that is our own is not answered', () => {
    assert.match(asked(CTOS), /^DLMS_HLS_REFUSED security meter: the challenge is our own, sent back$/);
  });

  it('that is too short or too long is not answered', () => {
    for (const length of [0, 7, 65, 200]) assert.match(asked(new Uint8Array(length)), /^DLMS_HLS_REFUSED/);
    for (const length of [8, 64]) assert.equal(asked(new Uint8Array(length)), 'nothing');
    assert.match(asked(new Uint8Array(31), 'HighEcdsa'), /^DLMS_HLS_REFUSED/);
  });

  it('that we have no key or title for is not answered', () => {
    const bare = (mechanism: HlsMechanism, changes: Partial<HlsParties> = {}) =>
      failure(() => exchangeOf(mechanism, { material: undefined, ...changes }).request());
    assert.match(bare('HighGmac'), /^DLMS_SETTING settings settings: HighGmac needs the block cipher key/);
    assert.match(
      bare('HighEcdsa', { server: { challenge: new Uint8Array(32), title: SERVER_TITLE } }),
      /SETTING/,
    );
    const untitled = { server: { challenge: STOC, title: new Uint8Array(0) } };
    assert.match(bare('HighSha256', untitled), /^DLMS_SYSTEM_TITLE security/);
    assert.equal(bare('HighMd5', untitled), 'nothing');
  });
});

it('any octets in place of pass 4 prove nothing, and nothing is thrown', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('C701C1', '0C01', '0D01', ''),
      (octets, head) => {
        for (const changes of [{}, SN]) {
          assert.doesNotMatch(outcome(exchangeOf('HighMd5', changes), head + hexOf(octets)), /proven/);
        }
      },
    ),
    { seed: 5, numRuns: 400 },
  );
});
