/** A file that the user names. */
import { readFile } from 'node:fs/promises';
import { DlmsError } from '../errors.js';
import { usageError } from './failure.js';

/** What `parse` makes of the file's text. @throws DlmsError that names the file */
export async function readFileWith<T>(path: string, parse: (text: string) => T): Promise<T> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`${path} cannot be read: ${error.code ?? error.message}`);
  });
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    const { code, layer, fault, hint } = error;
    throw new DlmsError(`${path}: ${error.message}`, { code, layer, fault, hint, cause: error });
  }
}
