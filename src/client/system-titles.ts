/** Whom an association is with (Green Book, system title): as the settings say, or as the meter says itself. */
import { toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import type { SecurityContext } from '../security/security-context.js';

const LENGTH = 8;

/**
 * Takes the responding-AP-title of an AARE for the meter's.
 * @throws DlmsError DLMS_SYSTEM_TITLE where it has a wrong length, is another than in the settings or that of
 * this client, or is neither sent nor set
 */
export function learnTitle(context: SecurityContext, responding: Uint8Array | undefined): void {
  const { peerSystemTitle: set, systemTitle: own } = context.material;
  if (responding === undefined || responding.length === 0) {
    if (set === undefined) throw wrongTitle('the meter sends no system title', HINTS.absent);
    checkOther(set, own);
    return;
  }
  if (responding.length !== LENGTH) {
    const length = `${responding.length} octets, not ${LENGTH}`;
    throw wrongTitle(`the system title of the meter has ${length}`, HINTS.length);
  }
  if (set !== undefined && toHex(set) !== toHex(responding)) {
    const titles = `${toHex(responding)}, not ${toHex(set)}`;
    throw wrongTitle(`the system title of the meter is ${titles} as in the settings`, HINTS.other);
  }
  checkOther(responding, own);
  context.peerSystemTitle = responding;
}

/**
 * Under one title both sides would use the same initialization vectors, and what this client says could be
 * sent back to it, in another of its associations, as if the meter had said it.
 */
function checkOther(title: Uint8Array, own: Uint8Array): void {
  if (toHex(title) !== toHex(own)) return;
  throw wrongTitle(`the meter goes by this client's own system title, ${toHex(own)}`, HINTS.own);
}

const HINTS = {
  absent: 'Set server_system_title: it is often on the plate, or the logical device name holds it.',
  length: 'The meter does not keep to the book: what it sends cannot be deciphered with such a title.',
  own: 'Set system_title to another one than the meter has; where they differ already, somebody feigns to be it.',
  other: 'Another meter answers, or server_system_title is wrong: clear it to take the title that comes.',
} as const;

function wrongTitle(message: string, hint: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_SYSTEM_TITLE', layer: 'security', fault: 'settings', hint });
}
