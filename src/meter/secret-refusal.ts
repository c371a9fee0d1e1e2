/**
 * Refusals that may be due to a wrong password or key. Meters count wrong ones and lock themselves after a
 * few, so that the same secret must not be sent again by itself.
 */
import { quirkOptions } from '../client/quirks.js';
import { DlmsError } from '../errors.js';
import type { MeterSettings } from './settings.js';

const WRONG_SECRET: readonly string[] = [
  'DLMS_AUTHENTICATION_FAILED',
  'DLMS_KEY_REFUSED',
  'DLMS_HLS_REFUSED',
  'DLMS_DECIPHERING',
];

/** Meters that do not want to tell say this of a wrong password too; but also where they are merely in use. */
const MAYBE_WRONG_SECRET = 'DLMS_ASSOCIATION_REFUSED';

/** The first message shows a secret, or that this side has the key. */
export function opensWithSecret({
  auth,
  security,
  quirks,
}: Pick<MeterSettings, 'auth' | 'security' | 'quirks'>): boolean {
  const { authenticated, encrypted } = security?.protection ?? {};
  const isChallenge = auth === 'High' && quirkOptions(quirks).stack.secretAsChallenge === true;
  return auth === 'Low' || isChallenge || authenticated === true || encrypted === true;
}

/** Whether the meter may have refused a secret; a mere refusal counts only where there was one to refuse. */
export function isSecretRefusal(error: unknown, settings: Pick<MeterSettings, 'auth' | 'security'>): boolean {
  if (!(error instanceof DlmsError)) return false;
  if (WRONG_SECRET.includes(error.code)) return true;
  const sendsSecret = settings.auth !== 'None' || settings.security !== undefined;
  return sendsSecret && error.code === MAYBE_WRONG_SECRET;
}
