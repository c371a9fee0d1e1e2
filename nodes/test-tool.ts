/** "Test connection": the ladder of connection steps, live. */
import { type AdviceName, adviceFor } from '../src/diagnosis/advice.js';
import { guardedClimb } from '../src/diagnosis/guarded-climb.js';
import { plannedSteps } from '../src/diagnosis/ladder.js';
import type { Step } from '../src/diagnosis/step.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { Pool } from '../src/pool/pool.js';
import { toldError } from './tool-error.js';
import type { Tool } from './tool-run.js';

export function testTool(pool: Pool, settings: MeterSettings, warnings: readonly string[]): Tool {
  const { transport } = settings;
  return async (tell, signal) => {
    const visitor = pool.visitor(settings);
    const onStep = (step: Step): void => tell({ kind: 'step', step: toldStep(step, transport) });
    try {
      tell({ kind: 'plan', steps: plannedSteps(settings), warnings });
      const onTurn = (): void => tell({ kind: 'turn' });
      const report = await guardedClimb(settings, visitor, { signal, onTurn, onStep });
      if (report.kind === 'climbed') tell({ kind: 'climbed', holds: report.holds });
      else {
        const { error, nextTryAt } = report.refusal;
        tell({ kind: 'held-back', error: toldError(error, { transport }), at: nextTryAt });
      }
    } catch (cause) {
      tell({ kind: 'failed', error: toldError(cause, { step: 'line', transport }) });
    } finally {
      await visitor.leave();
    }
  };
}

interface ToldStep extends Pick<Step, 'name' | 'state' | 'ms' | 'silenceMs' | 'facts'> {
  readonly error?: ReturnType<typeof toldError> | undefined;
  readonly advice: readonly AdviceName[];
}

function toldStep(step: Step, transport: MeterSettings['transport']): ToldStep {
  const { name, state, ms, silenceMs, facts, error } = step;
  const advice = adviceFor(step, transport);
  return { name, state, ms, silenceMs, facts, error: error && toldError(error), advice };
}
