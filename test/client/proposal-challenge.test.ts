/** The challenge that a meter answers to the proposal of high level security. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Aare } from '../../src/apdu/aare.js';
import { decodeApdu, encodeApdu } from '../../src/apdu/apdu.js';
import { unsupportedApdu } from '../../src/apdu/tag.js';
import type { Proposal } from '../../src/client/proposal.js';
import { type ProposalAnswer, readProposalAnswer } from '../../src/client/proposal-answer.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { told } from '../support/apdus.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import {
  CountFrom,
  CTOS,
  clientMaterial,
  SECRET,
  SERVER_TITLE,
  STOC,
  serverMaterial,
} from '../support/security-keys.js';

const INITIATE_RESPONSE = octetsOf('0800065F1F040000501F01F40007');

function answerTo(
  octets: Uint8Array,
  material: Partial<SecurityMaterial> = {},
  proposal: Partial<Proposal> = {},
): ProposalAnswer & { readonly title: Uint8Array | undefined } {
  const security = clientMaterial(material);
  const context = new SecurityContext(security);
  const whole = { auth: 'HighGmac', password: SECRET, challenge: CTOS, maxReceivePduSize: 0 } as const;
  const answer = readProposalAnswer(octets, { ...whole, security, ...proposal }, context);
  return { ...answer, title: context.peerSystemTitle };
}

/** The error, with its words; fails where the meter is believed. */
function refused(...[octets, material, proposal]: Parameters<typeof answerTo>): string {
  const answer = answerTo(octets, material, proposal);
  assert.ok(answer.kind === 'refused', answer.kind);
  return `${told(answer.cause)}: ${answer.cause.message}`;
}

/** An AARE with ciphering and GMAC, made as a right one, then changed. */
function aare(changes: Partial<Aare> = {}): Uint8Array {
  return encodeApdu({
    kind: 'AARE',
    applicationContextName: '2.16.756.5.8.1.3',
    result: 'accepted',
    resultSourceDiagnostic: { source: 'acse-service-user', diagnostic: 'authentication-required' },
    respondingApTitle: SERVER_TITLE,
    respondingAuthenticationValue: STOC,
    userInformation: ciphered(INITIATE_RESPONSE),
    ...changes,
  });
}

function ciphered(plain: Uint8Array) {
  return plainly(new SecurityContext(serverMaterial()).protectInitiate(plain));
}

function plainly(octets: Uint8Array) {
  return unsupportedApdu(octets[0] ?? 0, octets);
}

const diagnostic = (name: 'null' | 'no-reason-given') =>
  ({ source: 'acse-service-user', diagnostic: name }) as const;

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
