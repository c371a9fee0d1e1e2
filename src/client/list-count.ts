/** An answer holds one result for each attribute that was asked for, no more and no less. */
import { DlmsError } from '../errors.js';

/** @throws DlmsError DLMS_LIST_COUNT */
export function checkCount(results: number, attributes: number): void {
  if (results === attributes) return;
  throw new DlmsError(`the answer holds ${results} instead of ${attributes} results`, {
    code: 'DLMS_LIST_COUNT',
    layer: 'service',
    fault: 'meter',
    hint: 'The meter does not answer lists rightly: ask for its objects one by one.',
  });
}
