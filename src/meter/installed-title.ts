/**
 * The system title of this installation (Green Book, system title): the three letters of this package and
 * five random octets, made once and kept, for meters may pin the title of a client.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import { checkSequence } from '../framing/hdlc/fcs.js';
import { counterFileError, counterStoreError } from './counter-store-error.js';
import { codeOf, createWhole, makeFolder } from './durable-file.js';
import { type RandomOctets, systemRandom } from './random-octets.js';

const FILE = 'system-title';
const MAKER = new TextEncoder().encode('MFL');
const UNIQUE_OCTETS = 5;

/** @throws DlmsError DLMS_COUNTER_STORE where it can be neither read nor kept */
export function installedTitle(folder: string, random: RandomOctets = systemRandom): Uint8Array {
  const path = join(folder, FILE);
  try {
    const title = titleIn(path);
    if (title !== undefined) return title;
    makeFolder(folder);
    const [made, name] = [Uint8Array.of(...MAKER, ...random(UNIQUE_OCTETS)), toHex(random(8))];
    // Where another program was first, its title is that of both.
    if (createWhole(path, textOf(made), `${path}-${name}`)) return made;
    return titleIn(path) ?? made;
  } catch (error) {
    throw error instanceof DlmsError ? error : counterFileError(path, error);
  }
}

function titleIn(path: string): Uint8Array | undefined {
  const text = contents(path)?.trim();
  if (text === undefined) return undefined;
  const hex = /^([0-9A-F]{16}) [0-9A-F]{4}$/.exec(text)?.[1];
  const title = hex === undefined ? undefined : fromHex(hex);
  if (title !== undefined && textOf(title).trim() === text) return title;
  throw counterStoreError(
    `the system title in ${path} cannot be read`,
    'Set system_title to the one that the meters know this client by; or, if they know none, remove the file.',
  );
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function textOf(title: Uint8Array): string {
  return `${toHex(title)} ${checkSequence(title).toString(16).toUpperCase().padStart(4, '0')}\n`;
}
