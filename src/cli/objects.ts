/** `dlms objects`: what the meter holds for this client, by its association's object list. */
import type { Command } from 'commander';
import { attributeAccessNames, methodAccessNames } from '../cosem/access-mode.js';
import { attributeName, interfaceClassName } from '../cosem/interface-class.js';
import { obisName } from '../cosem/obis-name.js';
import type { ObjectListElement } from '../cosem/object-list.js';
import type { CommandContext } from './command.js';
import { addMeterOptions, chooseMeter } from './meter-options.js';
import { type Column, formatTable } from './table.js';
import { withMeter } from './with-meter.js';

const EPILOGUE = `
Each object is one line: class, version, OBIS code, its name where the standard has one, and what this client
may do with its attributes and methods.

Example: dlms objects --ip 127.0.0.1 --port 4061 --type LN --slave-address 16 --table`;

const COLUMNS: readonly Column[] = [
  { title: 'Class', align: 'right' },
  { title: 'Class name' },
  { title: 'Version', align: 'right' },
  { title: 'OBIS' },
  { title: 'Attributes' },
  { title: 'Methods' },
  { title: 'Name' },
];

const ASSOCIATION_LN = 15;
const CURRENT_ASSOCIATION = '0.0.40.0.0.255';

export function addObjects(program: Command, context: CommandContext): void {
  const command = program
    .command('objects')
    .summary("the meter's object list")
    .description('Lists the objects of a meter.')
    .option('--table', 'a table for people');
  addMeterOptions(command)
    .addHelpText('after', EPILOGUE)
    .action((options: Record<string, unknown>) => objects(options, context));
}

async function objects(options: Readonly<Record<string, unknown>>, context: CommandContext): Promise<void> {
  const { output } = context;
  const choice = await chooseMeter(options, context.environment);
  const elements = await withMeter(choice, context, (meter) => meter.objects());
  const version = associationVersion(elements);
  if (options.table === true) {
    const rows = elements.map((element) => objectRow(element, version));
    for (const row of formatTable(COLUMNS, rows)) output.result(row);
  } else {
    const { alias } = choice.settings;
    for (const element of elements) output.json({ device: alias, ...objectLine(element, version) });
  }
}

/** The meaning of access modes depends on it; lists that do not name their association are of the first. */
function associationVersion(elements: readonly ObjectListElement[]): number {
  const current = ({ classId, logicalName }: ObjectListElement) =>
    classId === ASSOCIATION_LN && logicalName === CURRENT_ASSOCIATION;
  return elements.find(current)?.version ?? 0;
}

function objectLine(element: ObjectListElement, associationVersion: number): object {
  const { classId, version, logicalName, attributes, methods } = element;
  return {
    classId,
    class: interfaceClassName(classId),
    version,
    obis: logicalName,
    name: obisName(logicalName),
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

function objectRow(element: ObjectListElement, associationVersion: number): readonly string[] {
  const { classId, version, logicalName, attributes, methods } = element;
  const readable = attributes.map(
    ({ id, mode }) => `${id}${attributeLetters(attributeAccessNames(mode, associationVersion))}`,
  );
  const callable = methods.filter(
    ({ mode }) => !methodAccessNames(mode, associationVersion).includes('no_access'),
  );
  return [
    String(classId),
    interfaceClassName(classId),
    String(version),
    logicalName,
    readable.join(' '),
    callable.map(({ id }) => id).join(' '),
    obisName(logicalName) ?? '',
  ];
}

/** `r`, `w`, `rw`, or `-`. */
function attributeLetters(access: readonly string[]): string {
  const text = access.join(' ');
  return `${text.includes('read') ? 'r' : ''}${text.includes('write') ? 'w' : ''}` || '-';
}
