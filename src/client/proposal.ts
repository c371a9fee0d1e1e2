/** The association as this client proposes it, and the meter's answer (Green Book, AARQ and AARE). */
import type { Aare } from '../apdu/aare.js';
import { decodeApdu, encodeApdu } from '../apdu/apdu.js';
import { type Conformance, type ConformanceService, LN_PROPOSAL, SN_PROPOSAL } from '../apdu/conformance.js';
import { APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../apdu/names.js';
import type { ApduName } from '../apdu/tag.js';
import { RESERVED_BASE_NAME } from '../cosem/short-name.js';
import { DlmsError } from '../errors.js';
import { refusedByAare, refusedByFailure } from './association-refusal.js';
import { unawaited } from './awaited.js';
import type { AssociationNegotiated, Referencing } from './primitive.js';

export interface Proposal {
  /** LN where left out. */
  readonly referencing?: Referencing | undefined;
  readonly auth: 'None' | 'Low';
  /** The secret of Low; not used with None. */
  readonly password: Uint8Array;
  /** client-max-receive-pdu-size in octets; 0 and 65535 are no limit. */
  readonly maxReceivePduSize: number;
  /** Services that are not proposed, though this client knows them: the meter grants them and fails in them. */
  readonly withoutServices?: readonly ConformanceService[] | undefined;
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

/** What is proposed for each kind of referencing. */
const PROPOSED = {
  LN: {
    applicationContextName: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    conformance: LN_PROPOSAL,
  },
  SN: {
    applicationContextName: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering,
    conformance: SN_PROPOSAL,
  },
} as const;

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

/** The AARQ. It holds the password: never trace it as it is. */
export function encodeProposal(proposal: Proposal): Uint8Array {
  const { applicationContextName, conformance } = PROPOSED[proposal.referencing ?? 'LN'];
  return encodeApdu({
    kind: 'AARQ',
    applicationContextName,
    ...(proposal.auth === 'Low' && {
      senderAcseRequirements: AUTHENTICATION,
      mechanismName: MECHANISM_NAME.COSEM_low_level_security,
      callingAuthenticationValue: proposal.password,
    }),
    userInformation: {
      kind: 'initiate-request',
      responseAllowed: true,
      proposedDlmsVersionNumber: DLMS_VERSION,
      proposedConformance: without(conformance, proposal.withoutServices),
      clientMaxReceivePduSize: proposal.maxReceivePduSize,
    },
  });
}

function without(conformance: Conformance, services: readonly ConformanceService[] = []): Conformance {
  return new Set([...conformance].filter((service) => !services.includes(service)));
}

/** Reads any APDU that comes while the AARE is awaited; octets that make none are a refusal. */
export function readProposalAnswer(octets: Uint8Array, referencing: Referencing = 'LN'): ProposalAnswer {
  const other = unawaited(octets, ANSWERS);
  if (other !== undefined) return { kind: 'unrelated', name: other };
  try {
    const apdu = decodeApdu(octets);
    if (apdu.kind === 'AARE') return judge(apdu, referencing);
    if (apdu.kind === 'exception-response' || apdu.kind === 'confirmed-service-error') {
      return { kind: 'refused', cause: refusedByFailure(apdu) };
    }
    return { kind: 'unrelated', name: apdu.kind };
  } catch (error) {
    if (error instanceof DlmsError) return { kind: 'refused', cause: error };
    throw error;
  }
}

function judge(aare: Aare, referencing: Referencing): ProposalAnswer {
  const cause = refusedByAare(aare, PROPOSED[referencing].applicationContextName);
  if (cause !== undefined) return { kind: 'refused', cause };
  return { kind: 'accepted', negotiated: negotiatedOf(aare, referencing) };
}

function negotiatedOf({ userInformation }: Aare, referencing: Referencing): AssociationNegotiated {
  if (userInformation?.kind !== 'initiate-response') {
    return { ...SILENT_GRANT[referencing], serverMaxReceivePduSize: 0, dlmsVersion: DLMS_VERSION };
  }
  return {
    conformance: userInformation.negotiatedConformance,
    serverMaxReceivePduSize: userInformation.serverMaxReceivePduSize,
    dlmsVersion: userInformation.negotiatedDlmsVersionNumber,
    vaaName: userInformation.vaaName,
  };
}
