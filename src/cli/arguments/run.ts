/** Finds the subcommand that the arguments name, and runs it with what is given to it. */
import { ArgumentError, suggestion } from './argument-error.js';
import { allOptions, type Command } from './command.js';
import { helpText } from './help.js';
import { operandValues } from './operand.js';
import { HELP, VERSION } from './option.js';
import { optionValues } from './option-values.js';
import { operandsIn, type Token, tokensOf } from './token.js';

/** Where help and version go. */
export interface Screen {
  show(text: string): void;
  /** Of its lines, in characters. */
  readonly width: number;
  /** Of the program. */
  readonly version: string;
}

const HELP_COMMAND = 'help';

/** @throws ArgumentError for arguments that cannot be understood, and what the command throws */
export async function runProgram(program: Command, args: readonly string[], screen: Screen): Promise<void> {
  const tokens = tokensOf(args, allOptions(program));
  const name = tokens.find((token) => token.kind === 'positional');
  const own = tokens.filter(({ index }) => name === undefined || index < name.index);
  if (isAnswered(program, program.name, own, screen)) return;
  optionValues(own, allOptions(program));
  if (name === undefined) {
    throw new ArgumentError(`no subcommand was given; ${program.name} --help lists them`);
  }
  const others = args.slice(name.index + 1);
  // `help read` is `read --help`.
  if (name.value === HELP_COMMAND) return runProgram(program, [...others.slice(0, 1), '--help'], screen);
  await runCommand(commandOf(program, name.value), program.name, others, screen);
}

function commandOf({ commands }: Command, name: string): Command {
  const command = commands.find((each) => each.name === name);
  if (command !== undefined) return command;
  const known = [...commands.map((each) => each.name), HELP_COMMAND];
  throw new ArgumentError(`unknown command '${name}'${suggestion(name, known)}`);
}

async function runCommand(
  command: Command,
  program: string,
  args: readonly string[],
  screen: Screen,
): Promise<void> {
  const options = allOptions(command);
  const tokens = tokensOf(args, options);
  if (isAnswered(command, `${program} ${command.name}`, tokens, screen)) return;
  const values = optionValues(tokens, options);
  const operands = operandValues(operandsIn(tokens), command.operands, command.name);
  const act = command.act as ((...given: readonly unknown[]) => Promise<void>) | undefined;
  await act?.(...operands, values);
}

/** Who asks for help gets it, whatever else is wrong. */
function isAnswered(command: Command, path: string, tokens: readonly Token[], screen: Screen): boolean {
  const asked = new Set(tokens.map((token) => (token.kind === 'option' ? token.name : undefined)));
  if (asked.has(HELP.name)) screen.show(helpText(command, path, screen.width));
  else if (asked.has(VERSION.name)) screen.show(screen.version);
  else return false;
  return true;
}
