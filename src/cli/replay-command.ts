/** The command of a captured session, done again with the same meters and the same options. */
import { DlmsError } from '../errors.js';
import { captureError } from '../meter/capture/capture-error.js';
import type { CapturedSession } from '../meter/capture/session.js';
import { readWrittenTags } from '../meter/capture/written-tag.js';
import { delay } from '../meter/clock.js';
import { SettingReader } from '../meter/setting-reader.js';
import { readSignal } from '../meter/signal-row.js';
import type { CommandContext } from './command.js';
import { doctor } from './doctor.js';
import { type FindTask, findMeter } from './find.js';
import type { MeterChoice } from './meter-options.js';
import { listObjects } from './objects.js';
import { DEFAULT_LEVEL } from './poll-journal.js';
import { jobsOf, type PolledDevice } from './poll-plan.js';
import { type PollChoices, runPoll } from './poll-run.js';
import { readTags } from './read.js';
import type { PlayedMeter } from './replay-meters.js';
import { ALL_LAYERS, layersOf, type TraceChoice } from './trace-options.js';

/** @throws DlmsError DLMS_CAPTURE for a command that cannot be captured */
export async function playCommand(
  session: CapturedSession,
  meters: readonly PlayedMeter[],
  trace: TraceChoice,
  context: CommandContext,
): Promise<void> {
  const { command, options } = session;
  switch (command) {
    case 'read':
      return read(options, onlyMeter(meters, trace), context);
    case 'objects':
      return listObjects(onlyMeter(meters, trace), options.table === true, context);
    case 'doctor':
      return doctor(onlyMeter(meters, trace), options.json === true, context);
    case 'find':
      return findMeter(findTask(options), undefined, context);
    case 'poll':
      return poll(session, meters, trace, context);
    default:
      throw captureError(
        `the capture is of the command "${command.slice(0, 20)}", which this program does not know`,
      );
  }
}

/** One session; or those that the editor recorded, one after another, until the user ended it. */
async function read(
  { tags: written, table, pauseMs, proven }: CapturedSession['options'],
  meter: MeterChoice,
  context: CommandContext,
): Promise<void> {
  const tags = readWrittenTags(written);
  const connecting = { proven: proven === true };
  const session = (): Promise<void> => readTags(meter, tags, table === true, context, connecting);
  if (typeof pauseMs !== 'number' || tags.length === 0) return session();
  const { surroundings, interrupted, output } = context;
  try {
    for (; !interrupted.aborted; await delay(surroundings.clock, pauseMs, interrupted)) {
      await session();
      connecting.proven = true;
    }
  } catch (error) {
    if (!(error instanceof DlmsError && error.code === 'DLMS_INTERRUPTED')) throw error;
    output.note('dlms: the recording was ended within a session');
  }
}

function findTask({ line, serialNumber, timeoutMs, mostMs }: CapturedSession['options']): FindTask {
  const texts = Object.entries(line ?? {}).map(([name, value]) => [name, String(value)] as const);
  return {
    line: Object.fromEntries(texts),
    ...{ serialNumber: Number(serialNumber), timeoutMs: Number(timeoutMs), mostMs: Number(mostMs) },
  };
}

function onlyMeter([meter]: readonly PlayedMeter[], trace: TraceChoice): MeterChoice {
  if (meter === undefined) throw captureError('the capture names no meter');
  return { settings: meter.settings, device: meter.captured, warnings: [], fileTags: [], trace };
}

function poll(
  { signals, options }: CapturedSession,
  meters: readonly PlayedMeter[],
  trace: TraceChoice,
  context: CommandContext,
): Promise<void> {
  const devices = meters.map(({ settings, captured }): PolledDevice => {
    const own = signals.filter(({ device }) => device === settings.alias);
    const entries = own.map(({ row }) => ({
      row,
      signal: readSignal(new SettingReader(row, (name) => name)),
    }));
    return { settings, captured, signals: own, jobs: jobsOf(entries) };
  });
  return runPoll({ devices, notes: [], warnings: [] }, choicesOf(options, trace), context);
}

/** As much is shown as then, and what is asked for now. */
function choicesOf(
  { once, debug, layers, showPlain, messages }: CapturedSession['options'],
  trace: TraceChoice,
): PollChoices {
  const shown: readonly unknown[] = Array.isArray(layers) ? layers : [];
  const recorded = [...ALL_LAYERS].filter((layer) => shown.includes(layer));
  return {
    once: once === true,
    level: typeof debug === 'number' ? debug : DEFAULT_LEVEL,
    layers: new Set([...layersOf(trace), ...recorded]),
    showPlain: trace.plain || showPlain === true,
    messages: messages === true,
  };
}
