/** What a command takes beside its options, written as its help shows it: `<file>`, or `[obis...]`. */
import { ArgumentError } from './argument-error.js';

export interface Operand {
  /** As it was written. */
  readonly usage: string;
  /** `file` */
  readonly name: string;
  readonly required: boolean;
  /** It takes all that is left, as a list. */
  readonly variadic: boolean;
  readonly help: string;
}

export function operandOf(usage: string, help: string): Operand {
  const name = usage.replace(/^[<[]|[\]>]$|\.\.\./g, '');
  return { usage, name, required: usage.startsWith('<'), variadic: usage.includes('...'), help };
}

/**
 * What is handed to a command, in the order of its operands: a text, or a list of texts for a variadic one.
 * @throws ArgumentError where one is missing, or some are left over
 */
export function operandValues(
  given: readonly string[],
  operands: readonly Operand[],
  command: string,
): readonly (string | readonly string[] | undefined)[] {
  const missing = operands.find(({ required }, at) => required && at >= given.length);
  if (missing !== undefined) throw new ArgumentError(`missing required argument '${missing.name}'`);
  const most = operands.length;
  if (given.length > most && !operands.some(({ variadic }) => variadic)) {
    const expected = `${most} ${most === 1 ? 'argument' : 'arguments'}`;
    throw new ArgumentError(
      `too many arguments for '${command}'. Expected ${expected} but got ${given.length}.`,
    );
  }
  return operands.map(({ variadic }, at) => (variadic ? given.slice(at) : given[at]));
}
