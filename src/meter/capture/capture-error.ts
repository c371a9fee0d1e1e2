/** What is wrong with a file that should be a capture. */
import { DlmsError } from '../../errors.js';

export function captureError(what: string, hint?: string): DlmsError {
  return new DlmsError(what, {
    code: 'DLMS_CAPTURE',
    layer: 'settings',
    fault: 'settings',
    hint: hint ?? 'Captures are made with --capture FILE, and are not changed afterwards.',
  });
}
