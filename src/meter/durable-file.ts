/** Files and folders that a power cut leaves either whole or not there at all. */
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only this user's. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** What systems say that cannot make folders durable, or do so by themselves. */
const NO_FOLDER_SYNC = ['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EBADF'];

/** Makes a folder and those above it, where they are missing. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}

/** A new file of its own; false where there is one of that name. When it returns, the file will stay. */
export function createFile(path: string, text = ''): boolean {
  const file = opened(path);
  if (file === undefined) return false;
  try {
    if (text !== '') writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
  return true;
}

/**
 * As `createFile`, and nobody ever sees the file without its text, unless the file system knows no second name
 * for a file.
 * @param beside a name for the meantime
 */
export function createWhole(path: string, text: string, beside: string): boolean {
  if (!createFile(beside, text)) return false;
  try {
    linkSync(beside, path);
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? false : createFile(path, text);
  } finally {
    removeFile(beside);
  }
  syncFolder(dirname(path));
  return true;
}

/** What cannot be removed stays. Never throws. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Somebody holds it open, or may write but not remove.
  }
}

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'wx', FILE_MODE);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

/** What was made or removed in it stays so. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    if (!NO_FOLDER_SYNC.includes(codeOf(error))) throw error;
  }
}
