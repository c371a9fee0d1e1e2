/** `dlms find`: searches for a meter on a line and prints the settings that reach it. */
import { fileNameOf } from '../config/file-names.js';
import type { Finding } from '../diagnosis/finding.js';
import { type SearchProgress, search } from '../diagnosis/search.js';
import { trialWords } from '../diagnosis/trial-words.js';
import { DlmsError } from '../errors.js';
import { capturedDevice } from '../meter/capture/session.js';
import { resolveSettings } from '../meter/resolve-settings.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Surroundings } from '../meter/surroundings.js';
import type { Command } from './arguments/command.js';
import { addCaptureOption, captured, captureWish } from './capture.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, interruptionError, usageError } from './failure.js';
import { surroundedPool } from './surrounded-pool.js';

const EPILOGUE = `
Tries framings, the IEC start, speeds, and addresses in their sizes, one after another, and stops where a meter
answers; then it asks which clients the meter takes. It never tries a password: a client that needs one is
reported as such. The settings found go to stdout as one JSON line in the names of a configuration file.

Examples: dlms find --ip 192.168.1.10 --port 4059
          dlms find --device /dev/ttyUSB0 --serialnumber 12345678`;

export interface FindTask {
  /** By the names of the device node's properties. */
  readonly line: Readonly<Record<string, string>>;
  /** From the meter's label; 0 where it is not known. */
  readonly serialNumber: number;
  /** How long an answer may take. */
  readonly timeoutMs: number;
  /** When the search gives up. */
  readonly mostMs: number;
}

export function addFind(program: Command, context: CommandContext): void {
  const command = program
    .command('find')
    .summary('searches for a meter')
    .description('Searches a line for a meter and prints the settings that reach it.')
    .option('--ip <host>', 'name or address of the meter or its gateway')
    .option('--port <port>', 'its port', { fallback: '4059' })
    .option('--device <path>', 'a serial port')
    .option('--serialnumber <number>', "from the meter's label: its address may come from it")
    .option('--timeout-ms <ms>', 'how long an answer may take', { fallback: '1000' })
    .option('--most-seconds <s>', 'when the search gives up', { fallback: '600' });
  addCaptureOption(command)
    .addHelpText(EPILOGUE)
    .action((options: Record<string, string>) => find(options, context));
}

async function find(options: Readonly<Record<string, string>>, context: CommandContext): Promise<void> {
  const task: FindTask = {
    line: lineOf(options),
    serialNumber: numberOf(options, 'serialnumber', 0),
    timeoutMs: numberOf(options, 'timeoutMs', 1000),
    mostMs: numberOf(options, 'mostSeconds', 600) * 1000,
  };
  await findMeter(task, captureWish(options), context);
}

/** @param path of a capture, if one is wanted */
export async function findMeter(
  task: FindTask,
  path: string | undefined,
  context: CommandContext,
): Promise<void> {
  const { settings } = resolveSettings(task.line, {}, (property) => flagOf(fileNameOf(property)));
  const devices = [capturedDevice(task.line, settings)];
  const session = { command: 'find', options: { ...task }, devices, signals: [] };
  const { found, ms } = await captured({ path, session, settings: [settings] }, context, (surroundings) =>
    searched(task, settings, surroundings, context),
  );
  const [best, ...others] = found;
  const { aborted } = context.interrupted;
  // A trial that was cut off says nothing about its meter.
  if (best !== undefined && (isReached(best) || !aborted)) tell(best, others, context);
  if (aborted) throw interruptionError('the search ended');
  if (best === undefined) throw notFound(Math.round(ms / 1000));
}

async function searched(
  { line, serialNumber, timeoutMs, mostMs }: FindTask,
  settings: MeterSettings,
  surroundings: Surroundings,
  { output, interrupted: signal }: CommandContext,
): Promise<{ readonly found: readonly Finding[]; readonly ms: number }> {
  const { clock } = surroundings;
  const started = clock.now();
  const visitor = surroundedPool(surroundings).visitor(settings);
  const onProgress = ({ trials, trial }: SearchProgress): void =>
    output.note(`${String(trials).padStart(4)}  ${trialWords(trial)}`);
  try {
    const found = await search(
      { line, serialNumber },
      { visitor, signal, clock, timeoutMs, mostMs, onProgress },
    );
    return { found, ms: clock.now() - started };
  } finally {
    await visitor.leave();
  }
}

function lineOf({ ip, port, device }: Readonly<Record<string, string | undefined>>): Record<string, string> {
  if (ip !== undefined) return { transport: 'tcp', host: ip, port: port ?? '4059' };
  if (device !== undefined) return { transport: 'serial', serialPort: device };
  throw usageError('neither --ip nor --device is given', 'Name the line to search on.');
}

function numberOf(options: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const value = Number(options[name] ?? fallback);
  if (Number.isFinite(value) && value >= 0) return value;
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw usageError(`--${flag} "${options[name]}" is not allowed: a number from 0 on`);
}

function tell(found: Finding, others: readonly Finding[], { output, finish }: CommandContext): void {
  const { settings, name, error, reach } = found;
  const named = Object.entries(settings).map(([property, value]) => [fileNameOf(property), value] as const);
  const line = named.map(([file, value]) => [file, file === 'port' ? Number(value) : value]);
  output.json(Object.fromEntries(line));
  if (name !== undefined) output.note(`dlms: found ${name}`);
  for (const other of others) output.note(`dlms: it also answers ${clientWords(other)}`);
  if (isReached(found)) {
    const flags = named
      .filter(([file]) => file !== 'protocol')
      .map(([file, value]) => `${flagOf(file)} ${value}`);
    output.note(`dlms: try it: dlms objects ${flags.join(' ')} --table`);
    return;
  }
  output.note(`dlms: it answers, but goes no further: ${error?.message ?? reach}`);
  if (error?.hint !== undefined) output.note(`dlms: ${error.hint}`);
  finish(EXIT_STATUS.failed);
}

function isReached({ reach }: Finding): boolean {
  return reach === 'associated' || reach === 'readout';
}

/** `client 1, which wants a password` */
function clientWords({ settings, wants }: Finding): string {
  const client = `client ${settings.clientAddress}`;
  if (wants === undefined) return client;
  return `${client}, which wants ${wants === 'password' ? 'a password' : 'security: its keys'}`;
}

function flagOf(file: string): string {
  return `--${file.replaceAll('_', '-')}`;
}

function notFound(seconds: number): DlmsError {
  return new DlmsError(`no meter answered within ${seconds} s`, {
    code: 'DLMS_NOT_FOUND',
    layer: 'transport',
    fault: 'meter',
    hint: 'Check cable, power and port; a slow line needs a longer --timeout-ms.',
  });
}
