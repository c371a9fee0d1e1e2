/** The meter's answer to a proposal (Green Book, AARE and xDLMS InitiateResponse), in clear or protected. */
import type { Aare } from '../apdu/aare.js';
import { decodeApdu } from '../apdu/apdu.js';
import type { Conformance } from '../apdu/conformance.js';
import type { ConfirmedServiceError } from '../apdu/exception.js';
import type { InitiateResponse } from '../apdu/initiate.js';
import type { ApduName } from '../apdu/tag.js';
import type { UserInformation } from '../apdu/user-information.js';
import { RESERVED_BASE_NAME } from '../cosem/short-name.js';
import { DlmsError } from '../errors.js';
import { unprotected } from '../security/refusals.js';
import type { SecurityContext } from '../security/security-context.js';
import { refusedByAare, refusedByFailure, unusable } from './association-refusal.js';
import { isHls } from './authentication.js';
import { unawaited } from './awaited.js';
import type { AssociationNegotiated, Referencing } from './primitive.js';
import { DLMS_VERSION, isCiphered, needsTitles, type Proposal } from './proposal.js';
import { withoutProof } from './protection-refusal.js';
import { learnTitle } from './system-titles.js';

export type ProposalAnswer =
  | {
      readonly kind: 'accepted';
      readonly negotiated: AssociationNegotiated;
      /** StoC, where this client has to authenticate itself in more passes. */
      readonly challenge?: Uint8Array | undefined;
      /** The InitiateResponse that was protected. */
      readonly plain?: Uint8Array | undefined;
    }
  | { readonly kind: 'refused'; readonly cause: DlmsError }
  /** An APDU that has nothing to do with the proposal. */
  | { readonly kind: 'unrelated'; readonly name: string };

const ANSWERS: readonly ApduName[] = ['AARE', 'exception-response', 'confirmedServiceError'];
const LN_VAA_NAME = 7;

/** What a meter grants that says nothing: the least that a reader needs. */
const SILENT_GRANT: Readonly<Record<Referencing, Pick<AssociationNegotiated, 'conformance' | 'vaaName'>>> = {
  LN: {
    conformance: new Set(['get', 'block-transfer-with-get-or-read'] as const) satisfies Conformance,
    vaaName: LN_VAA_NAME,
  },
  SN: {
    conformance: new Set(['read', 'block-transfer-with-get-or-read'] as const) satisfies Conformance,
    vaaName: RESERVED_BASE_NAME['current association'],
  },
};

/**
 * Reads any APDU that comes while the AARE is awaited; octets that make none are a refusal.
 * @param context of an association with security material; it learns the meter's system title
 */
export function readProposalAnswer(
  octets: Uint8Array,
  proposal: Proposal,
  context?: SecurityContext,
): ProposalAnswer {
  const other = unawaited(octets, ANSWERS);
  if (other !== undefined) return { kind: 'unrelated', name: other };
  try {
    const apdu = decodeApdu(octets);
    if (apdu.kind === 'AARE') return judge(apdu, proposal, context);
    if (apdu.kind === 'exception-response' || apdu.kind === 'confirmed-service-error') {
      return { kind: 'refused', cause: refusedByFailure(apdu) };
    }
    return { kind: 'unrelated', name: apdu.kind };
  } catch (error) {
    if (error instanceof DlmsError) return { kind: 'refused', cause: error };
    throw error;
  }
}

function judge(aare: Aare, proposal: Proposal, context: SecurityContext | undefined): ProposalAnswer {
  const ciphered = isCiphered(proposal) ? context : undefined;
  if (aare.result !== 'accepted') {
    return { kind: 'refused', cause: refusedByAare(aare, legible(aare, ciphered)) };
  }
  const cause = unusable(aare, proposal);
  if (cause !== undefined) return { kind: 'refused', cause };
  if (context !== undefined && needsTitles(proposal)) learnTitle(context, aare.respondingApTitle);
  const { information, plain } = opened(aare.userInformation, ciphered);
  if (information?.kind === 'confirmed-service-error') {
    return { kind: 'refused', cause: refusedByAare(aare, information) };
  }
  const negotiated = negotiatedOf(information, proposal.referencing);
  return { kind: 'accepted', negotiated, plain, challenge: challengeIn(aare, proposal) };
}

/** The challenge that is to be answered. A meter that asks nothing has nothing to prove itself with either. */
function challengeIn({ respondingAuthenticationValue }: Aare, { auth }: Proposal): Uint8Array | undefined {
  if (!isHls(auth)) return undefined;
  if (respondingAuthenticationValue !== undefined) return respondingAuthenticationValue;
  throw withoutProof('the meter accepts the association without a challenge');
}

interface Information {
  readonly information: UserInformation | undefined;
  readonly plain?: Uint8Array | undefined;
}

/** @throws DlmsError of what cannot be opened, DLMS_PROTECTION for what should have been protected */
function opened(information: UserInformation | undefined, context: SecurityContext | undefined): Information {
  if (context === undefined || information === undefined) return { information };
  if (information.kind === 'confirmed-service-error') return { information };
  if (information.kind !== 'unsupported') throw unprotected(`the ${information.kind} comes unprotected`);
  const plain = context.open(information.octets).apdu;
  return { information: initiateAnswer(plain), plain };
}

function initiateAnswer(plain: Uint8Array): InitiateResponse | ConfirmedServiceError {
  const apdu = decodeApdu(plain);
  if (apdu.kind === 'initiate-response' || apdu.kind === 'confirmed-service-error') return apdu;
  throw new DlmsError(`the AARE holds a protected ${apdu.kind}`, {
    code: 'DLMS_MALFORMED',
    layer: 'association',
    fault: 'meter',
  });
}

/** A rejection is one, whether the reasons inside can be deciphered or not. */
function legible(
  { userInformation, respondingApTitle }: Aare,
  context: SecurityContext | undefined,
): UserInformation | undefined {
  // In clear it needs no title.
  if (userInformation?.kind === 'confirmed-service-error') return userInformation;
  try {
    if (context !== undefined) learnTitle(context, respondingApTitle);
    return opened(userInformation, context).information;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

function negotiatedOf(
  information: UserInformation | undefined,
  referencing: Referencing = 'LN',
): AssociationNegotiated {
  if (information?.kind !== 'initiate-response') {
    return { ...SILENT_GRANT[referencing], serverMaxReceivePduSize: 0, dlmsVersion: DLMS_VERSION };
  }
  return {
    conformance: information.negotiatedConformance,
    serverMaxReceivePduSize: information.serverMaxReceivePduSize,
    dlmsVersion: information.negotiatedDlmsVersionNumber,
    vaaName: information.vaaName,
  };
}
