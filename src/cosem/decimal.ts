/**
 * Decimal numbers as text, so that a scaler moves the decimal point and nothing else: 28 × 10^−1 is 2.8.
 * Only the last step makes a binary number, the one nearest to the decimal.
 */

/** A single holds less than ten decimal digits: with that many every one reads back as itself. */
const SINGLE_DIGITS = 9;

/**
 * The number nearest to `decimal` × 10^`power`.
 * @param decimal Digits with optional sign, point and exponent, for example `-12.5` or `1e-7`.
 */
export function shiftDecimal(decimal: string, power: number): number {
  const [mantissa = '', exponent = '0'] = decimal.split('e');
  const value = Number(`${mantissa}e${Number(exponent) + power}`);
  return value === 0 ? 0 : value;
}

/** The shortest decimal that is this single-precision number: 230.4, not 230.39999389648438. */
export function shortestSingle(value: number): string {
  for (let digits = 1; digits < SINGLE_DIGITS; digits += 1) {
    const decimal = value.toPrecision(digits);
    if (Math.fround(Number(decimal)) === value) return String(Number(decimal));
  }
  return String(Number(value.toPrecision(SINGLE_DIGITS)));
}
