/**
 * What AARQ, AARE, RLRQ and RLRE share (Green Book, ACSE APDUs in BER): a tag, then tagged fields. Fields may
 * be missing, unknown or in another order; a field that comes twice counts the last time.
 */
import { readLength } from '../encoding/axdr.js';
import { readTlv, writeTlv } from '../encoding/ber.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { AcseField } from './acse-field.js';
import { type UserInformation, writeUserInformation } from './user-information.js';

const USER_INFORMATION = 0xbe;

export interface AcseContents {
  /** Contents of each field by its tag octet. */
  readonly fields: ReadonlyMap<number, Uint8Array>;
  /** Stands on the contents of the user-information. */
  readonly userInformation: OctetReader | undefined;
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED; the same for all functions here that read. */
export function readAcse(reader: OctetReader, tag: number): AcseContents {
  if (reader.u8() !== tag) throw reader.malformed(`no APDU with tag ${tag}`);
  const length = readLength(reader);
  // The length of the whole is right where it ends with the octets; then every other length counts too.
  if (length >= reader.remaining) return readFields(subReader(reader.octets(length)), 0);
  return readFields(reader, reader.remaining - length);
}

/**
 * Reads fields until no more than `after` octets are left. Where octets follow the stated end, some meters
 * have stated all lengths too short: the user-information, which is the last field, is then read from the
 * outer reader, as far as its own APDU goes.
 */
function readFields(reader: OctetReader, after: number): AcseContents {
  const fields = new Map<number, Uint8Array>();
  let userInformation: OctetReader | undefined;
  while (reader.remaining > after) {
    if (after > 0 && reader.peek() === USER_INFORMATION) {
      reader.u8();
      readLength(reader);
      return { fields, userInformation: reader };
    }
    const { tag, value } = readTlv(reader);
    if (tag === USER_INFORMATION) userInformation = subReader(value);
    else fields.set(tag, value);
  }
  if (reader.remaining < after) throw reader.malformed('a field reaches beyond its APDU');
  return { fields, userInformation };
}

export function fieldOf<T>({ fields }: AcseContents, tag: number, { read }: AcseField<T>): T | undefined {
  const contents = fields.get(tag);
  return contents === undefined ? undefined : read(subReader(contents));
}

/** Writes nothing where there is no value. */
export function writeField<T>(
  writer: OctetWriter,
  tag: number,
  { write }: Pick<AcseField<T>, 'write'>,
  value: T | undefined,
): OctetWriter {
  return value === undefined ? writer : writeTlv(writer, tag, write(new OctetWriter(), value).toOctets());
}

/** Wraps fields that are already written, with the user-information as the last. */
export function writeAcse(
  writer: OctetWriter,
  tag: number,
  fields: OctetWriter,
  userInformation: UserInformation | undefined,
): OctetWriter {
  const body = writeField(fields, USER_INFORMATION, { write: writeUserInformation }, userInformation);
  return writeTlv(writer, tag, body.toOctets());
}

function subReader(octets: Uint8Array): OctetReader {
  return new OctetReader(octets, 'association');
}
