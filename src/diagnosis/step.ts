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

/** What can be found out on the way; words.ts has words for it. */
export type FactName =
  | 'line'
  | 'identification'
  | 'maxInfoTransmit'
  | 'maxInfoReceive'
  | 'windowTransmit'
  | 'windowReceive'
  | 'referencing'
  | 'dlmsVersion'
  /** server-max-receive-pdu-size; 0 is no limit. */
  | 'maxPduSize'
  | 'conformance'
  | 'name'
  | 'time'
  | 'aheadSeconds'
  /** The meter's reason for not giving a value. */
  | 'result';

/** Never a secret. */
export type Facts = Readonly<Partial<Record<FactName, string | number>>>;

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  /** How long it took, in milliseconds, without the silence that was kept before sending. */
  readonly ms?: number | undefined;
  /** That silence, where there was any, in milliseconds. */
  readonly silenceMs?: number | undefined;
  readonly facts: Facts;
  readonly error?: DlmsError | undefined;
}
