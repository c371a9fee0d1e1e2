/**
 * The ladder on a line that others use, with the care that secrets need: it waits for its turn, and a secret
 * that the meter refused before, whoever sent it, is not sent again before the time that the settings name.
 */
import type { DlmsError } from '../errors.js';
import { opensWithSecret } from '../meter/secret-refusal.js';
import type { MeterSettings } from '../meter/settings.js';
import type { LineVisit, LineVisitor } from '../pool/line-visitor.js';
import type { StandingRefusal } from '../pool/secret-trial.js';
import { troubleOf } from '../pool/trouble.js';
import { climb, type LadderOptions, type LadderReport } from './ladder.js';
import type { Step, StepName } from './step.js';

export interface GuardedClimbOptions extends Pick<LadderOptions, 'clock' | 'onStep' | 'onTrace' | 'signal'> {
  /** Called when the line is free. */
  readonly onTurn?: (() => void) | undefined;
}

export type GuardedReport =
  | (LadderReport & { readonly kind: 'climbed' })
  /** Nothing was sent: a secret was refused before. */
  | { readonly kind: 'held-back'; readonly refusal: StandingRefusal };

/** Steps behind the opening of the association: secrets that opened it are not wrong. */
const AFTERWARDS: readonly StepName[] = ['logical-device-name', 'clock'];

/** Never throws but where the line is closed for good. */
export async function guardedClimb(
  settings: MeterSettings,
  visitor: LineVisitor,
  options: GuardedClimbOptions,
): Promise<GuardedReport> {
  const heldBack = (): GuardedReport | undefined => {
    const refusal = showsSecret(settings) ? visitor.trialOf(settings).standing(settings) : undefined;
    return refusal && { kind: 'held-back', refusal };
  };
  return (
    heldBack() ??
    visitor.visit(settings, async (visit) => {
      options.onTurn?.();
      return visit.trial.turn(async () => heldBack() ?? climbed(settings, visit, options));
    })
  );
}

async function climbed(
  settings: MeterSettings,
  { open, silence, counters, trial }: LineVisit,
  { clock, onStep, onTrace, signal }: GuardedClimbOptions,
): Promise<GuardedReport> {
  const report = await climb(settings, { open, silence, counters, clock, onStep, onTrace, signal });
  const failure = report.steps.find(({ state }) => state === 'failed');
  if (isAssociated(report.steps)) trial.accepted();
  if (failure?.error !== undefined && showsSecret(settings))
    remember(failure, failure.error, settings, trial);
  return { kind: 'climbed', ...report };
}

function remember(step: Step, error: DlmsError, settings: MeterSettings, trial: LineVisit['trial']): void {
  const opening = !AFTERWARDS.includes(step.name);
  const shown = step.name === 'authentication' || (step.name === 'association' && opensWithSecret(settings));
  const atStake = trial.isPending && shown;
  trial.failed(error, troubleOf(error, settings, { opening, atStake }), settings);
}

function isAssociated(steps: readonly Step[]): boolean {
  const stateOf = (name: StepName) => steps.find((step) => step.name === name)?.state;
  return stateOf('association') === 'done' && stateOf('authentication') !== 'failed';
}

function showsSecret({ auth, security }: MeterSettings): boolean {
  return auth !== 'None' || security !== undefined;
}
