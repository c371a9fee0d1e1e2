/** The kinds of trouble with a meter that people, and the pace of further tries, tell apart. */
import type { DlmsError } from '../errors.js';
import { isSecretRefusal } from '../meter/secret-refusal.js';
import type { MeterSettings } from '../meter/settings.js';

/**
 * `wrong-secret`: the meter refuses a password or key, or proves that it has another one. `refused`: it
 * refuses this client without saying that. `busy`: it has no time now. `security`: its messages are not as
 * the security of the association wants them. `no-answer`: it is silent, cannot be reached or understood.
 */
export type TroubleKind = 'wrong-secret' | 'refused' | 'busy' | 'security' | 'no-answer';

export interface Trouble {
  readonly kind: TroubleKind;
  /** A secret is wrong: meters lock after a few of them, so that none is sent again soon. */
  readonly mayLock: boolean;
  /** A refusal without a reason, after a secret was sent: that may be wrong, or the meter merely in use. */
  readonly unsaid?: boolean | undefined;
}

const REFUSED: readonly string[] = [
  'DLMS_ASSOCIATION_REFUSED',
  'DLMS_CONTEXT_NOT_SUPPORTED',
  'DLMS_DISCONNECTED_MODE',
];
const BUSY: readonly string[] = ['DLMS_METER_BUSY', 'DLMS_BUSY'];

/** @param opening the association could not be opened; keys that opened one are not wrong */
export function troubleOf(
  error: DlmsError,
  settings: Pick<MeterSettings, 'auth' | 'security'>,
  opening: boolean,
): Trouble {
  const garbledLater = error.code === 'DLMS_DECIPHERING' && !opening;
  const suspected = isSecretRefusal(error, settings) && !garbledLater;
  const unsaid = suspected && REFUSED.includes(error.code);
  return { kind: kindOf(error, suspected), mayLock: suspected && !unsaid, unsaid };
}

function kindOf({ code, layer }: DlmsError, mayLock: boolean): TroubleKind {
  if (BUSY.includes(code)) return 'busy';
  if (REFUSED.includes(code)) return 'refused';
  if (mayLock) return 'wrong-secret';
  return layer === 'security' ? 'security' : 'no-answer';
}
