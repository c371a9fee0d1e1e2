/** What a secured meter does not take, and what it says then. */
import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import {
  aarq,
  association,
  firstMeter,
  GET_ENERGY,
  GET_NAME,
  NOT_ALLOWED,
  outcome,
} from './association-fixture.js';
import { type CallerOptions, CHALLENGE, CipheredCaller, replyByAction, SECRET } from './ciphered-caller.js';
import { NOON } from './reading.js';
import { same } from './stacks.js';

const BOTH: SimulatorOptions = { security: 'AuthenticationEncryption' };
const CALLER: CallerOptions = { security: 'AuthenticationEncryption' };
const DECIPHERING = 'D8 02 05';
const GET_COUNTER = fromHex('C0 01 C1 00 01 00 00 2B 01 00 FF 02 00');

/** An open association with a meter that wants everything authenticated and encrypted. */
function open(options: SimulatorOptions = {}, caller: CallerOptions = {}, client = 32): CipheredCaller {
  const meter = association({ ...BOTH, ...options }, client);
  const opened = new CipheredCaller(meter, { ...CALLER, ...caller });
  assert.equal(opened.associate().result, 'accepted');
  return opened;
}

describe('a message that was changed on its way', () => {
  it('is refused whichever bit was changed, and ends the association', () => {
    const whole = open().protect(GET_ENERGY);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const caller = open();
      const request = caller.protect(GET_ENERGY);
      const at = bit >> 3;
      const changed = request.with(at, (request[at] ?? 0) ^ (0x80 >> (bit & 7)));
      const answer = caller.meter.answer(changed, NOON);
      // Another tag may be that of an AARQ, or of a service that is not there.
      assert.ok(answer === undefined || /^(D8|61|63|0E)/.test(toHex(answer)), `bit ${bit}`);
      assert.ok(answer === undefined || answer.length < 50);
      same(caller.meter.answer(request, NOON), NOT_ALLOWED);
    }
  });

  it('is refused in each form, wherever it was cut off', () => {
    for (const form of ['service-specific', 'general', 'general-ciphering'] as const) {
      const length = open({}, { form }).protect(GET_ENERGY).length;
      for (let left = 1; left < length; left += 1) {
        const caller = open({}, { form });
        const answer = caller.meter.answer(caller.protect(GET_ENERGY).subarray(0, left), NOON);
        same(answer, DECIPHERING);
      }
    }
  });

  it('with a bad signature is refused, and one that is signed by somebody else', () => {
    const signed = { suite: 1, signed: true } as const;
    const caller = open({ securitySuite: 1 }, signed);
    const request = caller.protect(GET_ENERGY);
    const changed = request.with(-1, (request.at(-1) ?? 0) ^ 1);
    same(caller.meter.answer(changed, NOON), DECIPHERING);
    same(caller.meter.answer(request, NOON), NOT_ALLOWED);
  });

  it('in place of the AARQ gets an ExceptionResponse and no association', () => {
    const meter = association(BOTH, 32);
    const caller = new CipheredCaller(meter, CALLER);
    const request = caller.aarq();
    same(meter.answer(request.with(-1, (request.at(-1) ?? 0) ^ 1), NOON), DECIPHERING);
    assert.equal(meter.view, undefined);
  });

  it('under another key, authentication key or system title cannot be opened', () => {
    for (const wrong of [
      { blockCipherKey: new Uint8Array(16) },
      { authenticationKey: new Uint8Array(16) },
      { aarq: { callingApTitle: fromHex('4D4D4D0000BC614F') } },
    ]) {
      const meter = association(BOTH, 32);
      same(meter.answer(new CipheredCaller(meter, { ...CALLER, ...wrong }).aarq(), NOON), DECIPHERING);
    }
  });
});

describe('a message that is weaker than the policy', () => {
  it('is refused, and so is a plain one', () => {
    for (const weak of [
      { authenticated: true, encrypted: false },
      { authenticated: false, encrypted: true },
    ]) {
      const caller = open();
      same(caller.meter.answer(weakened(caller, weak), NOON), NOT_ALLOWED);
      same(caller.send(GET_ENERGY), NOT_ALLOWED);
    }
    const caller = open();
    same(caller.meter.answer(GET_ENERGY, NOON), NOT_ALLOWED);
    same(caller.send(GET_ENERGY), NOT_ALLOWED);
  });

  it('is refused as an AARQ: in a plain context, with a plain InitiateRequest, and with weak protection', () => {
    const meter = association(BOTH, 32);
    const plain = meter.answer(aarq(), NOON);
    assert.equal(outcome(plain)[1], 'application-context-name-not-supported');
    assert.equal(
      decodeAare(new OctetReader(plain ?? new Uint8Array())).applicationContextName,
      '2.16.756.5.8.1.3',
    );
    const named = { applicationContextName: '2.16.756.5.8.1.3', callingApTitle: fromHex('4D4D4D0000BC614E') };
    assert.equal(outcome(meter.answer(aarq(named), NOON))[1], 'no-reason-given');
    const weak = new CipheredCaller(meter, { security: 'Authentication' });
    same(meter.answer(weak.aarq(), NOON), NOT_ALLOWED);
  });

  it('of another suite is refused', () => {
    const caller = open();
    const request = caller.protect(GET_ENERGY);
    same(caller.meter.answer(request.with(2, 0x32), NOON), NOT_ALLOWED);
  });
});

describe('the public client of a meter with a policy', () => {
  it('reads clock, nameplate and invocation counter without a key, and nothing else', () => {
    const meter = association({ ...BOTH, auth: 'HighGmac' }, 16);
    assert.deepEqual(outcome(meter.answer(aarq(), NOON)), ['accepted', 'null', undefined]);
    same(meter.answer(GET_COUNTER, NOON), 'C4 01 C1 00 06 00 00 00 00');
    assert.match(toHex(meter.answer(GET_NAME, NOON) ?? new Uint8Array()), /^C401C100/);
    same(meter.answer(GET_ENERGY, NOON), 'C4 01 C1 01 03');
    same(meter.answer(fromHex('C0 01 C1 00 40 00 00 2B 00 00 FF 03 00'), NOON), 'C4 01 C1 01 03');
  });

  it('is a user where it has the keys', () => {
    const caller = open({}, {}, 16);
    assert.match(toHex(caller.ask(GET_ENERGY)), /^C401C10006/);
  });
});

describe('invocation counters', () => {
  const site = (more: SimulatorOptions = {}) => siteOf({ ...BOTH, ...more }, () => ({}));

  it('count on over associations and connections; the last one is told, and shown to the public client', () => {
    const one = site();
    const first = new CipheredCaller(firstMeter(one, 32), { ...CALLER, counter: 500 });
    first.associate();
    first.ask(GET_ENERGY);
    const second = new CipheredCaller(firstMeter(one, 33), { ...CALLER, counter: 501 });
    same(second.meter.answer(second.aarq(), NOON), 'D8 02 06 00 00 01 F5');
    second.next = 502;
    assert.equal(second.associate().result, 'accepted');
    second.ask(GET_ENERGY);
    const open = firstMeter(one, 16);
    open.answer(aarq(), NOON);
    same(open.answer(GET_COUNTER, NOON), 'C4 01 C1 00 06 00 00 01 F7');
  });

  it('are each client’s own, and each meter’s', () => {
    const one = site({ meters: 2 });
    for (const systemTitle of [fromHex('4D4D4D0000000002'), fromHex('4D4D4D0000000003')]) {
      const caller = new CipheredCaller(firstMeter(one, 32), { ...CALLER, systemTitle });
      assert.equal(caller.associate().result, 'accepted');
    }
    const titles = one.meters.map(({ security }) => toHex(security.systemTitle));
    assert.deepEqual(titles, ['4D464C0000BC614E', '4D464C0000BC614F']);
  });

  it('begin with 0 where the client likes, and an older one is refused', () => {
    const caller = open({}, { counter: 0 });
    const [first, second] = [caller.protect(GET_ENERGY), caller.protect(GET_NAME)];
    assert.ok(caller.context.open(caller.meter.answer(second, NOON) ?? second).apdu.length > 0);
    same(caller.meter.answer(first, NOON), 'D8 02 06 00 00 00 02');
  });

  it('are told to who watches, those of GMAC values too', () => {
    const seen: SeenCounter[] = [];
    const options: SimulatorOptions = { auth: 'HighGmac', onCounter: (counter) => seen.push(counter) };
    const caller = open(options, { auth: 'HighGmac', counter: 7 });
    const repeated = caller.protect(replyByAction(caller.proof()));
    caller.meter.answer(repeated, NOON);
    caller.meter.answer(repeated, NOON);
    const client = '4D4D4D0000BC614E';
    const meter = '4D464C0000BC614E';
    assert.deepEqual(seen, [
      { meter, client, key: 'global', invocationCounter: 7, fresh: true },
      { meter, client, key: 'global', invocationCounter: 9, fresh: true },
      { meter, client, key: 'gmac', invocationCounter: 8, fresh: true },
      { meter, client, key: 'global', invocationCounter: 9, fresh: false },
    ]);
  });

  it('of the meter never repeat', () => {
    const caller = open({}, {});
    const sent = Array.from({ length: 20 }, () =>
      toHex((caller.send(GET_ENERGY) ?? CHALLENGE).subarray(3, 7)),
    );
    assert.equal(new Set(sent).size, 20);
    assert.deepEqual(sent, sent.toSorted());
  });
});

describe('system titles', () => {
  it('of the client have to be there, of 8 octets, and the one that is let in', () => {
    const cases = [
      [{}, undefined],
      [{}, new Uint8Array(7)],
      [{}, new Uint8Array(9)],
      [{ clientSystemTitle: '4D4D4D0000BC614F' }, fromHex('4D4D4D0000BC614E')],
    ] as const;
    for (const [options, callingApTitle] of cases) {
      for (const auth of ['HighGmac', 'HighSha256'] as const) {
        const meter = association({ auth, password: SECRET, ...options }, 32);
        const request = new CipheredCaller(meter, { auth, aarq: { callingApTitle } }).aarq();
        assert.equal(outcome(meter.answer(request, NOON))[1], 'calling-AP-title-not-recognized');
      }
    }
    const meter = association({ ...BOTH, clientSystemTitle: '4D4D4D0000BC614E' }, 32);
    assert.equal(new CipheredCaller(meter, CALLER).associate().result, 'accepted');
  });
});

describe('a dedicated key', () => {
  it('of another length is refused, and any where the meter takes none', () => {
    for (const [options, dedicatedKey] of [
      [{ acceptDedicatedKey: false }, new Uint8Array(16)],
      [{}, new Uint8Array(15)],
    ] as const) {
      const meter = association({ ...BOTH, ...options }, 32);
      const caller = new CipheredCaller(meter, { ...CALLER, initiate: { dedicatedKey } });
      assert.equal(caller.associate().result, 'rejected-permanent');
      assert.equal(toHex(caller.initiated()), '0E010604');
      assert.equal(meter.view, undefined);
    }
  });
});

describe('the release of a ciphered association', () => {
  it('repeats the InitiateResponse where the request carries a genuine InitiateRequest', () => {
    const caller = open();
    const response = toHex(caller.initiated());
    const rlre = caller.meter.answer(release(caller), NOON) ?? new Uint8Array();
    assert.equal(toHex(rlre.subarray(0, 9)), '6328800100BE230421');
    assert.equal(toHex(caller.context.open(rlre.subarray(9)).apdu), response);
    same(caller.send(GET_NAME), NOT_ALLOWED);
  });

  it('is answered in short where the request is short, and refused where it is not genuine', () => {
    same(open().meter.answer(fromHex('62 03 80 01 00'), NOON), '63 03 80 01 00');
    const caller = open();
    const request = release(caller);
    same(caller.meter.answer(request.with(-1, (request.at(-1) ?? 0) ^ 1), NOON), DECIPHERING);
  });
});

/** RLRQ with a protected InitiateRequest. */
function release(caller: CipheredCaller): Uint8Array {
  const initiate = fromHex('01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0');
  const ciphered = caller.context.protectInitiate(initiate);
  return new Uint8Array(Buffer.concat([fromHex('62 28 80 01 00 BE 23 04 21'), ciphered]));
}

/** A GET with less protection than the caller's own. */
function weakened(caller: CipheredCaller, protection: { authenticated: boolean; encrypted: boolean }) {
  const { context } = new CipheredCaller(caller.meter, {
    security: protection.encrypted ? 'Encryption' : 'Authentication',
    counter: caller.next,
  });
  return context.protect(GET_ENERGY);
}
