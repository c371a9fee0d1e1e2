/** A small program of all kinds of options and operands, and what becomes of arguments in it. */
import assert from 'node:assert/strict';
import { ArgumentError } from '../../../src/cli/arguments/argument-error.js';
import { Command } from '../../../src/cli/arguments/command.js';
import { runProgram } from '../../../src/cli/arguments/run.js';

export interface Trial {
  /** What the actions were given, each with the name of its command before it. */
  readonly calls: readonly (readonly unknown[])[];
  /** What was shown. */
  readonly shown: readonly string[];
}

export async function tried(args: readonly string[], width = 80): Promise<Trial> {
  const calls: unknown[][] = [];
  const shown: string[] = [];
  const program = programFor((call) => calls.push(call));
  await runProgram(program, args, { show: (text) => shown.push(text), width, version: '1.2.3' });
  return { calls, shown };
}

/** The options that `scan` got. */
export async function optionsOf(...args: readonly string[]): Promise<unknown> {
  const { calls } = await tried(['scan', ...args]);
  assert.equal(calls.length, 1);
  return calls[0]?.at(-1);
}

/** Why the arguments are refused, before any action. */
export async function refusal(...args: readonly string[]): Promise<string> {
  try {
    await tried(args);
  } catch (error) {
    assert.ok(error instanceof ArgumentError);
    return error.message;
  }
  return assert.fail('nothing was refused');
}

function programFor(told: (call: unknown[]) => void): Command {
  const tell =
    (name: string) =>
    async (...given: readonly unknown[]) =>
      told([name, ...given]);
  const program = new Command('lines').description('Looks at lines.').addHelpText('\nThe end.');
  program
    .command('scan')
    .summary('looks along a line')
    .description('Looks along a line for all that answers, and tells it.')
    .argument('[place...]', 'where to look')
    .option('-a, --all', 'shows all')
    .option('-l, --long', 'shows more')
    .option('-d, --depth <level>', 'how far to look', { fallback: '5' })
    .option('--pass-word <text>', 'what opens it')
    .option('--map <name=path>', 'where a name is; once for each', { repeatable: true })
    .option('--brief', 'shows less', { conflicts: 'long' })
    .option('--old-name <text>', 'as it was called before', { hidden: true })
    .addHelpText('\nFirst remark.')
    .addHelpText('\nSecond remark.')
    .action(tell('scan'));
  program
    .command('copy')
    .summary('copies a file')
    .argument('<file>', 'the file')
    .argument('[target]', 'its new name')
    .action(tell('copy'));
  program.command('rest').summary('does nothing').action(tell('rest'));
  return program;
}
