/**
 * Keys as people keep them: PEM (RFC 7468) or hexadecimal. Here the text becomes octets with their label;
 * what they mean is key-import.ts and key-pair.ts.
 */
import { fromHex } from '../encoding/hex.js';
import type { DlmsError } from '../errors.js';
import { wrongSetting } from './refusals.js';

export interface KeyOctets {
  /** What stands between BEGIN and END; undefined for octets that were hexadecimal. */
  readonly label?: string | undefined;
  readonly octets: Uint8Array;
}

/** Longer texts hold no key: a certificate with its chain takes less. */
const MAX_TEXT = 32_768;

const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----((?:(?!-----)[\s\S])*)-----END \1-----/g;

/**
 * The first PEM block with one of the labels (others, such as EC PARAMETERS, may stand around it), or the
 * octets of a hexadecimal text. @throws DlmsError DLMS_SETTING; its message goes behind the setting's name
 */
export function readKeyText(text: string, labels: readonly string[], what: 'private' | 'public'): KeyOctets {
  if (text.trim() === '') throw wrongSetting('is empty');
  if (text.length > MAX_TEXT) throw wrongSetting(`has ${text.length} characters: too many for a key`);
  if (!text.includes('-----BEGIN')) return { octets: hexOctets(text) };
  const blocks = Array.from(text.matchAll(PEM_BLOCK), ([, label = '', body = '']) => ({ label, body }));
  const found = blocks.find(({ label }) => labels.includes(label));
  if (found === undefined) throw nothingFound(blocks, what);
  return { label: found.label, octets: base64Octets(found.body) };
}

export function encryptedKey(): DlmsError {
  return wrongSetting(
    'is encrypted: give it without a passphrase',
    'openssl pkey -in FILE -out PLAIN_FILE takes the passphrase away.',
  );
}

function nothingFound(blocks: readonly { label: string }[], what: 'private' | 'public'): DlmsError {
  const labels = blocks.map(({ label }) => label);
  if (labels.length === 0) return wrongSetting('begins as PEM but was cut, or its labels differ');
  if (what === 'private' && labels.includes('ENCRYPTED PRIVATE KEY')) return encryptedKey();
  return wrongSetting(`is PEM of ${labels.join(', ')}: the ${what} key is needed`);
}

/** A form or file of one line leaves `\n`, or nothing, for the line ends. */
function base64Octets(body: string): Uint8Array {
  // The old form of an encrypted key has headers in front of the octets.
  if (body.includes(':')) throw encryptedKey();
  const characters = body.replaceAll('\\n', '').replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(characters)) {
    throw wrongSetting('is PEM with something else than base64 in it');
  }
  return new Uint8Array(Buffer.from(characters, 'base64'));
}

function hexOctets(text: string): Uint8Array {
  try {
    return fromHex(text);
  } catch {
    throw wrongSetting('is neither PEM nor an even number of hexadecimal digits');
  }
}
