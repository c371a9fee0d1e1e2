/** System titles (Green Book): 8 octets that name one device, and make its initialization vectors its own. */
import { toHex } from '../encoding/hex.js';
import { sameOctets } from './octets.js';
import { wrongSystemTitle } from './refusals.js';

export const SYSTEM_TITLE_LENGTH = 8;

/**
 * The sender's title.
 * @param stated with the APDU; empty where it states none
 * @param known from the association or the settings
 * @throws DlmsError DLMS_SYSTEM_TITLE where there is none, or none of 8 octets, or where the two differ
 */
export function senderTitle(stated: Uint8Array, known: Uint8Array | undefined): Uint8Array {
  const title = stated.length > 0 ? stated : known;
  if (title === undefined) throw wrongSystemTitle('the system title of the sender is not known');
  checkLength(title);
  if (known !== undefined && !sameOctets(title, known)) {
    throw wrongSystemTitle(`the message comes from ${toHex(title)} where ${toHex(known)} is expected`);
  }
  return title;
}

/** An empty one is anybody's. @throws DlmsError DLMS_SYSTEM_TITLE */
export function checkRecipient(stated: Uint8Array, own: Uint8Array): void {
  if (stated.length === 0) return;
  checkLength(stated);
  if (!sameOctets(stated, own))
    throw wrongSystemTitle(`the message is meant for ${toHex(stated)}, not for ${toHex(own)}`);
}

function checkLength(title: Uint8Array): void {
  if (title.length === SYSTEM_TITLE_LENGTH) return;
  throw wrongSystemTitle(
    `the message states a system title of ${title.length} octets, not ${SYSTEM_TITLE_LENGTH}`,
  );
}
