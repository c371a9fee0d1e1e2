/** The association as this client proposes it (Green Book, AARQ and xDLMS InitiateRequest). */
import { encodeApdu } from '../apdu/apdu.js';
import { type Conformance, type ConformanceService, LN_PROPOSAL, SN_PROPOSAL } from '../apdu/conformance.js';
import type { InitiateRequest } from '../apdu/initiate.js';
import { APPLICATION_CONTEXT_NAME } from '../apdu/names.js';
import type { ObjectIdentifier } from '../apdu/object-identifier.js';
import { unsupportedApdu } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import type { SecurityMaterial } from '../security/material.js';
import { type AuthName, isHls, isTitled, mechanismName } from './authentication.js';
import type { Referencing } from './primitive.js';

export interface Proposal {
  /** LN where left out. */
  readonly referencing?: Referencing | undefined;
  readonly auth: AuthName;
  /** The secret of Low, High, HighMd5, HighSha1 and HighSha256; not used with the others. */
  readonly password: Uint8Array;
  /** CtoS, needed with all that is High: 8 to 64 random octets, of this association alone. */
  readonly challenge?: Uint8Array | undefined;
  /** The meter wants the secret of High itself in place of the challenge. */
  readonly secretAsChallenge?: boolean | undefined;
  /** What APDUs are protected with; without ciphering, what GMAC, SHA-256 and ECDSA need. */
  readonly security?: SecurityMaterial | undefined;
  /** client-max-receive-pdu-size in octets; 0 and 65535 are no limit. */
  readonly maxReceivePduSize: number;
  /** Services that are not proposed, though this client knows them: the meter grants them and fails in them. */
  readonly withoutServices?: readonly ConformanceService[] | undefined;
}

export const DLMS_VERSION = 6;
const AUTHENTICATION = '1';

const CONTEXT = {
  LN: {
    plain: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    ciphered: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_With_Ciphering,
  },
  SN: {
    plain: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering,
    ciphered: APPLICATION_CONTEXT_NAME.Short_Name_Referencing_With_Ciphering,
  },
} as const;

const CONFORMANCE = { LN: LN_PROPOSAL, SN: SN_PROPOSAL } as const;

/** Whether the context is one with ciphering: initiate APDUs are protected, too. */
export function isCiphered({ security }: Pick<Proposal, 'security'>): boolean {
  return security !== undefined && (security.protection.authenticated || security.protection.encrypted);
}

/** Whether APDUs are ciphered or signed: else the security material is for the authentication alone. */
export function isSecured({ security }: Pick<Proposal, 'security'>): boolean {
  return isCiphered({ security }) || security?.signed === true;
}

/** Whether each side has to know the other's system title. */
export function needsTitles(proposal: Pick<Proposal, 'auth' | 'security'>): boolean {
  return isSecured(proposal) || isTitled(proposal.auth);
}

export function applicationContextName(
  proposal: Pick<Proposal, 'referencing' | 'security'>,
): ObjectIdentifier {
  return CONTEXT[proposal.referencing ?? 'LN'][isCiphered(proposal) ? 'ciphered' : 'plain'];
}

/** CtoS of high level security. @throws DlmsError DLMS_STATE where there is none */
export function challengeOf({ auth, password, challenge, secretAsChallenge }: Proposal): Uint8Array {
  if (auth === 'High' && secretAsChallenge) return password;
  if (challenge !== undefined) return challenge;
  const details = { code: 'DLMS_STATE', layer: 'association', fault: 'package' } as const;
  throw new DlmsError(`${auth} without a challenge`, details);
}

/**
 * What of an AARQ is secret and can be read on the line: the password of Low, a secret in place of a
 * challenge, and the dedicated key where nothing is encrypted.
 */
export function secretsInAarq(proposal: Proposal): readonly Uint8Array[] {
  const { auth, password, secretAsChallenge, security } = proposal;
  const shown = auth === 'Low' || (auth === 'High' && secretAsChallenge);
  const dedicatedKey = isCiphered(proposal) ? security?.dedicatedKey : undefined;
  return [...(shown ? [password] : []), ...(dedicatedKey === undefined ? [] : [dedicatedKey])];
}

/** Whether the meter can tell by the AARQ alone that a password or key is wrong. */
export function showsSecret(proposal: Proposal): boolean {
  return secretsInAarq(proposal).length > 0 || isCiphered(proposal);
}

/** `dedicatedKey` goes into the AARQ alone, and into that of a ciphered association alone. */
export function initiateRequest(proposal: Proposal, dedicatedKey?: Uint8Array): InitiateRequest {
  return {
    kind: 'initiate-request',
    dedicatedKey,
    responseAllowed: true,
    proposedDlmsVersionNumber: DLMS_VERSION,
    proposedConformance: proposedConformance(proposal),
    clientMaxReceivePduSize: proposal.maxReceivePduSize,
  };
}

/**
 * The AARQ around an InitiateRequest, plain or protected. It may hold secrets: never trace it as it is.
 * @throws DlmsError DLMS_SETTING where a system title is needed and not set, DLMS_STATE without a challenge
 */
export function encodeProposal(proposal: Proposal, initiate: Uint8Array): Uint8Array {
  const { auth, password } = proposal;
  return encodeApdu({
    kind: 'AARQ',
    applicationContextName: applicationContextName(proposal),
    callingApTitle: needsTitles(proposal) ? ownTitle(proposal) : undefined,
    ...(auth !== 'None' && {
      senderAcseRequirements: AUTHENTICATION,
      mechanismName: mechanismName(auth),
      callingAuthenticationValue: isHls(auth) ? challengeOf(proposal) : password,
    }),
    userInformation: unsupportedApdu(initiate[0] ?? 0, initiate),
  });
}

function ownTitle({ auth, security }: Proposal): Uint8Array {
  if (security !== undefined) return security.systemTitle;
  throw new DlmsError(`${auth} needs system_title, which is not set`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
  });
}

/** ACCESS has no ciphered APDU of its own: ciphered it can only go in the general ones. */
function proposedConformance(proposal: Proposal): Conformance {
  const { referencing = 'LN', security, withoutServices = [] } = proposal;
  const services = new Set(CONFORMANCE[referencing]);
  if (isSecured(proposal)) {
    if (usesGeneralProtection(security)) services.add('general-protection');
    else services.delete('access');
  }
  return new Set([...services].filter((service) => !withoutServices.includes(service)));
}

function usesGeneralProtection({ form, signed }: Partial<SecurityMaterial> = {}): boolean {
  return signed === true || (form !== undefined && form !== 'service-specific');
}
