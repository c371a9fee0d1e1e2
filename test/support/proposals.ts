/** Proposals and their answers as the tests write them: what is not said is as usual. */
import { encodeApdu } from '../../src/apdu/apdu.js';
import { encodeProposal, initiateRequest, type Proposal } from '../../src/client/proposal.js';
import { type ProposalAnswer, readProposalAnswer } from '../../src/client/proposal-answer.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

const USUAL: Proposal = { auth: 'None', password: new Uint8Array(0), maxReceivePduSize: 0xffff };

/** The AARQ of an association that is not ciphered. */
export function proposed(proposal: Partial<Proposal> = {}): string {
  const whole = { ...USUAL, ...proposal };
  return hexOf(encodeProposal(whole, encodeApdu(initiateRequest(whole))));
}

export function answerTo(proposal: Partial<Proposal>, apdu: string | Uint8Array): ProposalAnswer {
  return readProposalAnswer(typeof apdu === 'string' ? octetsOf(apdu) : apdu, { ...USUAL, ...proposal });
}
