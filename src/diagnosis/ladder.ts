/**
 * The ladder of connection steps: opens a meter's line, climbs to its logical device name and its clock, and
 * says of every step how long it took, what was agreed, and where it fails, why. It asks once: a secret that
 * the meter refuses is not sent again.
 */
import type { Trace } from '../client/primitive.js';
import { DlmsError } from '../errors.js';
import { type Clock, systemClock } from '../meter/clock.js';
import { MeterClient } from '../meter/meter-client.js';
import type { MeterClientOptions } from '../meter/meter-client-options.js';
import { isWithoutHdlc } from '../meter/plain-readout.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { associationFacts, linkFacts } from './agreed.js';
import { Climb } from './climb.js';
import { readClock, readName } from './first-objects.js';
import type { Step, StepName } from './step.js';
import { StepBoard } from './step-board.js';
import { momentOf } from './trace-moment.js';

export interface LadderOptions
  extends Omit<MeterClientOptions, 'settings' | 'open' | 'onTrace' | 'directory' | 'keepsDirectory'> {
  /** Opens the line. */
  readonly open: OpenTransport;
  /** Hears of each change of a step. */
  readonly onStep?: ((step: Step) => void) | undefined;
  readonly onTrace?: ((trace: Trace) => void) | undefined;
  /** Ends the climb: the meter is released. */
  readonly signal?: AbortSignal | undefined;
}

export interface LadderReport {
  readonly steps: readonly Step[];
  /** Whether every step holds; one that the meter refuses does. */
  readonly holds: boolean;
}

/** The steps that these settings ask for, in their order. */
export function plannedSteps(settings: MeterSettings): readonly StepName[] {
  const { mode, auth } = settings;
  const start: readonly StepName[] = mode === 'IEC' ? ['iec-sign-on'] : [];
  const link: readonly StepName[] = mode === 'DLMS-WRAPPER' ? [] : ['link'];
  const counter: readonly StepName[] = readsCounter(settings) ? ['invocation-counter'] : [];
  const passes: readonly StepName[] = auth === 'None' || auth === 'Low' ? [] : ['authentication'];
  return [
    ...(['line', ...counter, ...start, ...link, 'association', ...passes] as const),
    ...(['logical-device-name', 'clock'] as const),
  ];
}

function readsCounter({ security }: MeterSettings): boolean {
  return security?.invocationCounter.kind === 'object';
}

/** Climbs. Never throws: what fails is told by its step. */
export async function climb(settings: MeterSettings, options: LadderOptions): Promise<LadderReport> {
  const { open, onStep, onTrace, signal, ...rest } = options;
  const clock = options.clock ?? systemClock;
  const board = new StepBoard(plannedSteps(settings), { now: () => clock.now(), onStep });
  const { pollDelayMs } = settings;
  const watch = new Climb(board, { now: () => clock.now(), pollDelayMs });
  const client = new MeterClient({
    ...rest,
    settings,
    open: watch.opening(open),
    onTrace: (trace) => {
      watch.saw(momentOf(trace));
      onTrace?.(trace);
    },
  });
  const stop = (): void => void client.close();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted) await client.close();
    await ascend(client, board, settings, clock);
  } finally {
    signal?.removeEventListener('abort', stop);
    await client.close();
  }
  return { steps: board.steps, holds: board.steps.every(({ state }) => state !== 'failed') };
}

async function ascend(
  client: MeterClient,
  board: StepBoard,
  settings: MeterSettings,
  clock: Clock,
): Promise<void> {
  try {
    board.begin('line');
    await associate(client, settings);
    agreed(client, board, settings);
    await readName(client, board);
    await readClock(client, board, clock);
  } catch (error) {
    board.end('failed', asDlmsError(error));
    board.skip(...plannedSteps(settings));
  }
}

/** A meter without HDLC behind its IEC start is read out by the first question instead. */
async function associate(client: MeterClient, { mode, iec }: MeterSettings): Promise<void> {
  if (mode === 'IEC' && iec.readout === 'always') return;
  try {
    await client.open();
  } catch (error) {
    if (mode !== 'IEC' || iec.readout !== 'auto' || !isWithoutHdlc(error)) throw error;
  }
}

/** What stands once the association does; steps that a plain readout made needless are skipped. */
function agreed({ negotiated }: MeterClient, board: StepBoard, settings: MeterSettings): void {
  if (negotiated === undefined) {
    board.end('done');
    board.skip('link', 'association', 'authentication');
    return;
  }
  if (negotiated.link !== undefined) board.note('link', linkFacts(negotiated.link));
  board.note('association', associationFacts(negotiated, settings));
}

function asDlmsError(error: unknown): DlmsError {
  if (error instanceof DlmsError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new DlmsError(message, { code: 'DLMS_STATE', layer: 'service', fault: 'package', cause: error });
}
