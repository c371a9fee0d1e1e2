/** Anything that was thrown, as the error that Catch nodes hear of. */
import { DlmsError } from '../src/errors.js';

export function asDlmsError(cause: unknown): DlmsError {
  if (cause instanceof DlmsError) return cause;
  return new DlmsError(`unexpected: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'DLMS_STATE',
    layer: 'service',
    fault: 'package',
    hint: 'This is a fault of this package: please report it.',
    cause,
  });
}
