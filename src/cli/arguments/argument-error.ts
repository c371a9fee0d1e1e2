/** A command line that cannot be understood. */
import { closestName } from '../../config/closest-name.js';

/** Its message is one line. Values of options never stand in it, for they may be secrets. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** ` (Did you mean --port?)`, or nothing. */
export function suggestion(written: string, known: readonly string[]): string {
  const name = closestName(written, known);
  return name === undefined ? '' : ` (Did you mean ${name}?)`;
}
