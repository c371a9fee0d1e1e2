/**
 * How the IEC 62056-21 start of a simulated meter goes, and goes wrong, as data. An empty object is a meter
 * of mode E that starts at 300 Bd, proposes 9600 Bd, and also gives a plain readout.
 */

export interface IecBehaviour {
  /** Bd of the request message; 300 where left out. */
  readonly startBaudRate?: number | undefined;
  /** The speed it proposes, `5` where left out: another mode, or one that nobody knows. */
  readonly baudCharacter?: string | undefined;
  /** Milliseconds before each of its answers, 200 where left out. */
  readonly reactionMs?: number | undefined;
  /** A lower case third letter: it says that it answers after 20 ms. */
  readonly quick?: boolean | undefined;
  /** Its identification says nothing of HDLC. */
  readonly unmarked?: boolean | undefined;
  /** Sends only so many octets of its identification. */
  readonly cutIdentification?: number | undefined;
  /** Hears nothing before a stream of NUL has woken it. */
  readonly asleep?: boolean | undefined;
  /** Keeps the speed of the start, whatever was agreed. */
  readonly staysSlow?: boolean | undefined;
  /** Where it confirms the option select for HDLC: at the new speed where left out. */
  readonly confirmation?: 'old speed' | 'none' | undefined;
  /** What it answers to the option select for HDLC in place of a confirmation. */
  readonly insteadOfHdlc?: 'readout' | 'refusal' | undefined;
  /** Sends so many readouts with a wrong block check. */
  readonly wrongChecks?: number | undefined;
  /** Sends readouts without ETX and block check. */
  readonly withoutCheck?: boolean | undefined;
}
