/** `dlms find`: searches for a meter on a line and prints the settings that reach it. */
import type { Command } from 'commander';
import { fileNameOf } from '../config/file-names.js';
import { type Finding, search } from '../diagnosis/search.js';
import { DlmsError } from '../errors.js';
import { resolveSettings } from '../meter/resolve-settings.js';
import { openTransport } from '../pool/open-transport.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, usageError } from './failure.js';

const EPILOGUE = `
Tries framings, the IEC start, speeds, addresses in their sizes, and client addresses, one after another, and
stops at the first that stands. It never tries a password: a meter that wants one is reported with what it wants.
The settings found go to stdout as one JSON line in the names of a configuration file.

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
    .option('--timeout-ms <ms>', 'how long an answer may take', '700')
    .option('--most-seconds <s>', 'when the search gives up', '600')
    .addHelpText('after', EPILOGUE)
    .action((options: Record<string, string>) => find(options, context));
}

async function find(options: Readonly<Record<string, string>>, context: CommandContext): Promise<void> {
  const { output, interrupted } = context;
  const started = performance.now();
  const finding = await search(
    { line: lineOf(options), serialNumber: numberOf(options, 'serialnumber', 0) },
    {
      openOf: (properties) => openTransport(resolveSettings(properties).settings),
      signal: interrupted,
      timeoutMs: numberOf(options, 'timeoutMs', 700),
      mostMs: numberOf(options, 'mostSeconds', 600) * 1000,
      onProgress: ({ trials, trying }) => output.note(`${String(trials).padStart(4)}  ${trying}`),
    },
  );
  if (finding === undefined) throw notFound(Math.round((performance.now() - started) / 1000));
  tell(finding, context);
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

function tell({ settings, reach, name, error }: Finding, { output, finish }: CommandContext): void {
  const named = Object.entries(settings).map(([property, value]) => [fileNameOf(property), value] as const);
  output.json(Object.fromEntries(named));
  if (name !== undefined) output.note(`dlms: found ${name}`);
  if (reach === 'associated') {
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
