/** The command of a captured session, done again with the same meters and the same options. */
import { captureError } from '../meter/capture/capture-error.js';
import type { CapturedSession } from '../meter/capture/session.js';
import { readWrittenTags } from '../meter/capture/written-tag.js';
import { SettingReader } from '../meter/setting-reader.js';
import { readSignal } from '../meter/signal-row.js';
import type { CommandContext } from './command.js';
import { doctor } from './doctor.js';
import type { MeterChoice } from './meter-options.js';
import { listObjects } from './objects.js';
import { DEFAULT_LEVEL } from './poll-journal.js';
import { jobsOf, type PolledDevice } from './poll-plan.js';
import { runPoll } from './poll-run.js';
import { readTags } from './read.js';
import type { PlayedMeter } from './replay-meters.js';
import { layersOf, type TraceChoice } from './trace-options.js';

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
      return readTags(
        onlyMeter(meters, trace),
        readWrittenTags(options.tags),
        options.table === true,
        context,
      );
    case 'objects':
      return listObjects(onlyMeter(meters, trace), options.table === true, context);
    case 'doctor':
      return doctor(onlyMeter(meters, trace), options.json === true, context);
    case 'poll':
      return poll(session, meters, trace, context);
    default:
      throw captureError(
        `the capture is of the command "${command.slice(0, 20)}", which this program does not know`,
      );
  }
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
  const once = options.once === true;
  const choices = {
    once,
    level: DEFAULT_LEVEL,
    layers: layersOf(trace),
    showPlain: trace.plain,
    messages: false,
  };
  return runPoll({ devices, notes: [], warnings: [] }, choices, context);
}
