/**
 * The shared secret of an authentication: text, or `0x…` for octets. It is never shown, not even where it is
 * wrong.
 */
import type { AuthName } from '../client/authentication.js';
import { fromHex } from '../encoding/hex.js';
import { MAX_HIGH_SECRET } from '../security/hls.js';
import { hidden } from './secret-octets.js';
import type { SettingReader } from './setting-reader.js';

/** Authentications that are worth nothing without it. */
const NEED_PASSWORD: readonly AuthName[] = ['Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256'];

export function readPassword(reader: SettingReader, given: unknown, auth: AuthName): Uint8Array {
  const text = given === undefined || given === null ? '' : String(given);
  if (NEED_PASSWORD.includes(auth) && text === '') {
    reader.refuseHidden('password', `is not set: ${reader.nameOf('auth')} ${auth} needs it`);
  }
  const password = octetsOf(reader, text);
  if (auth === 'High' && password.length > MAX_HIGH_SECRET) {
    reader.refuseHidden(
      'password',
      `is ${password.length} octets long: at most ${MAX_HIGH_SECRET} with ${reader.nameOf('auth')} High`,
    );
  }
  return hidden(password);
}

function octetsOf(reader: SettingReader, text: string): Uint8Array {
  if (!/^0x/i.test(text)) return new TextEncoder().encode(text);
  try {
    return fromHex(text);
  } catch {
    reader.refuseHidden('password', '"***" begins with 0x but is not an even number of hexadecimal digits');
    return new Uint8Array();
  }
}
