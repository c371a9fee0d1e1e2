/** The number that a value of a plain readout stands for; the unit stays as the meter writes it. */
import { type Numeric, numericOf } from './numeric.js';

/** A value in parentheses; a demand often has its time beside it, in parentheses of its own. */
export interface ReadoutValue {
  readonly value: string;
  readonly unit?: string | undefined;
}

/** The value that the line is about: the one with a unit; none where the line is a list of many. */
export function mainReadoutValue<Value extends ReadoutValue>(values: readonly Value[]): Value | undefined {
  const withUnit = values.filter(({ unit }) => unit !== undefined);
  if (withUnit.length === 1) return withUnit[0];
  return values.length <= 2 ? values[0] : undefined;
}

/** Leading zeros and blanks do not count; every digit behind the point does. */
export function readoutNumber({ value }: ReadoutValue): Numeric {
  return numericOf({ kind: 'visible-string', text: value });
}
