/**
 * `--readyfile` of `dlms poll`: a file that is there once the first scan of every device has ended. One that
 * an earlier run left is removed at the start.
 */
import { accessSync, constants, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { usageError } from './failure.js';

export interface ReadyFile {
  /** Whole as soon as it is there. @param time milliseconds since 1970-01-01 UTC */
  write(time: number): void;
}

/** @throws DlmsError DLMS_USAGE where the file will not be possible */
export function readyFile(path: string): ReadyFile {
  try {
    accessSync(dirname(path), constants.W_OK);
    rmSync(path, { force: true });
  } catch (error) {
    throw usageError(`the ready file ${path} cannot be written: ${codeOf(error)}`);
  }
  return {
    write: (time) => {
      const passing = `${path}.${process.pid}`;
      const text = JSON.stringify({ pid: process.pid, time: new Date(time).toISOString() });
      writeFileSync(passing, `${text}\n`);
      renameSync(passing, path);
    },
  };
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
