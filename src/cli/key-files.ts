/** New files of a key pair: none is written over another unasked, and nobody else may read the private key. */
import { existsSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toHex } from '../encoding/hex.js';
import { systemRandom } from '../meter/random-octets.js';
import { usageError } from './failure.js';

export interface NewFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
  /** For its owner's eyes alone. */
  readonly secret?: boolean | undefined;
}

const OWNER_ONLY = 0o600;
const EVERYBODY = 0o644;

/** What the files' names begin with: `name` in a folder, or what the user gave. */
export function pathPrefix(out: string, name: string): string {
  return out === '' || out.endsWith('/') || isFolder(out) ? join(out, name) : out;
}

/**
 * Writes all files or none, folders included.
 * @throws DlmsError DLMS_USAGE that names a file that is there already while `force` is not set, or that
 * cannot be written
 */
export async function writeNewFiles(files: readonly NewFile[], force: boolean): Promise<void> {
  const there = files.map(({ path }) => path).filter((path) => (force ? isFolder(path) : existsSync(path)));
  if (there.length > 0) {
    throw usageError(
      `${there.join(', ')}: there already, and not written over`,
      force ? 'Choose another --out.' : 'Choose another --out, or --force to lose what is there.',
    );
  }
  const suffix = `.${toHex(systemRandom(6))}`;
  try {
    for (const file of files) await attempt(file, () => stage(file, suffix));
    for (const file of files) await attempt(file, () => rename(file.path + suffix, file.path));
  } finally {
    await Promise.all(files.map(({ path }) => rm(path + suffix, { force: true }).catch(() => undefined)));
  }
}

/** Beside its place first: the rights of a file that was there, or where a link there leads, count nothing. */
async function stage({ path, contents, secret }: NewFile, suffix: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path + suffix, contents, { flag: 'wx', mode: secret ? OWNER_ONLY : EVERYBODY });
}

async function attempt({ path }: NewFile, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw usageError(`${path} cannot be written: ${code ?? message}`);
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
