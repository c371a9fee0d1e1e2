/** The association as this client proposes it, and the meter's answer (Green Book, AARQ and AARE). */
import type { Aare } from '../apdu/aare.js';
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import { type Conformance, LN_PROPOSAL } from '../apdu/conformance.js';
import { APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../apdu/names.js';
import type { ApduName } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { refusedByAare, refusedByFailure } from './association-refusal.js';
import { unawaited } from './awaited.js';
import type { AssociationNegotiated } from './primitive.js';

export interface Proposal {
  readonly auth: 'None' | 'Low';
  /** The secret of Low; not used with None. */
  readonly password: Uint8Array;
  /** client-max-receive-pdu-size in octets; 0 and 65535 are no limit. */
  readonly maxReceivePduSize: number;
}

export type ProposalAnswer =
  | { readonly kind: 'accepted'; readonly negotiated: AssociationNegotiated }
  | { readonly kind: 'refused'; readonly cause: DlmsError }
  /** An APDU that has nothing to do with the proposal. */
  | { readonly kind: 'unrelated'; readonly name: string };

const ANSWERS: readonly ApduName[] = ['AARE', 'exception-response', 'confirmedServiceError'];
const DLMS_VERSION = 6;
const LN_VAA_NAME = 7;
const AUTHENTICATION = '1';

/** What a meter grants that says nothing: the least that a reader by logical name needs. */
const SILENT_GRANT: AssociationNegotiated = {
  conformance: new Set(['get', 'block-transfer-with-get-or-read'] as const) satisfies Conformance,
  serverMaxReceivePduSize: 0,
  dlmsVersion: DLMS_VERSION,
  vaaName: LN_VAA_NAME,
};

/** The AARQ. It holds the password: never trace it as it is. */
export function encodeProposal(proposal: Proposal): Uint8Array {
  return encodeApdu({
    kind: 'AARQ',
    applicationContextName: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    ...(proposal.auth === 'Low' && {
      senderAcseRequirements: AUTHENTICATION,
      mechanismName: MECHANISM_NAME.COSEM_low_level_security,
      callingAuthenticationValue: proposal.password,
    }),
    userInformation: {
      kind: 'initiate-request',
      responseAllowed: true,
      proposedDlmsVersionNumber: DLMS_VERSION,
      proposedConformance: LN_PROPOSAL,
      clientMaxReceivePduSize: proposal.maxReceivePduSize,
    },
  });
}

/** Reads any APDU that comes while the AARE is awaited; octets that make none are a refusal. */
export function readProposalAnswer(octets: Uint8Array): ProposalAnswer {
  const other = unawaited(octets, ANSWERS);
  if (other !== undefined) return { kind: 'unrelated', name: other };
  try {
    const apdu = decodeApdu(octets);
    if (apdu.kind === 'AARE') return judge(apdu);
    if (apdu.kind === 'exception-response' || apdu.kind === 'confirmed-service-error') {
      return { kind: 'refused', cause: refusedByFailure(apdu) };
    }
    return { kind: 'unrelated', name: apdu.kind };
  } catch (error) {
    if (error instanceof DlmsError) return { kind: 'refused', cause: error };
    throw error;
  }
}

function judge(aare: Aare): ProposalAnswer {
  const cause = refusedByAare(aare);
  if (cause !== undefined) return { kind: 'refused', cause };
  return { kind: 'accepted', negotiated: negotiatedOf(aare) };
}

function negotiatedOf({ userInformation }: Aare): AssociationNegotiated {
  if (userInformation?.kind !== 'initiate-response') return SILENT_GRANT;
  return {
    conformance: userInformation.negotiatedConformance,
    serverMaxReceivePduSize: userInformation.serverMaxReceivePduSize,
    dlmsVersion: userInformation.negotiatedDlmsVersionNumber,
    vaaName: userInformation.vaaName,
  };
}
