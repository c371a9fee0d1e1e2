/** A whole ciphered conversation as the book's worked example has it, octet for octet, over the WRAPPER. */
import assert from 'node:assert/strict';
import type { SecurityMaterial } from '../../src/security/material.js';
import { clientStack } from '../support/client-stacks.js';
import { ENERGY, tell } from '../support/conversation.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { CountFrom, CTOS, clientMaterial } from '../support/security-keys.js';
import { describeShared, vectors } from '../support/shared.js';
import { StackPair } from '../support/stack-pair.js';

const STEPS = [
  ['cs.1.aarq', 'cs.2.aare'],
  ['cs.3.wp', 'cs.4.wp'],
  ['cs.5.wp', 'cs.6.wp'],
  ['cs.7.rlrq', 'cs.8.rlre'],
] as const;

describeShared('the worked example of a ciphered conversation with GMAC', (root) => {
  const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? '';

  /** The meter of the example says its part in `pieces`, whatever it is asked. */
  const pairWith = (security: SecurityMaterial, pieces: (octets: Uint8Array) => Uint8Array[]) => {
    let turn = 0;
    const stack = clientStack({
      ...{ framing: 'wrapper', client: 1 },
      settings: {
        ...{ auth: 'HighGmac', challenge: CTOS, security },
        withoutServices: ['general-block-transfer'],
      },
    });
    const server = () => {
      const answer = hex(STEPS[turn]?.[1] ?? '');
      turn += 1;
      return pieces(octetsOf(answer));
    };
    return new StackPair({ stack, server });
  };

  const whole = (octets: Uint8Array) => [octets];
  const singly = (octets: Uint8Array) => Array.from(octets, (octet) => Uint8Array.of(octet));

  for (const [how, pieces] of [
    ['whole', whole],
    ['octet by octet', singly],
  ] as const) {
    it(`is what we say, where the meter says its part ${how}`, () => {
      const pair = pairWith(clientMaterial(), pieces);
      assert.equal(tell(pair.open()), 'COSEM-OPEN.confirm');
      assert.equal(tell(pair.ask({ kind: 'GET.request', attributes: [ENERGY] })), '1234567');
      assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
      assert.deepEqual(
        pair.sent.map(hexOf),
        STEPS.map(([ours]) => hex(ours)),
      );
    });
  }

  it('takes five numbers, each once: AARQ, GMAC, ACTION, GET, RLRQ', () => {
    const counter = new CountFrom(1);
    const pair = pairWith(clientMaterial({ counter }), whole);
    pair.open();
    pair.ask({ kind: 'GET.request', attributes: [ENERGY] });
    pair.release();
    assert.deepEqual(counter.taken, [1, 2, 3, 4, 5]);
  });

  /** What a reader gets where one octet of one answer of the meter is another. */
  const readWith = (step: number, at: number, bits: number): string => {
    let turn = -1;
    const harmed = (octets: Uint8Array) => {
      turn += 1;
      return [turn === step ? octets.map((octet, index) => (index === at ? octet ^ bits : octet)) : octets];
    };
    const pair = pairWith(clientMaterial(), harmed);
    const opened = tell(pair.open());
    if (opened !== 'COSEM-OPEN.confirm') return opened;
    return tell(pair.ask({ kind: 'GET.request', attributes: [ENERGY] }));
  };

  for (const [step, what, tag] of [
    [0, 'the InitiateResponse', '281F'],
    [1, 'pass 4', 'CF2A'],
    [2, 'the answer', 'CC1A'],
  ] as const) {
    it(`ends where a bit of ${what} is another, and nothing of it gets out`, () => {
      const answer = hex(STEPS[step][1]);
      for (let at = answer.indexOf(tag) / 2; at < answer.length / 2; at += 1) {
        for (const bits of [0x01, 0x80]) {
          const outcome = readWith(step, at, bits);
          assert.match(outcome, /^DLMS_(?!HLS)/, `octet ${at}`);
          assert.doesNotMatch(outcome, /SETTING|STATE/, `octet ${at}`);
        }
      }
    });
  }
});
