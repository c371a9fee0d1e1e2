/** A plan polled to its end, with all that the user wants to see. */
import type { Trace, TraceLayer } from '../client/primitive.js';
import { DlmsError } from '../errors.js';
import { settingError } from '../meter/setting-reader.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Properties } from '../meter/signal-messages.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { MeterSession } from '../pool/meter-session.js';
import { captured } from './capture.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, interruptionError } from './failure.js';
import { aborted } from './interrupt.js';
import { PollJournal } from './poll-journal.js';
import type { PolledDevice, PollPlan } from './poll-plan.js';
import { Polling } from './polling.js';
import type { ReadyFile } from './ready-file.js';
import { type ShowLine, traceLines } from './trace-lines.js';
import { tracePrinter } from './trace-printer.js';

export interface PollChoices {
  /** One scan of each device, and then the end. */
  readonly once: boolean;
  readonly level: number;
  readonly layers: ReadonlySet<TraceLayer>;
  readonly showPlain: boolean;
  /** The messages that go out are shown beside the results. */
  readonly messages: boolean;
  readonly ready?: ReadyFile | undefined;
  readonly capture?: string | undefined;
}

export async function runPoll(plan: PollPlan, choices: PollChoices, context: CommandContext): Promise<void> {
  const { devices } = plan;
  const session = {
    command: 'poll',
    options: shownOptions(choices),
    devices: devices.map((device) => device.captured),
    signals: devices.flatMap((device) => device.signals),
  };
  const settings = devices.map((device) => device.settings);
  await captured({ path: choices.capture, session, settings }, context, (surroundings) =>
    pollIn(surroundings, plan, choices, context),
  );
}

/** How much was shown: whoever does it again sees the same. */
function shownOptions({ once, level, layers, showPlain, messages }: PollChoices) {
  return { once, debug: level, layers: [...layers], showPlain, messages };
}

async function pollIn(
  surroundings: Surroundings,
  plan: PollPlan,
  choices: PollChoices,
  context: CommandContext,
): Promise<void> {
  const { output, interrupted, finish } = context;
  const { clock } = surroundings;
  const devices = plan.devices.map(({ settings }) => settings.alias);
  const { note: print, colours = false } = output;
  const show = traceLines({ print, clock, colours, devices });
  const journal = new PollJournal(show, choices.level);
  for (const warning of plan.warnings) journal.tell('warning', warning);
  for (const note of plan.notes) journal.tell('notice', note);
  const polling = new Polling({
    ...{ surroundings, journal, showPlain: choices.showPlain, onTrace: traceTo(show, journal, choices) },
    send: (device, message) => {
      output.json({ device, ...message });
      if (choices.messages) show({ ...shownMessage(message), device, direction: 'sent' });
    },
    ready: () => writeReady(choices, clock.wallTime(), journal, context),
  });
  try {
    await scanAll(polling, plan.devices, choices.once, interrupted);
  } finally {
    await polling.close();
  }
  if (!choices.once) return;
  if (interrupted.aborted) throw interruptionError('the meters were released');
  const { failed } = polling;
  if (failed.length === 0) return;
  output.note(`dlms: ${failed.length} of ${devices.length} devices could not be read: ${failed.join(', ')}`);
  finish(EXIT_STATUS.failed);
}

/** A device that is read on input only is read once; where there are no others, that is all. */
async function scanAll(
  polling: Polling,
  devices: readonly PolledDevice[],
  once: boolean,
  interrupted: AbortSignal,
): Promise<void> {
  const sessions = joinAll(polling, devices);
  const end = aborted(interrupted);
  if (once || devices.every(({ settings }) => settings.scanRateMs <= 0)) {
    await Promise.race([
      Promise.all(sessions.map(([device, session]) => polling.once(device, session))),
      end,
    ]);
    return;
  }
  for (const [device, session] of sessions) polling.start(device, session);
  await end;
}

/** @throws DlmsError DLMS_SETTING with every device that cannot have its line */
function joinAll(
  polling: Polling,
  devices: readonly PolledDevice[],
): readonly (readonly [PolledDevice, MeterSession])[] {
  const problems: string[] = [];
  const sessions = devices.flatMap((device) => {
    try {
      return [[device, polling.join(device)] as const];
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      problems.push(`${device.settings.alias}: ${error.message}`);
      return [];
    }
  });
  if (problems.length > 0) throw settingError(problems.join('; '));
  return sessions;
}

function writeReady(
  { ready }: PollChoices,
  time: number,
  journal: PollJournal,
  { finish }: CommandContext,
): void {
  try {
    ready?.write(time);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    journal.tell('crit', `the ready file cannot be written: ${code ?? message}`);
    finish(EXIT_STATUS.failed);
  }
}

/** Remarks of the application layer are worth telling where it is not shown. */
function traceTo(
  show: ShowLine,
  journal: PollJournal,
  { layers }: PollChoices,
): (settings: MeterSettings, trace: Trace) => void {
  const print = tracePrinter(layers, show);
  return ({ alias }, trace) => {
    const { layer, note } = trace;
    print(trace, alias);
    if (layer === 'application' && note !== undefined && !layers.has(layer))
      journal.tell('debug', note, alias);
  };
}

/** As it goes out: `cellar/voltage_l1  230.4 V`. */
function shownMessage({ topic, payload, unit, quality }: Properties) {
  const value = payload === null ? `no value, ${quality}` : `${payload} ${unit}`.trimEnd();
  return { label: 'out', text: `${topic}  ${value}`, colour: 'notice' } as const;
}
