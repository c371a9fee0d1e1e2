/** `dlms find`: searches for a meter on a line and prints the settings that reach it. */
import type { Command } from 'commander';
import { fileNameOf } from '../config/file-names.js';
import type { Finding } from '../diagnosis/finding.js';
import { type SearchTarget, search } from '../diagnosis/search.js';
import { trialWords } from '../diagnosis/trial-words.js';
import { DlmsError } from '../errors.js';
import { resolveSettings } from '../meter/resolve-settings.js';
import { Pool } from '../pool/pool.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, interruptionError, usageError } from './failure.js';

const EPILOGUE = `
Tries framings, the IEC start, speeds, and addresses in their sizes, one after another, and stops where a meter
answers; then it asks which clients the meter takes. It never tries a password: a client that needs one is
reported as such. The settings found go to stdout as one JSON line in the names of a configuration file.

Examples: dlms find --ip 192.168.1.10 --port 4059
          dlms find --device /dev/ttyUSB0 --serialnumber 12345678`;

export function addFind(program: Command, context: CommandContext): void {
  program
    .command('find')
    .summary('searches for a meter')
    .description('Searches a line for a meter and prints the settings that reach it.')
    .option('--ip <host>', 'name or address of the meter or its gateway')
    .option('--port <port>', 'its port', '4059')
    .option('--device <path>', 'a serial port')
    .option('--serialnumber <number>', "from the meter's label: its address may come from it")
    .option('--timeout-ms <ms>', 'how long an answer may take', '1000')
    .option('--most-seconds <s>', 'when the search gives up', '600')
    .addHelpText('after', EPILOGUE)
    .action((options: Record<string, string>) => find(options, context));
}

async function find(options: Readonly<Record<string, string>>, context: CommandContext): Promise<void> {
  const started = performance.now();
  const target = { line: lineOf(options), serialNumber: numberOf(options, 'serialnumber', 0) };
  const visitor = new Pool().visitor(resolveSettings(target.line).settings);
  try {
    const [found, ...others] = await searched(target, visitor, options, context);
    if (context.interrupted.aborted) throw interruptionError('the search ended');
    if (found === undefined) throw notFound(Math.round((performance.now() - started) / 1000));
    tell(found, others, context);
  } finally {
    await visitor.leave();
  }
}

function searched(
  target: SearchTarget,
  visitor: ReturnType<Pool['visitor']>,
  options: Readonly<Record<string, string>>,
  { output, interrupted }: CommandContext,
): Promise<readonly Finding[]> {
  return search(target, {
    visitor,
    signal: interrupted,
    timeoutMs: numberOf(options, 'timeoutMs', 1000),
    mostMs: numberOf(options, 'mostSeconds', 600) * 1000,
    onProgress: ({ trials, trial }) => output.note(`${String(trials).padStart(4)}  ${trialWords(trial)}`),
  });
}

function lineOf({ ip, port, device }: Readonly<Record<string, string | undefined>>): Record<string, string> {
  if (ip !== undefined) return { transport: 'tcp', host: ip, port: port ?? '4059' };
  if (device !== undefined) return { transport: 'serial', serialPort: device };
  throw usageError('neither --ip nor --device is given', 'Name the line to search on.');
}

function numberOf(options: Readonly<Record<string, string>>, name: string, fallback: number): number {
  const value = Number(options[name] ?? fallback);
  if (Number.isFinite(value) && value >= 0) return value;
  throw usageError(`${name} "${options[name]}" is not a number`, 'Give a number.');
}

function tell(found: Finding, others: readonly Finding[], { output, finish }: CommandContext): void {
  const { settings, reach, name, error } = found;
  const named = Object.entries(settings).map(([property, value]) => [fileNameOf(property), value] as const);
  output.json(Object.fromEntries(named));
  if (name !== undefined) output.note(`dlms: found ${name}`);
  for (const other of others) output.note(`dlms: it also answers ${clientWords(other)}`);
  if (reach === 'associated' || reach === 'readout') {
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
