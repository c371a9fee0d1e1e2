/** The AAREs that refuse an association (Green Book, ACSE): who refuses, and why. */
import type { Aare } from '../apdu/aare.js';
import { type ConfirmedServiceError, encodeConfirmedServiceError } from '../apdu/exception.js';
import { APPLICATION_CONTEXT_NAME } from '../apdu/names.js';
import { APDU_TAG, unsupportedApdu } from '../apdu/tag.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { CipheredConversation } from './ciphered-conversation.js';
import type { Diagnostic } from './client-entry.js';
import type { ApplicationFaults } from './faults.js';

export interface AssociationRefusal {
  readonly kind: 'rejected';
  readonly aare: Aare;
}

type ContextName = Aare['applicationContextName'];

/** A permanent refusal by the service user; also what an AARQ that cannot be read gets. */
export function rejected(
  diagnostic: Diagnostic,
  name: ContextName = APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
): AssociationRefusal {
  return rejectedAsTold({ result: 'rejected-permanent', diagnostic }, name);
}

export function rejectedAsTold(
  { result, diagnostic }: NonNullable<ApplicationFaults['refuse']>,
  applicationContextName: ContextName,
): AssociationRefusal {
  const resultSourceDiagnostic = { source: 'acse-service-user', diagnostic } as const;
  return { kind: 'rejected', aare: { kind: 'AARE', applicationContextName, result, resultSourceDiagnostic } };
}

/** The InitiateRequest cannot be agreed to: `errorValue` is a name of the class initiate. */
export function initiateRejected(
  errorValue: string,
  name: ContextName,
  conversation: CipheredConversation | undefined,
): AssociationRefusal {
  const error = {
    kind: 'confirmed-service-error',
    service: 'initiateError',
    errorClass: 'initiate',
  } as const;
  const { aare } = rejected('no-reason-given', name);
  const userInformation = protectedError({ ...error, errorValue }, conversation);
  // Without the title the client could not decipher the error.
  const respondingApTitle = conversation?.material.systemTitle;
  return { kind: 'rejected', aare: { ...aare, respondingApTitle, userInformation } };
}

export function noCommonVersion(): AssociationRefusal {
  const { aare } = rejected('null');
  const resultSourceDiagnostic = {
    source: 'acse-service-provider',
    diagnostic: 'no-common-acse-version',
  } as const;
  return { kind: 'rejected', aare: { ...aare, resultSourceDiagnostic } };
}

function protectedError(error: ConfirmedServiceError, conversation: CipheredConversation | undefined) {
  if (conversation === undefined) return error;
  const octets = encodeConfirmedServiceError(new OctetWriter(), error).toOctets();
  return unsupportedApdu(APDU_TAG['glo-confirmedServiceError'], conversation.protectInitiate(octets));
}
