/** High level security, server side: what a client may do before it has proved who it is, and how it does. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { association, GET_ENERGY, GET_NAME, NOT_ALLOWED, outcome } from './association-fixture.js';
import { CHALLENGE, CipheredCaller, replyByAction, replyByRead, SECRET } from './ciphered-caller.js';
import { NOON } from './reading.js';
import { same } from './stacks.js';

describe('a client that has not proved yet who it is', () => {
  const options: SimulatorOptions = { auth: 'HighSha256', password: SECRET };

  it('is served nothing but its proof', () => {
    const caller = new CipheredCaller(association(options, 32), { auth: 'HighSha256' });
    caller.associate();
    same(caller.send(GET_NAME), NOT_ALLOWED);
    same(caller.send(fromHex('C3 01 C1 00 46 00 00 60 03 0A FF 01 01 0F 00')), NOT_ALLOWED);
    same(caller.send(fromHex('05 01 02 FA 58')), 'D8 02 02');
    assert.match(toHex(caller.ask(replyByAction(caller.proof()))), /^C701C1000100/);
    assert.match(toHex(caller.ask(GET_ENERGY)), /^C401C10006/);
    same(caller.send(replyByAction(caller.proof())), 'C7 01 C1 03 00');
  });

  it('is denied and put out where its proof is wrong', () => {
    for (const auth of ['High', 'HighMd5', 'HighSha1', 'HighGmac', 'HighSha256', 'HighEcdsa'] as const) {
      const securitySuite = auth === 'HighEcdsa' ? 1 : 0;
      const meter = association({ auth, securitySuite, password: SECRET }, 32);
      const caller = new CipheredCaller(meter, { auth, suite: securitySuite });
      caller.associate();
      const proof = caller.proof();
      same(caller.send(replyByAction(proof.with(-1, (proof.at(-1) ?? 0) ^ 1))), 'C7 01 C1 03 00');
      same(caller.send(GET_NAME), NOT_ALLOWED);
    }
  });

  it('is denied by short names as well', () => {
    const caller = new CipheredCaller(association(options, 32), { auth: 'HighSha256', referencing: 'SN' });
    caller.associate();
    same(caller.send(replyByRead(new Uint8Array(32))), '0C 01 01 03');
    same(caller.send(fromHex('05 01 02 FD 08')), '0E 05 02 01');
  });

  it('is not let in with a challenge that is too short, and never gets its own challenge back', () => {
    const meter = association({ ...options, random: () => CHALLENGE }, 32);
    const short = new CipheredCaller(meter, { auth: 'HighSha256', challenge: new Uint8Array(7) });
    assert.equal(outcome(meter.answer(short.aarq(), NOON))[1], 'authentication-failure');
    const caller = new CipheredCaller(meter, { auth: 'HighSha256' });
    const { respondingAuthenticationValue } = caller.associate();
    assert.notDeepEqual(respondingAuthenticationValue, CHALLENGE);
  });

  it('starts anew with another AARQ', () => {
    const caller = new CipheredCaller(association(options, 32), { auth: 'HighSha256' });
    caller.associate();
    const old = caller.proof();
    caller.associate();
    same(caller.send(replyByAction(old)), 'C7 01 C1 03 00');
  });
});
