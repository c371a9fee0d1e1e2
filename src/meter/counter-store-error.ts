/** Why there is no invocation counter: nothing may be sent then, for the number might be used twice. */
import { DlmsError } from '../errors.js';

const FOLDER_HINT =
  'Give this program a folder that it can write, with room on its disk: DLMS_STATE_DIR names it for the command line.';

export function counterStoreError(message: string, hint: string = FOLDER_HINT, cause?: unknown): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_COUNTER_STORE',
    layer: 'security',
    fault: 'settings',
    hint,
    cause,
  });
}

/** @param path what could not be read or written */
export function counterFileError(path: string, cause: unknown): DlmsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return counterStoreError(`invocation counters cannot be kept in ${path}: ${why}`, FOLDER_HINT, cause);
}

export function counterExhausted(next: number): DlmsError {
  return new DlmsError(`the invocation counter of the key is used up: it stands at ${next}`, {
    code: 'DLMS_COUNTER_EXHAUSTED',
    layer: 'security',
    fault: 'settings',
    hint: 'Replace the key in the meter and in the settings; a new key counts from the start.',
  });
}
