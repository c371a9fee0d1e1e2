/** general-ciphering opened by itself, under whatever key its Key-Info asks for (Green Book, general-ciphering). */
import { headerOctets } from '../apdu/general-ciphering.js';
import { openContent } from './content-ciphering.js';
import { type OfferedKeys, offeredKey } from './offered-keys.js';
import { decodeProtected } from './opening.js';
import { undecipherable, unprotected } from './refusals.js';
import { senderTitle } from './system-title.js';

export interface GeneralCipheringKeys extends OfferedKeys {
  /** A secret; empty or left out where the system uses none. */
  readonly authenticationKey?: Uint8Array | undefined;
  /** Of the originator, where the message does not say it; 8 octets. */
  readonly systemTitle?: Uint8Array | undefined;
}

/**
 * The APDU inside, found genuine where it is authenticated. Neither its counter nor the strength of its
 * protection is judged.
 * @throws DlmsError DLMS_DECIPHERING for a wrong tag, DLMS_SYSTEM_TITLE, DLMS_PROTECTION for another form of
 * message or a compressed one, DLMS_KEY_WRAP, DLMS_SETTING for a key that is not given or too short,
 * DLMS_TRUNCATED, DLMS_MALFORMED
 */
export function openGeneralCiphering(octets: Uint8Array, keys: GeneralCipheringKeys): Uint8Array {
  const message = decodeProtected(octets);
  if (message.kind !== 'general-ciphering') throw unprotected(`${message.kind} is no general-ciphering`);
  if (message.securityControl.compressed) throw unprotected('general-ciphering is compressed');
  const stated = message.originatorSystemTitle;
  const contents = openContent(message, {
    key: offeredKey(message, keys),
    authenticationKey: keys.authenticationKey ?? new Uint8Array(),
    systemTitle: senderTitle(stated, stated.length > 0 ? undefined : keys.systemTitle),
    header: headerOctets(octets),
  });
  if (contents === undefined) throw undecipherable('the authentication tag of general-ciphering is wrong');
  return contents;
}
