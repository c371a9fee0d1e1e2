/** Errors as the editor is told them: nothing of a secret is ever in them. */
import { type AdviceName, adviceFor } from '../src/diagnosis/advice.js';
import type { StepName } from '../src/diagnosis/step.js';
import type { MeterSettings } from '../src/meter/settings.js';
import { asDlmsError } from './read-errors.js';

export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Names of sentences that the catalogue has. */
  readonly advice: readonly AdviceName[];
}

interface Circumstances {
  /** Of the ladder, at which it would have happened. */
  readonly step?: StepName | undefined;
  readonly transport?: MeterSettings['transport'] | undefined;
}

export function toldError(
  cause: unknown,
  { step = 'association', transport }: Circumstances = {},
): ToldError {
  const error = asDlmsError(cause);
  const { code, message, hint } = error;
  const advice = adviceFor({ name: step, state: 'failed', facts: {}, error }, transport);
  return { code, message, hint, advice };
}
