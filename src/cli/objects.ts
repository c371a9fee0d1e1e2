/** `dlms objects`: what the meter holds for this client, by its association's object list. */
import { attributeAccessNames, methodAccessNames } from '../cosem/access-mode.js';
import { attributeName, interfaceClassName } from '../cosem/interface-class.js';
import { obisName } from '../cosem/obis-name.js';
import { associationVersion } from '../diagnosis/association-version.js';
import type { MeterObject } from '../meter/meter-object.js';
import type { Command } from './arguments/command.js';
import { addCaptureOption } from './capture.js';
import type { CommandContext } from './command.js';
import { addMeterOptions, chooseMeter, type MeterChoice } from './meter-options.js';
import { type Column, formatTable } from './table.js';
import { addTraceOptions } from './trace-options.js';
import { withMeter } from './with-meter.js';

const EPILOGUE = `
Each object is one line: class, version, OBIS code, its name where the standard has one, and what this client
may do with its attributes and methods. Read by short names, objects have their base name instead: attribute 2
is found 8 behind it, attribute 3 16 behind it. Of a plain readout (IEC 62056-21) its lines are shown.

Example: dlms objects --ip 127.0.0.1 --port 4061 --type LN --slave-address 16 --table`;

const COLUMNS: readonly Column[] = [
  { title: 'Class', align: 'right' },
  { title: 'Class name' },
  { title: 'Version', align: 'right' },
  { title: 'OBIS' },
];
const ACCESS_COLUMNS: readonly Column[] = [{ title: 'Attributes' }, { title: 'Methods' }];
const BASE_NAME_COLUMN: Column = { title: 'Base name' };
const NAME_COLUMN: Column = { title: 'Name' };

export function addObjects(program: Command, context: CommandContext): void {
  const command = program
    .command('objects')
    .summary("the meter's object list")
    .description('Lists the objects of a meter.')
    .option('--table', 'a table for people');
  addCaptureOption(addTraceOptions(addMeterOptions(command)))
    .addHelpText(EPILOGUE)
    .action(async (options: Record<string, unknown>) =>
      listObjects(await chooseMeter(options, context.environment), options.table === true, context),
    );
}

export async function listObjects(
  choice: MeterChoice,
  table: boolean,
  context: CommandContext,
): Promise<void> {
  const { output } = context;
  const task = { command: 'objects', options: { table } };
  const elements = await withMeter(choice, task, context, (meter) => meter.objects());
  const version = associationVersion(elements);
  if (table) {
    for (const row of objectTable(elements, version)) output.result(row);
  } else {
    const { alias } = choice.settings;
    for (const element of elements) output.json({ device: alias, ...objectLine(element, version) });
  }
}

function objectLine(element: MeterObject, associationVersion: number): object {
  const { classId, version, logicalName, baseName, attributes, methods } = element;
  return {
    classId,
    class: interfaceClassName(classId),
    version,
    obis: logicalName,
    name: obisName(logicalName),
    baseName,
    attributes: attributes.map(({ id, mode, selectors }) => ({
      attribute: id,
      name: attributeName(classId, id),
      access: attributeAccessNames(mode, associationVersion).join('+'),
      selectors,
    })),
    methods: methods.map(({ id, mode }) => ({
      method: id,
      access: methodAccessNames(mode, associationVersion).join('+'),
    })),
  };
}

/** With the base names or the access rights of its objects, whichever the meter tells. */
function objectTable(elements: readonly MeterObject[], associationVersion: number): readonly string[] {
  const byShortNames = elements.some(({ baseName }) => baseName !== undefined);
  const middle = byShortNames ? [BASE_NAME_COLUMN] : ACCESS_COLUMNS;
  const rows = elements.map((element) => {
    const { classId, version, logicalName, baseName } = element;
    const identity = [String(classId), interfaceClassName(classId), String(version), logicalName];
    const cells = byShortNames ? [shortNameText(baseName)] : accessCells(element, associationVersion);
    return [...identity, ...cells, obisName(logicalName) ?? ''];
  });
  return formatTable([...COLUMNS, ...middle, NAME_COLUMN], rows);
}

/** `0x0E00` */
function shortNameText(baseName: number | undefined): string {
  return baseName === undefined ? '' : `0x${baseName.toString(16).toUpperCase().padStart(4, '0')}`;
}

function accessCells({ attributes, methods }: MeterObject, associationVersion: number): readonly string[] {
  const readable = attributes.map(
    ({ id, mode }) => `${id}${attributeLetters(attributeAccessNames(mode, associationVersion))}`,
  );
  const callable = methods.filter(
    ({ mode }) => !methodAccessNames(mode, associationVersion).includes('no_access'),
  );
  return [readable.join(' '), callable.map(({ id }) => id).join(' ')];
}

/** `r`, `w`, `rw`, or `-`. */
function attributeLetters(access: readonly string[]): string {
  const text = access.join(' ');
  return `${text.includes('read') ? 'r' : ''}${text.includes('write') ? 'w' : ''}` || '-';
}
