/** What is shown of protected associations: the octets as they go, what is inside if asked, and never a secret. */
import assert from 'node:assert/strict';
import { decodeApdu } from '../../src/apdu/apdu.js';
import type { Trace } from '../../src/client/primitive.js';
import type { StackOptions } from '../../src/client/stack.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { clientStack } from '../support/client-stacks.js';
import { get, tell } from '../support/conversation.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { type SecuredScript, securedMeter } from '../support/secured-meter.js';
import {
  AUTHENTICATION,
  AUTHENTICATION_KEY,
  BOTH,
  CTOS,
  clientMaterial,
  ENCRYPTION,
  KEY,
  NEITHER,
  serverMaterial,
} from '../support/security-keys.js';
import { StackPair } from '../support/stack-pair.js';
import { hdlcStation } from '../support/tiny-hdlc.js';
import { wrapperServer } from '../support/tiny-wrapper.js';

const DEDICATED = octetsOf('A1B2C3D4E5F60718293A4B5C6D7E8F90');
const SECRET = Buffer.from('SECRET1234567890');
const SECRETS = { SECRET, DEDICATED, KEY, AUTHENTICATION_KEY };

interface Options {
  readonly material?: Partial<SecurityMaterial>;
  readonly settings?: Partial<StackOptions>;
  readonly script?: Partial<SecuredScript>;
  readonly framing?: 'hdlc' | 'wrapper';
}

/** All that is shown from the opening to the release, with one GET. */
function shown({ material, settings, script, framing = 'wrapper' }: Options): readonly Trace[] {
  const { protection = BOTH, dedicatedKey } = { dedicatedKey: DEDICATED, ...material };
  const own = serverMaterial({ protection, dedicatedKey });
  const meter = securedMeter({ mechanism: 'HighMd5', material: own, ...script }).serve;
  const security = clientMaterial({ dedicatedKey: DEDICATED, ...material });
  const secured = { auth: 'HighMd5', password: SECRET, challenge: CTOS, security } as const;
  const pair = new StackPair({
    stack: clientStack({ framing, settings: { ...secured, ...settings } }),
    server: framing === 'wrapper' ? wrapperServer(meter) : hdlcStation(meter).serve,
  });
  tell(pair.open());
  get(pair);
  pair.release();
  return pair.traces;
}

/** The names of secrets of which four octets in a row show. */
function leaks(traces: readonly Trace[], secrets: Readonly<Record<string, Uint8Array>> = SECRETS): string[] {
  const texts = traces.flatMap(({ octets, plain, note }) => [
    Buffer.from(octets).toString('latin1'),
    Buffer.from(plain ?? []).toString('latin1'),
    note ?? '',
  ]);
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const whole = Buffer.from(secret).toString('latin1');
    const parts = Array.from({ length: whole.length - 3 }, (_, at) => whole.slice(at, at + 4));
    return texts.some((text) => parts.some((part) => text.includes(part))) ? [name] : [];
  });
}

const plainKinds = (traces: readonly Trace[]) =>
  traces.flatMap(({ plain }) => (plain === undefined ? [] : [decodeApdu(plain).kind]));

describe('what is shown of a protected association', () => {
  it('are the protected octets alone, unless more is asked for', () => {
    const traces = shown({});
    assert.deepEqual(plainKinds(traces), []);
    const applied = traces.filter(({ layer }) => layer === 'application').map(({ octets }) => octets[0]);
    assert.deepEqual(applied, [0x60, 0x61, 0xd3, 0xd7, 0xd0, 0xd4, 0x62, 0x63]);
  });

  it('is what is inside, too, where that is asked for', () => {
    for (const protection of [BOTH, AUTHENTICATION, ENCRYPTION]) {
      const traces = shown({ settings: { showPlain: true }, material: { protection } });
      assert.deepEqual(plainKinds(traces), [
        'initiate-request',
        'initiate-response',
        'action-request-normal',
        'action-response-normal',
        'get-request-normal',
        'get-response-normal',
        'initiate-request',
      ]);
    }
  });

  it('is nothing besides where nothing is protected', () => {
    const options = { material: { protection: NEITHER }, script: { context: 1 } } as const;
    const traces = shown({ ...options, settings: { showPlain: true } });
    assert.deepEqual(plainKinds(traces), []);
    assert.equal(traces.filter(({ layer }) => layer === 'application').length, 8);
  });

  it('is nothing of what was not found genuine', () => {
    const spoilt = (answer: Uint8Array, n: number) =>
      n === 2 ? answer.map((octet, at) => (at === answer.length - 1 ? octet ^ 1 : octet)) : answer;
    const traces = shown({ settings: { showPlain: true }, script: { say: spoilt } });
    assert.equal(plainKinds(traces).includes('get-response-normal'), false);
    const last = traces.filter(({ layer }) => layer === 'application').at(-1);
    assert.match(last?.note ?? '', /authentication tag/);
    assert.equal(hexOf(last?.octets ?? KEY).includes('C401C1'), false);
  });
});

describe('no secret is shown', () => {
  const ASKED = { showPlain: true } as const;
  for (const framing of ['hdlc', 'wrapper'] as const) {
    it(`over ${framing}, however it is protected, with or without what is inside`, () => {
      for (const protection of [BOTH, AUTHENTICATION, ENCRYPTION]) {
        for (const settings of [{}, ASKED]) {
          assert.deepEqual(leaks(shown({ framing, settings, material: { protection } })), []);
        }
      }
    });

    it(`over ${framing}: the password beside a ciphered InitiateRequest`, () => {
      const script = { mechanism: undefined };
      const traces = shown({ framing, script, settings: { auth: 'Low', ...ASKED } });
      assert.deepEqual(leaks(traces), []);
      assert.ok(traces.some(({ octets }) => Buffer.from(octets).includes('****************')));
    });

    it(`over ${framing}: the secret of High that goes in place of the challenge`, () => {
      const settings = { auth: 'High', secretAsChallenge: true, ...ASKED } as const;
      const plain = { material: { protection: NEITHER }, script: { context: 1 } } as const;
      const traces = shown({ framing, settings, ...plain });
      assert.deepEqual(leaks(traces), []);
      const masked = traces.filter(({ octets }) => Buffer.from(octets).includes('****************'));
      assert.deepEqual(
        new Set(masked.map(({ layer }) => layer)),
        new Set(['application', 'link', 'transport']),
      );
    });
  }

  it('where the meter sends one back to us', () => {
    const back = octetsOf(`C401C1000910${hexOf(SECRET)}`);
    const traces = shown({ settings: ASKED, script: { get: () => back } });
    assert.deepEqual(leaks(traces), []);
    const answer = traces.find(({ plain }) => plain !== undefined && plain[0] === 0xc4)?.plain;
    assert.equal(Buffer.from(answer ?? []).toString('latin1', 6), '****************');
  });

  it('but a challenge is none', () => {
    assert.deepEqual(leaks(shown({}), { CTOS }), ['CTOS']);
  });
});
