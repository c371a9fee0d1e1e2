/**
 * The number types of a signal: what range a value must have to be passed on. A value outside is a
 * problem that is told, never a number that was bent to fit.
 */

export const NUMBER_TYPES = [
  'FLOAT',
  'DOUBLE',
  'DIGITAL',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
] as const;

export type NumberType = (typeof NUMBER_TYPES)[number];

export type Converted =
  | { readonly kind: 'number'; readonly value: number }
  /** The range that the value is outside of, for people. */
  | { readonly kind: 'out-of-range'; readonly range: string };

const MAX_FLOAT = 3.4028234663852886e38;

/**
 * Whole numbers and DIGITAL, which is 0 or 1, are rounded to, halves away from zero.
 * @param exact the value as a whole number, where a double cannot hold it.
 */
export function convert(value: number, type: NumberType, exact?: bigint): Converted {
  if (!Number.isFinite(value)) return { kind: 'out-of-range', range: 'a finite number' };
  if (type === 'DOUBLE') return number(value);
  if (type === 'FLOAT') {
    return Math.abs(value) <= MAX_FLOAT ? number(value) : { kind: 'out-of-range', range: 'single precision' };
  }
  const [least, most] = wholeRange(type);
  const rounded = Math.sign(value) * Math.round(Math.abs(value)) + 0;
  const whole = exact ?? BigInt(rounded);
  return whole >= least && whole <= most
    ? number(rounded)
    : { kind: 'out-of-range', range: `${least}…${most}` };
}

function wholeRange(type: NumberType): readonly [least: bigint, most: bigint] {
  if (type === 'DIGITAL') return [0n, 1n];
  const bits = BigInt(/\d+$/.exec(type)?.[0] ?? 0);
  if (type.startsWith('U')) return [0n, 2n ** bits - 1n];
  return [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
}

function number(value: number): Converted {
  return { kind: 'number', value };
}
