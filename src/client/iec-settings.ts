/** What the client needs to know of a line on which meters are called as IEC 62056-21 says. */
import { characterLine, type LineSettings } from '../framing/iec62056-21/line-settings.js';

export interface IecStartSettings {
  /** Device address for the request message; any meter answers where it is empty. */
  readonly deviceAddress?: string | undefined;
  /** Bd of the request message; 300 where left out. */
  readonly startBaudRate?: number | undefined;
  /** The fastest that this side bears, in Bd. */
  readonly maxBaudRate: number;
  /** Milliseconds that an answer may take; at least two seconds are waited for a meter that is called. */
  readonly timeoutMs: number;
  /** Sends of the request message in all, at least 1. */
  readonly retryCounter: number;
  /** Sends of the request message, where it is not retryCounter. */
  readonly connectCounter?: number | undefined;
  /** The line can be set; false through a network, where nobody hears of PH-LINE.request. */
  readonly lineControl: boolean;
  /** A battery meter that a stream of NUL has to wake. */
  readonly wakeUp?: boolean | undefined;
  /** The line has 8 bits and no parity throughout: parity is made in bit 7. */
  readonly evenParity?: boolean | undefined;
  /** Milliseconds between a meter's message and the answer; as its identification says where left out. */
  readonly reactionMs?: number | undefined;
  /**
   * Milliseconds from the end of the option select to the change of speed. Where left out: 100, less where
   * the meter says that it is quick; the answer comes after 200 or 20 ms at the soonest.
   */
  readonly switchPauseMs?: number | undefined;
}

/** A meter may take 1.5 s to begin its answer (tr), and as long for each further character (ta). */
export const LEAST_WAIT_MS = 2000;

const START_BAUD = 300;
const SWITCH_PAUSE_MS = 100;

export function startLineOf({ startBaudRate = START_BAUD }: IecStartSettings): LineSettings {
  return characterLine(startBaudRate);
}

export function answerWaitMs({ timeoutMs }: IecStartSettings): number {
  return Math.max(timeoutMs, LEAST_WAIT_MS);
}

/** @param quickestMs how soon the meter may answer; a little of it is left for the change of speed itself */
export function switchPauseMsOf(
  { switchPauseMs, lineControl }: IecStartSettings,
  quickestMs: number,
): number {
  if (!lineControl) return 0;
  return switchPauseMs ?? Math.min(SWITCH_PAUSE_MS, quickestMs / 2);
}
