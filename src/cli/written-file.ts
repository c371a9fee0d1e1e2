/** Files that a command writes: none may be one that it reads, or writes as well. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from './failure.js';

/** By the keys of the option parser. */
type Options = Readonly<Record<string, unknown>>;

const OTHERS = ['config', 'credentials', 'capture', 'readyfile', 'ca', 'tlsCert', 'tlsKey'];

/** Undefined where the option is not given. @throws DlmsError DLMS_USAGE */
export function writtenFile(name: 'capture' | 'readyfile', options: Options): string | undefined {
  const path = options[name];
  if (typeof path !== 'string') return undefined;
  if (path.trim() === '') throw usageError(`--${name} names no file`);
  const same = OTHERS.find((other) => other !== name && isSame(options[other], path));
  if (same === undefined) return path;
  const flag = same.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw usageError(
    `--${name} ${path} is the file of --${flag}`,
    'It would be overwritten: name another one.',
  );
}

function isSame(other: unknown, path: string): boolean {
  return typeof other === 'string' && realPath(other) === realPath(path);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
