/** The answers of a meter to a proposal, made as right ones and then changed, and what the client makes of them. */
import assert from 'node:assert/strict';
import type { Aare } from '../../src/apdu/aare.js';
import { encodeApdu } from '../../src/apdu/apdu.js';
import { unsupportedApdu } from '../../src/apdu/tag.js';
import type { Proposal } from '../../src/client/proposal.js';
import { type ProposalAnswer, readProposalAnswer } from '../../src/client/proposal-answer.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { told } from '../support/apdus.js';
import { octetsOf } from '../support/recorded-conversation.js';
import {
  CTOS,
  clientMaterial,
  SECRET,
  SERVER_TITLE,
  STOC,
  serverMaterial,
} from '../support/security-keys.js';

export const INITIATE_RESPONSE = octetsOf('0800065F1F040000501F01F40007');

export function answerTo(
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
export function refused(...[octets, material, proposal]: Parameters<typeof answerTo>): string {
  const answer = answerTo(octets, material, proposal);
  assert.ok(answer.kind === 'refused', answer.kind);
  return `${told(answer.cause)}: ${answer.cause.message}`;
}

/** An AARE with ciphering and GMAC, made as a right one, then changed. */
export function aare(changes: Partial<Aare> = {}): Uint8Array {
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

export function ciphered(plain: Uint8Array) {
  return plainly(new SecurityContext(serverMaterial()).protectInitiate(plain));
}

export function plainly(octets: Uint8Array) {
  return unsupportedApdu(octets[0] ?? 0, octets);
}

export const diagnostic = (name: 'null' | 'no-reason-given') =>
  ({ source: 'acse-service-user', diagnostic: name }) as const;
