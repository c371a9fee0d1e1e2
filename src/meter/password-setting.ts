/** The secret of authentication Low: text, or `0x…` for octets. It is never shown, not even where it is wrong. */
import { fromHex } from '../encoding/hex.js';
import type { SettingReader } from './setting-reader.js';

/** @param needed whether the authentication cannot do without it */
export function readPassword(reader: SettingReader, given: unknown, needed: boolean): Uint8Array {
  const password = given === undefined || given === null ? '' : String(given);
  if (needed && password === '') reader.refuseHidden('password', 'is not set: auth Low needs it');
  if (!/^0x/i.test(password)) return new TextEncoder().encode(password);
  try {
    return fromHex(password);
  } catch {
    reader.refuseHidden('password', '"***" begins with 0x but is not an even number of hexadecimal digits');
    return new Uint8Array();
  }
}
