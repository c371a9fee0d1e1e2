/** Whether what was inside a ciphered APDU may be there (Green Book, receiver's checks). */
import { decodeApdu } from '../apdu/apdu.js';
import { nameOf } from '../apdu/enumeration.js';
import { type CipheredApdu, isProtectedTag } from '../apdu/protected-apdu.js';
import { isServiceCiphering, tagInside } from '../apdu/service-ciphering.js';
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { senseless, undecipherable } from './refusals.js';

/**
 * Without a tag the contents alone show whether the key was right: they have to be an APDU from end to end.
 * @throws DlmsError DLMS_MALFORMED, or DLMS_DECIPHERING where nothing else proves the contents genuine
 */
export function checkInnerApdu(outer: CipheredApdu, inner: Uint8Array): void {
  const { authenticated } = outer.securityControl;
  if (!mayHold(outer, inner[0])) {
    if (!authenticated) throw undecipherable(`${outer.kind} gives no APDU that fits it`);
    throw senseless(`${outer.kind} holds ${describe(inner[0])}, which does not fit it`);
  }
  if (!authenticated && !isReadable(inner)) throw undecipherable(`${outer.kind} gives no readable APDU`);
}

function mayHold(outer: CipheredApdu, tag: number | undefined): boolean {
  if (tag === undefined) return false;
  if (isServiceCiphering(outer.kind)) return tag === tagInside(outer.kind);
  return tag === APDU_TAG['general-signing'] || isPlainService(tag);
}

function isPlainService(tag: number): boolean {
  const isAcse = tag >= APDU_TAG.AARQ && tag <= APDU_TAG.RLRE;
  return !isAcse && !isProtectedTag(tag) && !nameOf(APDU_TAG, tag).startsWith('unknown-');
}

function describe(tag: number | undefined): string {
  return tag === undefined ? 'nothing' : nameOf(APDU_TAG, tag);
}

/** An APDU whose contents this package keeps as octets could be anything. */
export function isReadable(apdu: Uint8Array): boolean {
  try {
    return decodeApdu(apdu).kind !== 'unsupported';
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}
