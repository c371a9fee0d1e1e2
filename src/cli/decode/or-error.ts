/** Reading that may fail, where that is an answer as well. */
import { DlmsError } from '../../errors.js';

/** What `read` returns, or the DlmsError that it throws. @throws all other errors */
export function orError<T>(read: () => T): T | DlmsError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DlmsError) return error;
    throw error;
  }
}
