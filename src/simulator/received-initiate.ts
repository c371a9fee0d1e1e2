/**
 * The InitiateRequest of an AARQ, ciphered or not (Green Book, xDLMS Initiate): what the client proposes, and
 * how it protects its messages from then on.
 */
import type { Aarq } from '../apdu/aarq.js';
import { decodeInitiateRequest, type InitiateRequest } from '../apdu/initiate.js';
import { OctetReader } from '../encoding/octet-reader.js';
import type { Protection } from '../security/material.js';
import { SECURITY_SUITE } from '../security/suite.js';
import { CipheredConversation } from './ciphered-conversation.js';
import type { AssociationMaterial } from './meter-security.js';
import type { SecurityFaults } from './security-faults.js';
import type { SiteSecurity } from './security-settings.js';

export type ReceivedInitiate =
  | {
      readonly kind: 'initiate';
      readonly request: InitiateRequest;
      /** False where the client brings a dedicated key that the meter does not take. */
      readonly keyTaken: boolean;
      /** Present in a context with ciphering. */
      readonly conversation?: CipheredConversation | undefined;
    }
  /** It cannot be opened: an ExceptionResponse, or silence, takes the place of the AARE. */
  | { readonly kind: 'refused'; readonly answer: Uint8Array | undefined }
  | { readonly kind: 'missing' };

export function plainInitiate({ userInformation }: Aarq): ReceivedInitiate {
  return userInformation?.kind === 'initiate-request'
    ? { kind: 'initiate', request: userInformation, keyTaken: true }
    : { kind: 'missing' };
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function cipheredInitiate(
  { userInformation }: Aarq,
  material: AssociationMaterial,
  site: SiteSecurity,
  faults: () => SecurityFaults,
): ReceivedInitiate {
  if (userInformation?.kind !== 'unsupported') return { kind: 'missing' };
  const received = new CipheredConversation(material, faults).open(userInformation.octets);
  if (received.kind === 'refused') return received;
  const request = decodeInitiateRequest(new OctetReader(received.opened.apdu, 'association'));
  const protection = together(material.protection, received.opened.protection);
  const keyTaken = takesDedicatedKey(request, site);
  const dedicatedKey = keyTaken ? request.dedicatedKey : undefined;
  const conversation = new CipheredConversation({ ...material, protection, dedicatedKey }, faults);
  return { kind: 'initiate', request, keyTaken, conversation };
}

function takesDedicatedKey({ dedicatedKey }: InitiateRequest, site: SiteSecurity): boolean {
  if (dedicatedKey === undefined) return true;
  return site.acceptDedicatedKey && dedicatedKey.length === SECURITY_SUITE[site.suite].keyLength;
}

/** An association stays as well protected as it began. */
function together(one: Protection, other: Protection): Protection {
  return {
    authenticated: one.authenticated || other.authenticated,
    encrypted: one.encrypted || other.encrypted,
  };
}
