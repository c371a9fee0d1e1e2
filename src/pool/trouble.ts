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
  /**
   * A refusal without a reason, or a line that is hung up, after a secret was sent: that may be wrong, or the
   * meter merely in use.
   */
  readonly unsaid?: boolean | undefined;
}

const REFUSED: readonly string[] = [
  'DLMS_ASSOCIATION_REFUSED',
  'DLMS_CONTEXT_NOT_SUPPORTED',
  'DLMS_DISCONNECTED_MODE',
];
const BUSY: readonly string[] = ['DLMS_METER_BUSY', 'DLMS_BUSY'];

/**
 * @param opening the association could not be opened; keys that opened one are not wrong
 * @param untried the meter has not taken these secrets yet, so that it may hang up because of them
 */
export function troubleOf(
  error: DlmsError,
  settings: Pick<MeterSettings, 'auth' | 'security'>,
  opening: boolean,
  untried = false,
): Trouble {
  const garbledLater = error.code === 'DLMS_DECIPHERING' && !opening;
  const suspected = isSecretRefusal(error, settings) && !garbledLater;
  const hungUp = untried && opening && error.code === 'DLMS_LINE_CLOSED' && opensWithSecret(settings);
  const unsaid = suspected ? REFUSED.includes(error.code) : hungUp;
  return { kind: kindOf(error, suspected), mayLock: suspected && !unsaid, unsaid };
}

/** The first message shows a secret, or that this side has the key. */
function opensWithSecret({ auth, security }: Pick<MeterSettings, 'auth' | 'security'>): boolean {
  const { authenticated, encrypted } = security?.protection ?? {};
  return auth === 'Low' || authenticated === true || encrypted === true;
}

function kindOf({ code, layer }: DlmsError, mayLock: boolean): TroubleKind {
  if (BUSY.includes(code)) return 'busy';
  if (REFUSED.includes(code)) return 'refused';
  if (mayLock) return 'wrong-secret';
  return layer === 'security' ? 'security' : 'no-answer';
}
