/** Keys and titles in settings, as hexadecimal. A key is never shown, not even where it is wrong. */
import { fromHex } from '../encoding/hex.js';
import type { DlmsError } from '../errors.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';
import { hidden } from './secret-octets.js';
import type { SettingReader } from './setting-reader.js';

const TITLE_LENGTH = 8;
const NOT_HEX = 'is not an even number of hexadecimal digits';

/** The text of a secret, however it came. */
export function secretText(given: unknown): string {
  return given === undefined || given === null ? '' : String(given).trim();
}

/** @param needed who needs the key; undefined where it may be left out */
export function readKey(
  reader: SettingReader,
  property: string,
  given: unknown,
  suite: SecuritySuiteId,
  needed?: string | undefined,
): Uint8Array | undefined {
  const text = secretText(given);
  if (text === '') {
    if (needed !== undefined) reader.refuseHidden(property, `is not set: ${needed} needs it`);
    return undefined;
  }
  const key = octetsOf(text);
  const { keyLength } = SECURITY_SUITE[suite];
  if (key === undefined) reader.refuseHidden(property, NOT_HEX);
  else if (key.length !== keyLength) {
    reader.refuseHidden(
      property,
      `is ${key.length} octets long; suite ${suite} needs ${keyLength}, ${2 * keyLength} hexadecimal digits`,
    );
  }
  return key === undefined ? undefined : hidden(key);
}

/** A system title; undefined where none is given. */
export function readTitle(reader: SettingReader, property: string): Uint8Array | undefined {
  if (!reader.isSet(property)) return undefined;
  const title = octetsOf(reader.text(property));
  if (title?.length === TITLE_LENGTH) return title;
  const why = title === undefined ? NOT_HEX : `is ${title.length} octet${title.length === 1 ? '' : 's'} long`;
  reader.refuse(property, `${why}: ${TITLE_LENGTH} octets, ${2 * TITLE_LENGTH} hexadecimal digits`);
  return undefined;
}

function octetsOf(text: string): Uint8Array | undefined {
  try {
    return fromHex(text);
  } catch (error) {
    if ((error as DlmsError).code !== 'DLMS_BAD_HEX') throw error;
    return undefined;
  }
}
