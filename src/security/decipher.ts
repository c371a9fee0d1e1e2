/**
 * Single messages deciphered outside of any association (Green Book, protection of APDUs): for those who look
 * at records, or listen to what meters send by themselves. Counters and the strength of protection are not
 * judged; what nothing proves, or is not as the book has it, is said.
 */
import { nameOf } from '../apdu/enumeration.js';
import { headerOctets } from '../apdu/general-ciphering.js';
import type { GeneralSigning } from '../apdu/general-signing.js';
import { type CipheredApdu, isProtectedTag, type ProtectedApdu } from '../apdu/protected-apdu.js';
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { isReadable } from './inner-apdu.js';
import type { PublicKey } from './key-pair.js';
import { signedContent } from './message-signing.js';
import { type OfferedKeys, offeredKey } from './offered-keys.js';
import { decodeProtected } from './opening.js';
import { undecipherable, unprotected } from './refusals.js';
import { SECURITY_SUITE } from './suite.js';
import { senderTitle } from './system-title.js';
import { openTolerantly, type Tolerated } from './tolerant-opening.js';

export interface DecipherKeys extends OfferedKeys {
  /** A secret. Left out where it is not known: tags are not checked then; empty where the system uses none. */
  readonly authenticationKey?: Uint8Array | undefined;
  /** Of the sender, where the message does not say it; 8 octets. */
  readonly systemTitle?: Uint8Array | undefined;
  /** Of the sender, for signatures; left out where it is not known: they are not checked then. */
  readonly publicKey?: PublicKey | undefined;
}

/** More than any book's nesting of ciphering and signature. */
const MOST_LAYERS = 4;

/**
 * What is inside a ciphered or signed APDU of any form, through all its layers: an APDU, or with some meters a
 * text.
 * @throws DlmsError DLMS_DECIPHERING, DLMS_SIGNATURE, DLMS_SYSTEM_TITLE, DLMS_PROTECTION for a plain APDU and
 * for a compressed one, DLMS_SETTING for a key that is not given, DLMS_KEY_WRAP, DLMS_TRUNCATED, DLMS_MALFORMED
 */
export function decipher(octets: Uint8Array, keys: DecipherKeys): Tolerated {
  return peel(octets, decodeProtected(octets), keys, MOST_LAYERS);
}

function peel(octets: Uint8Array, outer: ProtectedApdu, keys: DecipherKeys, layers: number): Tolerated {
  const layer = takeOff(octets, outer, keys);
  if (!isProtectedTag(layer.contents[0])) return layer;
  const next = orError(() => decodeProtected(layer.contents));
  if (next instanceof DlmsError || layers === 1) {
    return { ...layer, notes: [...layer.notes, 'the protected APDU inside was not opened'] };
  }
  const { contents, verified, notes } = peel(layer.contents, next, keys, layers - 1);
  return { contents, verified: layer.verified || verified, notes: [...layer.notes, ...notes] };
}

function takeOff(octets: Uint8Array, outer: ProtectedApdu, keys: DecipherKeys): Tolerated {
  if (outer.kind === 'general-signing') return unsign(octets, outer, keys);
  if (outer.securityControl.compressed) throw unprotected(`${outer.kind} is compressed`);
  const key = offeredKey(outer, keys);
  const stated = statedTitle(outer);
  const opened = openTolerantly(outer, {
    key,
    authenticationKey: keys.authenticationKey,
    systemTitle: senderTitle(stated, stated.length > 0 ? undefined : keys.systemTitle),
    header: outer.kind === 'general-ciphering' ? headerOctets(octets) : undefined,
  });
  const notes = [...opened.notes, ...suiteNote(outer, key), ...readingNote(outer, opened)];
  return { ...opened, notes };
}

function unsign(octets: Uint8Array, outer: GeneralSigning, { publicKey }: DecipherKeys): Tolerated {
  const { content, signature } = outer;
  if (signature.length === 0)
    return { contents: content, verified: false, notes: ['the signature is empty'] };
  if (publicKey === undefined) {
    const note = 'the signature was not checked: the public key is not given';
    return { contents: content, verified: false, notes: [note] };
  }
  return { contents: signedContent(octets, outer, publicKey), verified: true, notes: [] };
}

function statedTitle(outer: CipheredApdu): Uint8Array {
  if (outer.kind === 'general-ciphering') return outer.originatorSystemTitle;
  return 'systemTitle' in outer ? outer.systemTitle : new Uint8Array();
}

function suiteNote({ securityControl: { suite } }: CipheredApdu, key: Uint8Array): readonly string[] {
  const named = suite === 0 || suite === 1 || suite === 2 ? SECURITY_SUITE[suite] : undefined;
  if (named === undefined) return [`it names security suite ${suite}, which no book has`];
  if (named.keyLength === key.length) return [];
  return [`it names security suite ${suite}, and is under a key of ${key.length} octets`];
}

/** Without proof only the contents show whether the key was right. */
function readingNote({ kind }: CipheredApdu, { contents, verified }: Tolerated): readonly string[] {
  if (verified || isText(contents) || isReadable(contents)) return [];
  if (contents[0] === undefined || nameOf(APDU_TAG, contents[0]).startsWith('unknown-')) {
    throw undecipherable(`${kind} gives neither an APDU nor a text`);
  }
  return ['it gives no readable APDU: perhaps the key is wrong'];
}

/** Printable, and line ends. */
function isText(octets: Uint8Array): boolean {
  return (
    octets.length > 0 &&
    octets.every((octet) => (octet >= 0x20 && octet < 0x7f) || octet === 0x0d || octet === 0x0a)
  );
}

function orError<T>(read: () => T): T | DlmsError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError) return error;
    throw error;
  }
}
