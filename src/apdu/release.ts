/** RLRQ and RLRE, the release of an association (Green Book, ACSE APDUs). Both may be empty. */
import type { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { fieldOf, readAcse, writeAcse, writeField } from './acse.js';
import { implicitInteger } from './acse-field.js';
import { codeOf, type Named, nameOf } from './enumeration.js';
import { RELEASE_REQUEST_REASON, RELEASE_RESPONSE_REASON } from './names.js';
import { APDU_TAG } from './tag.js';
import { readUserInformation, type UserInformation } from './user-information.js';

export interface Rlrq {
  readonly kind: 'RLRQ';
  readonly reason?: Named<typeof RELEASE_REQUEST_REASON> | undefined;
  readonly userInformation?: UserInformation | undefined;
}

export interface Rlre {
  readonly kind: 'RLRE';
  readonly reason?: Named<typeof RELEASE_RESPONSE_REASON> | undefined;
  readonly userInformation?: UserInformation | undefined;
}

const REASON = 0x80;

export function encodeRlrq(writer: OctetWriter, { reason, userInformation }: Rlrq): OctetWriter {
  const code = reason === undefined ? undefined : codeOf(RELEASE_REQUEST_REASON, reason);
  const fields = writeField(new OctetWriter(), REASON, implicitInteger, code);
  return writeAcse(writer, APDU_TAG.RLRQ, fields, userInformation);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeRlrq(reader: OctetReader): Rlrq {
  const contents = readAcse(reader, APDU_TAG.RLRQ);
  const code = fieldOf(contents, REASON, implicitInteger);
  return {
    kind: 'RLRQ',
    reason: code === undefined ? undefined : nameOf(RELEASE_REQUEST_REASON, code),
    userInformation: contents.userInformation && readUserInformation(contents.userInformation),
  };
}

export function encodeRlre(writer: OctetWriter, { reason, userInformation }: Rlre): OctetWriter {
  const code = reason === undefined ? undefined : codeOf(RELEASE_RESPONSE_REASON, reason);
  const fields = writeField(new OctetWriter(), REASON, implicitInteger, code);
  return writeAcse(writer, APDU_TAG.RLRE, fields, userInformation);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeRlre(reader: OctetReader): Rlre {
  const contents = readAcse(reader, APDU_TAG.RLRE);
  const code = fieldOf(contents, REASON, implicitInteger);
  return {
    kind: 'RLRE',
    reason: code === undefined ? undefined : nameOf(RELEASE_RESPONSE_REASON, code),
    userInformation: contents.userInformation && readUserInformation(contents.userInformation),
  };
}
