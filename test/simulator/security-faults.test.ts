/** Meters that misbehave in authentication and ciphering. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import type { Faults } from '../../src/simulator/faults.js';
import { counterAt, SendingCounter } from '../../src/simulator/sending-counter.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import {
  aarq,
  association,
  firstMeter,
  GET_ENERGY,
  GET_NAME,
  LOW,
  lowAarq,
  outcome,
} from './association-fixture.js';
import {
  type CallerOptions,
  CipheredCaller,
  replyByAction,
  replyByRead,
  replyByWrite,
  SECRET,
  tokenIn,
} from './ciphered-caller.js';
import { NOON } from './reading.js';
import { same } from './stacks.js';

const SECURITY = 'AuthenticationEncryption';

/** A ciphered association with a meter that misbehaves so. */
function open(faults: Faults, options: SimulatorOptions = {}, caller: CallerOptions = {}): CipheredCaller {
  const meter = association({ security: SECURITY, ...options }, 32, faults);
  const opened = new CipheredCaller(meter, { security: SECURITY, ...caller });
  opened.associate();
  return opened;
}

function code(of: () => unknown): string {
  try {
    of();
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'fine';
}

/** The invocation counter of a protected answer with a length of one octet. */
function counterIn(answer: Uint8Array | undefined): string {
  return toHex(answer?.subarray(3, 7) ?? new Uint8Array());
}

describe('a meter that misbehaves in its security', () => {
  it('keeps silent about what it does not take', () => {
    const bad = open({ silentOnSecurityFault: true });
    const request = bad.protect(GET_ENERGY);
    assert.equal(bad.meter.answer(request.with(-1, (request.at(-1) ?? 0) ^ 1), NOON), undefined);
    const plain = open({ silentOnSecurityFault: true });
    assert.equal(plain.meter.answer(GET_ENERGY, NOON), undefined);
    const replayed = open({ silentOnSecurityFault: true });
    const once = replayed.protect(GET_ENERGY);
    assert.equal(replayed.meter.answer(once, NOON)?.[0], 0xcc);
    assert.equal(replayed.meter.answer(once, NOON), undefined);
  });

  it('begins its counter anew with each association, or uses each number twice', () => {
    const restarting = open({ counterRestarts: true });
    const numbers = [counterIn(restarting.send(GET_ENERGY)), counterIn(restarting.send(GET_ENERGY))];
    assert.deepEqual(numbers, ['00000002', '00000003']);
    restarting.associate();
    assert.equal(counterIn(restarting.send(GET_ENERGY)), '00000002');
    const repeating = open({ counterRepeats: true });
    const twice = Array.from({ length: 4 }, () => counterIn(repeating.send(GET_ENERGY)));
    assert.deepEqual(twice, ['00000001', '00000002', '00000002', '00000003']);
  });

  it('gives a wrong answer to the challenge, with every mechanism', () => {
    for (const auth of ['High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'] as const) {
      const suite = auth === 'HighEcdsa' ? 2 : 0;
      const meter = association({ auth, password: SECRET, securitySuite: suite }, 32, {
        wrongHlsAnswer: true,
      });
      const caller = new CipheredCaller(meter, { auth, suite });
      caller.associate();
      const answer = tokenIn(caller.ask(replyByAction(caller.proof())), 'C7 01 C1 00 01 00');
      assert.equal(
        code(() => caller.check(answer)),
        'DLMS_HLS_REFUSED',
      );
    }
  });

  it('answers a WRITE of the proof with a ReadResponse, as one known server does', () => {
    const options: SimulatorOptions = { auth: 'HighMd5', password: SECRET };
    const meter = association(options, 32, { hlsReadResponse: true });
    const caller = new CipheredCaller(meter, { auth: 'HighMd5', referencing: 'SN' });
    caller.associate();
    const answer = caller.ask(replyByWrite(caller.proof()));
    assert.match(toHex(answer), /^0C01000910.{32}0D0100$/);
    caller.check(answer.subarray(5, 21));
    caller.associate();
    assert.match(toHex(caller.ask(replyByRead(caller.proof()))), /^0C01000910.{32}$/);
  });

  it('wants the secret itself as the challenge of High', () => {
    const meter = association({ auth: 'High', password: SECRET }, 32, { secretAsChallenge: true });
    const asked = (text: string) =>
      outcome(
        meter.answer(new CipheredCaller(meter, { auth: 'High', challenge: octets(text) }).aarq(), NOON),
      )[1];
    assert.equal(asked(SECRET), 'authentication-required');
    assert.equal(asked('secret-of-8-or--'), 'authentication-failure');
  });

  it('changes one bit of what it protects, wherever', () => {
    const length = open({}).send(GET_NAME)?.length ?? 0;
    assert.ok(length > 20);
    for (let bit = 0; bit < length * 8; bit += 1) {
      const caller = open({ flipCiphered: bit });
      const answer = caller.send(GET_NAME) ?? new Uint8Array();
      assert.notEqual(
        code(() => caller.context.open(answer)),
        'fine',
        `bit ${bit}`,
      );
    }
    const initiate = open({ flipInitiate: 100 });
    assert.equal(
      code(() => initiate.initiated()),
      'DLMS_DECIPHERING',
    );
  });

  it('repeats its last answer, or answers plainly', () => {
    const replaying = open({ replayAnswer: true });
    const first = replaying.send(GET_ENERGY) ?? new Uint8Array();
    assert.ok(replaying.context.open(first).apdu.length > 0);
    assert.deepEqual(replaying.send(GET_NAME), first);
    const plain = open({ plainAnswers: true });
    assert.match(toHex(plain.send(GET_ENERGY) ?? new Uint8Array()), /^C401C10006/);
  });

  it('does not tell its system title, or tells it in another length', () => {
    assert.equal(open({ noServerTitle: true }).aare?.respondingApTitle, undefined);
    for (const otherSystemTitleLength of [0, 7, 9, 12]) {
      const { aare } = open({ otherSystemTitleLength });
      assert.equal(aare?.respondingApTitle?.length, otherSystemTitleLength);
    }
  });

  it('takes one form of protection only', () => {
    for (const onlyForm of ['service-specific', 'general', 'general-ciphering'] as const) {
      for (const form of ['service-specific', 'general', 'general-ciphering'] as const) {
        const answer = open({ onlyForm }, {}, { form }).send(GET_NAME) ?? new Uint8Array();
        assert.equal(toHex(answer) === 'D80101', form !== onlyForm, `${form} of ${onlyForm}`);
      }
    }
  });

  it('takes nothing that is not signed, and signs', () => {
    const suite = { securitySuite: 1 } as const;
    const signed = open({ onlySigned: true }, suite, { suite: 1, signed: true });
    assert.ok(signed.opened(GET_NAME).signed);
    same(open({ onlySigned: true }, suite, { suite: 1 }).send(GET_NAME), 'D8 01 01');
  });

  it('is busy', () => {
    const meter = association({}, 32, { busy: true });
    assert.deepEqual(outcome(meter.answer(aarq(), NOON)), [
      'rejected-transient',
      'no-reason-given',
      undefined,
    ]);
  });
});

describe('a meter that locks out who does not know its secret', () => {
  const locking = (told?: 'busy' | 'wrong'): Faults => ({ lockout: { after: 2, seconds: 60, told } });
  const BUSY = ['rejected-transient', 'no-reason-given', undefined];
  const WRONG = ['rejected-permanent', 'authentication-failure', undefined];

  it('does so after some wrong passwords in a row, for some time, on all connections', () => {
    const site = siteOf(LOW, () => locking());
    const say = (password: string, now: number) =>
      outcome(firstMeter(site, 32).answer(lowAarq(password), now));
    assert.deepEqual(say('wrong', NOON), WRONG);
    assert.equal(say('12345678', NOON)[0], 'accepted');
    assert.deepEqual(say('wrong', NOON), WRONG);
    assert.deepEqual(say('wrong', NOON), WRONG);
    assert.deepEqual(say('12345678', NOON + 59_999), BUSY);
    assert.equal(outcome(firstMeter(site, 16).answer(aarq(), NOON))[0], 'accepted');
    assert.equal(say('12345678', NOON + 60_000)[0], 'accepted');
  });

  it('tells it as a wrong password where it is told to', () => {
    const meter = association(LOW, 32, locking('wrong'));
    for (const password of ['wrong', 'wrong', '12345678']) {
      assert.deepEqual(outcome(meter.answer(lowAarq(password), NOON)), WRONG);
    }
  });

  it('counts wrong proofs too', () => {
    const meter = association({ auth: 'HighMd5', password: SECRET }, 32, locking());
    const caller = new CipheredCaller(meter, { auth: 'HighMd5', secret: 'another' });
    for (let turn = 0; turn < 2; turn += 1) {
      assert.equal(caller.associate().result, 'accepted');
      same(caller.send(replyByAction(caller.proof())), 'C7 01 C1 03 00');
    }
    assert.equal(caller.associate().result, 'rejected-transient');
  });
});

describe('the counter of what a meter sends', () => {
  it('ends with the last number, and never begins again', () => {
    const counter = new SendingCounter(0xfffffffe, () => ({}));
    assert.deepEqual([counter.take(), counter.take()], [0xfffffffe, 0xffffffff]);
    assert.equal(
      code(() => counter.take()),
      'DLMS_COUNTER_EXHAUSTED',
    );
  });

  it('can be raised, but not lowered', () => {
    const counter = new SendingCounter(5, () => ({}));
    counter.raise(9);
    counter.raise(3);
    assert.equal(counter.take(), 9);
  });

  it('begins higher where a meter is started later', () => {
    const [one, later] = [counterAt(NOON + 40_000_000_000), counterAt(NOON + 40_000_001_000)];
    assert.equal(later - one, 100);
    assert.ok(counterAt(Date.UTC(2100, 0, 1)) < 0xf0000000);
  });
});

function octets(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('octets of any kind in a ciphered association', () => {
  it('get an answer or silence', () => {
    const caller = open({});
    for (let tag = 0; tag < 256; tag += 1) {
      for (const rest of ['', '00', '1E300000', '0800000000000000', 'FF']) {
        caller.associate();
        const answer = caller.meter.answer(Buffer.concat([Uint8Array.of(tag), fromHex(rest)]), NOON);
        assert.notEqual(answer?.length, 0);
      }
    }
  });
});
