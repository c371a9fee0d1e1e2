/**
 * What every ciphered APDU carries (Green Book, structure of ciphered APDUs): a length, the security header,
 * the APDU, and a tag where it is authenticated. Nothing is deciphered in this room.
 */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { decodeSecurityControl, encodeSecurityControl, type SecurityControl } from './security-control.js';

export interface CipheredContent {
  readonly securityControl: SecurityControl;
  /** 32 bits. */
  readonly invocationCounter: number;
  /** An APDU, enciphered where the security control says so. */
  readonly payload: Uint8Array;
  /** 12 octets; there where the security control says authenticated, and only there. */
  readonly authenticationTag?: Uint8Array | undefined;
}

export const AUTHENTICATION_TAG_LENGTH = 12;

/** Security control and invocation counter. */
const HEADER_LENGTH = 5;

export function encodeCipheredContent(writer: OctetWriter, content: CipheredContent): OctetWriter {
  const octets = new OctetWriter()
    .u8(encodeSecurityControl(content.securityControl))
    .u32(content.invocationCounter)
    .octets(content.payload)
    .octets(content.authenticationTag ?? new Uint8Array());
  return writeOctetString(writer, octets.toOctets());
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeCipheredContent(reader: OctetReader): CipheredContent {
  const content = new OctetReader(readOctetString(reader), reader.layer);
  const securityControl = decodeSecurityControl(content.peek() ?? 0);
  const tagLength = securityControl.authenticated ? AUTHENTICATION_TAG_LENGTH : 0;
  const payloadLength = content.remaining - HEADER_LENGTH - tagLength;
  if (payloadLength < 0) {
    throw reader.malformed(`${content.remaining} octets are too few for a security header and its tag`);
  }
  content.u8();
  return {
    securityControl,
    invocationCounter: content.u32(),
    payload: content.octets(payloadLength),
    authenticationTag: tagLength === 0 ? undefined : content.rest(),
  };
}
