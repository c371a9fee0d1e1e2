/** Errors that all links share. */
import { DlmsError } from '../errors.js';

export function notConnectedError(layer: 'hdlc' | 'wrapper' | 'iec'): DlmsError {
  return new DlmsError('a request before the link is connected', {
    code: 'DLMS_NOT_CONNECTED',
    layer,
    fault: 'package',
  });
}
