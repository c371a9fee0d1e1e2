/** Why a meter is not asked, though it could be. */
import { DlmsError } from '../errors.js';
import type { StandingRefusal } from './secret-trial.js';
import { timeOfDay } from './time-of-day.js';

/** A secret is not sent again for now. */
export function heldBack({ error, nextTryAt }: StandingRefusal): DlmsError {
  const { code, layer, fault, hint, message } = error;
  const told = `${message}; it is not tried again before ${timeOfDay(nextTryAt)}, for meters lock after a few failed attempts`;
  return new DlmsError(told, { code, layer, fault, hint, cause: error });
}

export function tooManyWaiting(most: number): DlmsError {
  return new DlmsError(`${most} requests for this meter are waiting already`, {
    code: 'DLMS_QUEUE_FULL',
    layer: 'transport',
    fault: 'settings',
    hint: 'Ask less often, or for more at a time.',
  });
}
