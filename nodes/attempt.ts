/** Refused settings as a value, for nodes that go on to live without them. */
import { DlmsError } from '../src/errors.js';

/** What `run` gives, or the DlmsError that it throws. */
export function attempt<T>(run: () => T): T | DlmsError {
  try {
    return run();
  } catch (error) {
    if (error instanceof DlmsError) return error;
    throw error;
  }
}
