/** `dlms replay`: does a captured session again, without the meter, and prints what the command printed. */
import { readFile, stat } from 'node:fs/promises';
import { DlmsError } from '../errors.js';
import { type Capture, parseCapture } from '../meter/capture/capture-text.js';
import { drawnKeys } from '../meter/capture/drawn-keys.js';
import { Replay } from '../meter/capture/replay.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { addConfigurationOptions, loadConfiguration } from './configuration-options.js';
import { interruptionError, usageError } from './failure.js';
import type { Output } from './output.js';
import { playCommand } from './replay-command.js';
import { addReplaySecrets, type PlayedMeter, playedMeters } from './replay-meters.js';
import { showCapture } from './replay-show.js';
import { addTraceOptions, traceChoice } from './trace-options.js';

const EPILOGUE = `
The capture was made with --capture FILE. What this program does must be what the recorded one did, octet for
octet; where it does something else, both are shown and the status is 1. Of several meters the others are played to
their ends. Nothing is sent to any meter, and what took minutes takes no time.

A capture holds no secrets. A password of Low is not needed. Sessions with other authentications, and ciphered
ones, need their password and keys again, as options, in the environment, or of the same devices in the file of
-c; without them the capture is shown as it went over the line. Sessions with digital signatures cannot be done
again, for no signature comes twice.

Example: dlms read -c meters.json --device-alias cellar --capture cellar.jsonl
         dlms replay cellar.jsonl --trace`;

/** Larger captures are of whole days. */
const MOST_OCTETS = 256 * 1024 * 1024;

export function addReplay(program: Command, context: CommandContext): void {
  const command = program
    .command('replay')
    .summary('a captured session once more')
    .description('Runs the client against a record made with --capture, without a meter.')
    .argument('<capture>', 'the file');
  addTraceOptions(addReplaySecrets(addConfigurationOptions(command)))
    .addHelpText(EPILOGUE)
    .action((path: string, options: Record<string, unknown>) => replay(path, options, context));
}

async function replay(
  path: string,
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<void> {
  const capture = await readCapture(path);
  const meters = await attemptMeters(capture, options, context);
  const settings = meters.map((meter) => meter.settings);
  const played = new Replay(capture, { settings, keys: drawnKeys(capture, settings) });
  const { surroundings } = played;
  const interrupted = AbortSignal.any([context.interrupted, played.stopped]);
  try {
    await played.run(() =>
      playCommand(capture.header.session, meters, traceChoice(options), {
        ...context,
        surroundings,
        interrupted,
        output: untilLeft(played, context.output),
      }),
    );
  } catch (error) {
    if (context.interrupted.aborted) throw interruptionError('the session was not played to its end');
    tellDivergences(played, context);
    throw error;
  }
}

/** What the session does behind the capture only ends it. */
function untilLeft(played: Replay, output: Output): Output {
  return { ...output, note: (line) => (played.left ? undefined : output.note(line)) };
}

/** What cannot be played for want of secrets is shown at least. */
async function attemptMeters(
  capture: Capture,
  options: Readonly<Record<string, unknown>>,
  { output, environment }: CommandContext,
): Promise<readonly PlayedMeter[]> {
  const { config } = options;
  const file =
    typeof config === 'string'
      ? await loadConfiguration(config, options, environment, { variables: environment, partial: true })
      : undefined;
  try {
    return playedMeters(capture.header.session, file, options, environment);
  } catch (error) {
    if (error instanceof DlmsError) showCapture(capture, output);
    throw error;
  }
}

async function readCapture(path: string): Promise<Capture> {
  try {
    if ((await stat(path)).size > MOST_OCTETS) throw usageError(`${path} is larger than 256 MiB`);
    return parseCapture(await readFile(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof DlmsError)) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw usageError(`${path} cannot be read: ${code ?? message}`);
    }
    const { code, layer, fault, hint } = error;
    throw new DlmsError(`${path}: ${error.message}`, { code, layer, fault, hint, cause: error });
  }
}

/** The first in full: those behind it may come of it. */
function tellDivergences({ divergences: [first, ...others] }: Replay, { output }: CommandContext): void {
  if (first === undefined) return;
  const { recorded, played } = first;
  output.note(`dlms: in the capture: ${recorded}`);
  output.note(`dlms: this program:   ${played}`);
  const at = firstDifference(recorded, played);
  if (at !== undefined) output.note(`dlms:                 ${' '.repeat(at)}^`);
  if (others.length > 0) {
    const rows = others.map(({ row }) => row).join(', ');
    output.note(`dlms: other meters leave the capture behind it, at line ${rows}`);
  }
}

/** Where both are octets; undefined where they are not. */
function firstDifference(recorded: string, played: string): number | undefined {
  if (!recorded.startsWith('sent ') || !played.startsWith('sent ')) return undefined;
  return [...recorded].findIndex((character, at) => character !== played[at]);
}
