/** AARE, the answer to an AARQ (Green Book, ACSE APDUs). Meters leave out most fields at one time or other. */
import { readTlv, writeTlv } from '../encoding/ber.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { fieldOf, readAcse, writeAcse, writeField } from './acse.js';
import {
  type AcseField,
  authenticationValue,
  bitString,
  implicitObjectIdentifier,
  integer,
  objectIdentifier,
  octetString,
} from './acse-field.js';
import { codeOf, type Named, nameOf } from './enumeration.js';
import {
  ACSE_SERVICE_PROVIDER,
  ACSE_SERVICE_USER,
  ASSOCIATION_RESULT,
  type ResultSourceDiagnostic,
} from './names.js';
import type { ObjectIdentifier } from './object-identifier.js';
import { APDU_TAG } from './tag.js';
import { readUserInformation, type UserInformation } from './user-information.js';

export interface Aare {
  readonly kind: 'AARE';
  /** Bits as text; "1" is version1. */
  readonly protocolVersion?: string | undefined;
  readonly applicationContextName?: ObjectIdentifier | undefined;
  readonly result: Named<typeof ASSOCIATION_RESULT>;
  readonly resultSourceDiagnostic?: ResultSourceDiagnostic | undefined;
  /** The server's system title. */
  readonly respondingApTitle?: Uint8Array | undefined;
  readonly respondingAeQualifier?: Uint8Array | undefined;
  readonly respondingApInvocationId?: number | undefined;
  readonly respondingAeInvocationId?: number | undefined;
  /** Bits as text; "1" is authentication. */
  readonly responderAcseRequirements?: string | undefined;
  readonly mechanismName?: ObjectIdentifier | undefined;
  /** The challenge StoC of high level security. */
  readonly respondingAuthenticationValue?: Uint8Array | undefined;
  readonly userInformation?: UserInformation | undefined;
}

const SERVICE_PROVIDER = 0xa2;
const SERVICE_USER = 0xa1;

const resultSourceDiagnostic: AcseField<ResultSourceDiagnostic> = {
  read: (contents) => {
    const choice = contents.peek();
    const code = integer.read(new OctetReader(readTlv(contents).value, contents.layer));
    return choice === SERVICE_PROVIDER
      ? { source: 'acse-service-provider', diagnostic: nameOf(ACSE_SERVICE_PROVIDER, code) }
      : { source: 'acse-service-user', diagnostic: nameOf(ACSE_SERVICE_USER, code) };
  },
  write: (writer, value) => {
    const [choice, code] =
      value.source === 'acse-service-provider'
        ? [SERVICE_PROVIDER, codeOf(ACSE_SERVICE_PROVIDER, value.diagnostic)]
        : [SERVICE_USER, codeOf(ACSE_SERVICE_USER, value.diagnostic)];
    return writeTlv(writer, choice, integer.write(new OctetWriter(), code).toOctets());
  },
};

export function encodeAare(writer: OctetWriter, aare: Aare): OctetWriter {
  const fields = new OctetWriter();
  writeField(fields, 0x80, bitString, aare.protocolVersion);
  writeField(fields, 0xa1, objectIdentifier, aare.applicationContextName);
  writeField(fields, 0xa2, integer, codeOf(ASSOCIATION_RESULT, aare.result));
  writeField(fields, 0xa3, resultSourceDiagnostic, aare.resultSourceDiagnostic);
  writeField(fields, 0xa4, octetString, aare.respondingApTitle);
  writeField(fields, 0xa5, octetString, aare.respondingAeQualifier);
  writeField(fields, 0xa6, integer, aare.respondingApInvocationId);
  writeField(fields, 0xa7, integer, aare.respondingAeInvocationId);
  writeField(fields, 0x88, bitString, aare.responderAcseRequirements);
  writeField(fields, 0x89, implicitObjectIdentifier, aare.mechanismName);
  writeField(fields, 0xaa, authenticationValue, aare.respondingAuthenticationValue);
  return writeAcse(writer, APDU_TAG.AARE, fields, aare.userInformation);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeAare(reader: OctetReader): Aare {
  const contents = readAcse(reader, APDU_TAG.AARE);
  const result = fieldOf(contents, 0xa2, integer);
  if (result === undefined) throw reader.malformed('AARE without result');
  return {
    kind: 'AARE',
    protocolVersion: fieldOf(contents, 0x80, bitString),
    applicationContextName: fieldOf(contents, 0xa1, objectIdentifier),
    result: nameOf(ASSOCIATION_RESULT, result),
    resultSourceDiagnostic: fieldOf(contents, 0xa3, resultSourceDiagnostic),
    respondingApTitle: fieldOf(contents, 0xa4, octetString),
    respondingAeQualifier: fieldOf(contents, 0xa5, octetString),
    respondingApInvocationId: fieldOf(contents, 0xa6, integer),
    respondingAeInvocationId: fieldOf(contents, 0xa7, integer),
    responderAcseRequirements: fieldOf(contents, 0x88, bitString),
    mechanismName: fieldOf(contents, 0x89, implicitObjectIdentifier),
    respondingAuthenticationValue: fieldOf(contents, 0xaa, authenticationValue),
    userInformation: contents.userInformation && readUserInformation(contents.userInformation),
  };
}
