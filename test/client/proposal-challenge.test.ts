/** The challenge that a meter answers to the proposal of high level security. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeApdu } from '../../src/apdu/apdu.js';
import { hexOf } from '../support/recorded-conversation.js';
import { CountFrom, STOC } from '../support/security-keys.js';
import { aare, answerTo, diagnostic, refused } from './meter-answers.js';

describe('a meter that was sent a challenge', () => {
  const gone = { respondingAuthenticationValue: undefined } as const;

  it('and accepts without one of its own has not proven itself', () => {
    for (const resultSourceDiagnostic of [diagnostic('null'), undefined]) {
      assert.match(
        refused(aare({ ...gone, resultSourceDiagnostic })),
        /^DLMS_HLS_REFUSED security meter: .*without a challenge$/,
      );
    }
    assert.match(refused(aare(gone)), /^DLMS_HLS_REFUSED/);
  });

  it('and sends its own has to prove itself, whatever diagnostic it gives', () => {
    for (const resultSourceDiagnostic of [diagnostic('null'), diagnostic('no-reason-given'), undefined]) {
      const answer = answerTo(aare({ resultSourceDiagnostic }));
      assert.ok(answer.kind === 'accepted');
      assert.deepEqual(answer.challenge, Uint8Array.from(STOC));
    }
  });

  it('and garbles the name of the mechanism is borne', () => {
    const octets = aare({ mechanismName: '2.16.756.5.8.2.133' });
    assert.equal(answerTo(octets).kind, 'accepted');
  });

  it('is asked nothing where no high level security was proposed', () => {
    const octets = aare({ resultSourceDiagnostic: diagnostic('null') });
    const answer = answerTo(octets, {}, { auth: 'Low' });
    assert.ok(answer.kind === 'accepted' && answer.challenge === undefined);
    assert.match(refused(aare(), {}, { auth: 'Low' }), /^DLMS_AUTHENTICATION_FAILED .*high level security/);
  });
});

it('any octets in the place of a ciphered AARE are refused or unrelated, and nothing is thrown', () => {
  const whole = aare();
  fc.assert(
    fc.property(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.uint8Array({ maxLength: 90 }),
      (at, bits, octets) => {
        const changed = whole.map((octet, index) => (index === at ? octet ^ bits : octet));
        for (const each of [changed, Uint8Array.from([0x61, octets.length, ...octets]), octets]) {
          assert.ok(['accepted', 'refused', 'unrelated'].includes(answerTo(each).kind));
        }
        assert.equal(decodeApdu(whole).kind, 'AARE');
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});

it('no AARE with another InitiateResponse than the one that was protected is believed', () => {
  const whole = aare({ respondingAuthenticationValue: STOC });
  const start = hexOf(whole).indexOf('281F30') / 2;
  for (let at = start; at < whole.length; at += 1) {
    const changed = whole.map((octet, index) => (index === at ? octet ^ 1 : octet));
    assert.match(refused(changed, { counter: new CountFrom(1) }), /^DLMS_/, `octet ${at}`);
  }
});
