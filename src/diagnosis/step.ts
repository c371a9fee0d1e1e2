/** The steps that lead to a meter, from the line up to its clock, and what is known of each. */
import type { DlmsError } from '../errors.js';

/**
 * line: the port or socket opens. invocation-counter: a public association tells the meter's counter.
 * iec-sign-on: the IEC 62056-21 start. link: SNRM and UA. association: AARQ and AARE. authentication: the
 * passes of high level security. Then two objects that every meter has.
 */
export type StepName =
  | 'line'
  | 'invocation-counter'
  | 'iec-sign-on'
  | 'link'
  | 'association'
  | 'authentication'
  | 'logical-device-name'
  | 'clock';

/** refused: the meter answered, and does not give it; the ladder goes on. skipped: not needed after all. */
export type StepState = 'waiting' | 'running' | 'done' | 'refused' | 'failed' | 'skipped';

/** What was found out, under names that people know from the books; never a secret. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  /** How long it took, in milliseconds. */
  readonly ms?: number | undefined;
  readonly facts: Facts;
  readonly error?: DlmsError | undefined;
}
