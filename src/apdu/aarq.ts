/** AARQ, the request to associate (Green Book, ACSE APDUs). */
import type { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { fieldOf, readAcse, writeAcse, writeField } from './acse.js';
import {
  authenticationValue,
  bitString,
  implicitObjectIdentifier,
  integer,
  objectIdentifier,
  octetString,
} from './acse-field.js';
import type { ObjectIdentifier } from './object-identifier.js';
import { APDU_TAG } from './tag.js';
import { readUserInformation, type UserInformation } from './user-information.js';

export interface Aarq {
  readonly kind: 'AARQ';
  /** Bits as text; "1" is version1. */
  readonly protocolVersion?: string | undefined;
  readonly applicationContextName: ObjectIdentifier;
  readonly calledApTitle?: Uint8Array | undefined;
  readonly calledAeQualifier?: Uint8Array | undefined;
  readonly calledApInvocationId?: number | undefined;
  readonly calledAeInvocationId?: number | undefined;
  /** The client's system title. */
  readonly callingApTitle?: Uint8Array | undefined;
  readonly callingAeQualifier?: Uint8Array | undefined;
  readonly callingApInvocationId?: number | undefined;
  /** The client's user id. */
  readonly callingAeInvocationId?: number | undefined;
  /** Bits as text; "1" asks for authentication. */
  readonly senderAcseRequirements?: string | undefined;
  readonly mechanismName?: ObjectIdentifier | undefined;
  /** With low level security the password: a secret. With high level security the challenge CtoS. */
  readonly callingAuthenticationValue?: Uint8Array | undefined;
  readonly userInformation?: UserInformation | undefined;
}

export function encodeAarq(writer: OctetWriter, aarq: Aarq): OctetWriter {
  const fields = new OctetWriter();
  writeField(fields, 0x80, bitString, aarq.protocolVersion);
  writeField(fields, 0xa1, objectIdentifier, aarq.applicationContextName);
  writeField(fields, 0xa2, octetString, aarq.calledApTitle);
  writeField(fields, 0xa3, octetString, aarq.calledAeQualifier);
  writeField(fields, 0xa4, integer, aarq.calledApInvocationId);
  writeField(fields, 0xa5, integer, aarq.calledAeInvocationId);
  writeField(fields, 0xa6, octetString, aarq.callingApTitle);
  writeField(fields, 0xa7, octetString, aarq.callingAeQualifier);
  writeField(fields, 0xa8, integer, aarq.callingApInvocationId);
  writeField(fields, 0xa9, integer, aarq.callingAeInvocationId);
  writeField(fields, 0x8a, bitString, aarq.senderAcseRequirements);
  writeField(fields, 0x8b, implicitObjectIdentifier, aarq.mechanismName);
  writeField(fields, 0xac, authenticationValue, aarq.callingAuthenticationValue);
  return writeAcse(writer, APDU_TAG.AARQ, fields, aarq.userInformation);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAarq(reader: OctetReader): Aarq {
  const contents = readAcse(reader, APDU_TAG.AARQ);
  const applicationContextName = fieldOf(contents, 0xa1, objectIdentifier);
  if (applicationContextName === undefined) throw reader.malformed('AARQ without application context');
  return {
    kind: 'AARQ',
    protocolVersion: fieldOf(contents, 0x80, bitString),
    applicationContextName,
    calledApTitle: fieldOf(contents, 0xa2, octetString),
    calledAeQualifier: fieldOf(contents, 0xa3, octetString),
    calledApInvocationId: fieldOf(contents, 0xa4, integer),
    calledAeInvocationId: fieldOf(contents, 0xa5, integer),
    callingApTitle: fieldOf(contents, 0xa6, octetString),
    callingAeQualifier: fieldOf(contents, 0xa7, octetString),
    callingApInvocationId: fieldOf(contents, 0xa8, integer),
    callingAeInvocationId: fieldOf(contents, 0xa9, integer),
    senderAcseRequirements: fieldOf(contents, 0x8a, bitString),
    mechanismName: fieldOf(contents, 0x8b, implicitObjectIdentifier),
    callingAuthenticationValue: fieldOf(contents, 0xac, authenticationValue),
    userInformation: contents.userInformation && readUserInformation(contents.userInformation),
  };
}
