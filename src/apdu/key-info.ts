/** Key-Info of general-ciphering (Green Book): which key it is under, or how to come by that key. */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { codeOf, type Named, nameOf } from './enumeration.js';

export const KEY_ID = {
  'global-unicast-encryption-key': 0,
  'global-broadcast-encryption-key': 1,
} as const;

export const KEK_ID = { 'master-key': 0 } as const;

export type KeyInfo =
  | { readonly kind: 'identified-key'; readonly keyId: Named<typeof KEY_ID> }
  /** The key itself, wrapped with another one (RFC 3394). */
  | {
      readonly kind: 'wrapped-key';
      readonly kekId: Named<typeof KEK_ID>;
      readonly keyCipheredData: Uint8Array;
    }
  /** What the key is derived from; the one octet of the parameters is the scheme of key agreement. */
  | {
      readonly kind: 'agreed-key';
      readonly keyParameters: Uint8Array;
      readonly keyCipheredData: Uint8Array;
    };

const KEY_INFO = { 'identified-key': 0, 'wrapped-key': 1, 'agreed-key': 2 } as const;

export function encodeKeyInfo(writer: OctetWriter, info: KeyInfo): OctetWriter {
  writer.u8(KEY_INFO[info.kind]);
  switch (info.kind) {
    case 'identified-key':
      return writer.u8(codeOf(KEY_ID, info.keyId));
    case 'wrapped-key':
      return writeOctetString(writer.u8(codeOf(KEK_ID, info.kekId)), info.keyCipheredData);
    case 'agreed-key':
      return writeOctetString(writeOctetString(writer, info.keyParameters), info.keyCipheredData);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeKeyInfo(reader: OctetReader): KeyInfo {
  const choice = reader.u8();
  switch (choice) {
    case KEY_INFO['identified-key']:
      return { kind: 'identified-key', keyId: nameOf(KEY_ID, reader.u8()) };
    case KEY_INFO['wrapped-key']: {
      const kekId = nameOf(KEK_ID, reader.u8());
      return { kind: 'wrapped-key', kekId, keyCipheredData: readOctetString(reader) };
    }
    case KEY_INFO['agreed-key']: {
      const keyParameters = readOctetString(reader);
      return { kind: 'agreed-key', keyParameters, keyCipheredData: readOctetString(reader) };
    }
    default:
      throw reader.malformed(`Key-Info with the unknown choice ${choice}`);
  }
}
