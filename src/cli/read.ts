/** `dlms read`: values as JSON lines, or as a table. */
import { parseJob, type Tag } from '../cosem/obis.js';
import { writtenTag } from '../meter/capture/written-tag.js';
import type { Connecting } from '../meter/client-stack.js';
import type { Command } from './arguments/command.js';
import { addCaptureOption } from './capture.js';
import type { CommandContext } from './command.js';
import { EXIT_STATUS, usageError } from './failure.js';
import { addMeterOptions, chooseMeter, type MeterChoice } from './meter-options.js';
import { READING_COLUMNS, type ReadingLine, readingLine, readingRow } from './reading-line.js';
import { formatTable } from './table.js';
import { addTraceOptions } from './trace-options.js';
import { withMeter } from './with-meter.js';

const EPILOGUE = `
An OBIS code is written 1.0.1.8.0.255, 1-0:1.8.0*255 or 1-0:1.8.0; an attribute stands behind a colon where it
is not the value. With -c and no code, the signals of the file are read. What the meter refuses has "error"
in place of the values; the status is 1 only where nothing could be read.

Example: dlms read --ip 127.0.0.1 --port 4061 --type LN --slave-address 16 1-0:1.8.0 1-0:32.7.0`;

export function addRead(program: Command, context: CommandContext): void {
  const command = program
    .command('read')
    .summary('values as JSON lines, or a table')
    .description('Reads values of a meter.')
    .argument('[obis...]', 'OBIS codes, each with an optional :attribute')
    .option('--table', 'a table for people');
  addCaptureOption(addTraceOptions(addMeterOptions(command)))
    .addHelpText(EPILOGUE)
    .action((codes: string[], options: Record<string, unknown>) => read(codes, options, context));
}

async function read(
  codes: readonly string[],
  options: Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<void> {
  const asked = codes.flatMap((code) => parseJob(code));
  const choice = await chooseMeter(options, context.environment);
  const tags: readonly Tag[] = asked.length > 0 ? asked : choice.fileTags;
  if (tags.length === 0)
    throw usageError('no OBIS code was given', 'Name what is to be read, for example 1-0:1.8.0.');
  await readTags(choice, tags, options.table === true, context);
}

/** @param table whether people are to read it @param connecting how the meter is connected, where not as usual */
export async function readTags(
  choice: MeterChoice,
  tags: readonly Tag[],
  table: boolean,
  context: CommandContext,
  connecting: Connecting = {},
): Promise<void> {
  const task = { command: 'read', options: { tags: tags.map(writtenTag), table } };
  const readings = await withMeter(choice, task, context, (meter) => meter.read(tags, connecting));
  const lines = readings.map((reading) => readingLine(choice.settings.alias, reading));
  print(lines, table, context);
  const [first] = lines;
  if (first === undefined || lines.some(({ error }) => error === undefined)) return;
  context.output.note(`dlms: nothing could be read: ${first.error} (${first.obis})`);
  context.finish(EXIT_STATUS.failed);
}

function print(lines: readonly ReadingLine[], asTable: boolean, { output }: CommandContext): void {
  if (!asTable) for (const line of lines) output.json(line);
  else for (const row of formatTable(READING_COLUMNS, lines.map(readingRow))) output.result(row);
}
