/** The kinds of trouble with a meter that people, and the pace of further tries, tell apart. */
import { DlmsError, type ErrorLayer } from '../errors.js';
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
   * A refusal without a reason, or no answer that could be read, after a secret was shown: that may be wrong,
   * or the meter merely in use, or the line bad.
   */
  readonly unsaid?: boolean | undefined;
}

/** How the opening of an association failed, or what came behind it. */
export interface Circumstances {
  /** The association could not be opened; keys that opened one are not wrong. */
  readonly opening: boolean;
  /** The meter was shown a secret that it has not taken before: it may be silent, or hang up, because of it. */
  readonly atStake?: boolean | undefined;
}

const REFUSED: readonly string[] = [
  'DLMS_ASSOCIATION_REFUSED',
  'DLMS_CONTEXT_NOT_SUPPORTED',
  'DLMS_DISCONNECTED_MODE',
];
const BUSY: readonly string[] = ['DLMS_METER_BUSY', 'DLMS_BUSY'];
/** Where a meter says what it minds. */
const ANSWERING: readonly ErrorLayer[] = ['settings', 'association', 'security'];
/** Something came, or was made of it here, that says nothing of what the meter meant. */
const ILLEGIBLE: readonly string[] = [
  'DLMS_MALFORMED',
  'DLMS_TRUNCATED',
  'DLMS_TOO_LONG',
  'DLMS_UNKNOWN_APDU',
  'DLMS_STATE',
];
/** Hung up while it was asked to take our answer to its challenge. */
const LEAVING: readonly string[] = ['DLMS_LINE_CLOSED', 'DLMS_DISCONNECTED_MODE'];

export function troubleOf(
  error: DlmsError,
  settings: Pick<MeterSettings, 'auth' | 'security'>,
  { opening, atStake = false }: Circumstances,
): Trouble {
  const garbledLater = error.code === 'DLMS_DECIPHERING' && !opening;
  const suspected = isSecretRefusal(error, settings) && !garbledLater;
  const left = error.cause instanceof DlmsError && LEAVING.includes(error.cause.code) && !atStake;
  const unsaid = suspected ? left || REFUSED.includes(error.code) : atStake && opening && !isAnswer(error);
  return { kind: kindOf(error, suspected), mayLock: suspected && !unsaid, unsaid };
}

function isAnswer({ code, layer }: DlmsError): boolean {
  return ANSWERING.includes(layer) && !ILLEGIBLE.includes(code);
}

function kindOf({ code, layer }: DlmsError, mayLock: boolean): TroubleKind {
  if (BUSY.includes(code)) return 'busy';
  if (REFUSED.includes(code)) return 'refused';
  if (mayLock) return 'wrong-secret';
  return layer === 'security' ? 'security' : 'no-answer';
}
