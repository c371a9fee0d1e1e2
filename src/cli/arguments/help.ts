/** What --help shows of a command. */
import { inColumns, type Row, textColumn } from './columns.js';
import { allOptions, type Command } from './command.js';
import type { Option } from './option.js';

const HELP_COMMAND: Row = { term: 'help [command]', text: 'shows the help of a command' };

/** @param path the words that call it: `dlms read` @param width of its lines at most */
export function helpText(command: Command, path: string, width: number): string {
  const { described, operands, commands, epilogue } = command;
  const sections: readonly (readonly [title: string, rows: readonly Row[]])[] = [
    ['Arguments', operands.map(({ name, help }) => ({ term: name, text: help }))],
    ['Options', allOptions(command).filter(isShown).map(optionRow)],
    ['Commands', commands.length > 0 ? [...commands.map(commandRow), HELP_COMMAND] : []],
  ];
  const shown = sections.filter(([, rows]) => rows.length > 0);
  const column = textColumn(shown.flatMap(([, rows]) => rows));
  return [
    `Usage: ${path} ${usage(command)}`,
    ...['', described],
    ...shown.flatMap(([title, rows]) => ['', `${title}:`, ...inColumns(rows, column, width)]),
    ...epilogue,
  ].join('\n');
}

function usage({ operands, commands }: Command): string {
  const taken = commands.length > 0 ? ['[command]'] : operands.map((operand) => operand.usage);
  return ['[options]', ...taken].join(' ');
}

function isShown({ hidden = false }: Option): boolean {
  return !hidden;
}

function optionRow({ flags, help, fallback }: Option): Row {
  return { term: flags, text: fallback === undefined ? help : `${help} (${fallback})` };
}

function commandRow(command: Command): Row {
  return { term: `${command.name} ${usage(command)}`, text: command.summarized };
}
