/**
 * The physical address from the number on the meter's plate: an expression in `SN`, for example
 * `SN % 10000 + 1000` of many makes. It is worked out by a parser, never run as code.
 */
import { Parser } from 'expr-eval-fork';

export const DEFAULT_FORMULA = 'SN % 10000 + 1000';

export type FormulaResult =
  | { readonly kind: 'address'; readonly address: number }
  /** What is wrong, behind the formula in a sentence. */
  | { readonly kind: 'fault'; readonly why: string };

const ALLOWED = 'numbers, SN, + - * / % and parentheses';
const CHARACTERS = /^[0-9.()+\-*/%sn\s]*$/i;
const NAME = /^sn$/i;
const MAX_LENGTH = 120;
const MAX_ADDRESS = 0x3fff;

/** Of all that the parser knows, sums and products are left. */
const OPERATORS = {
  add: true,
  subtract: true,
  multiply: true,
  divide: true,
  remainder: true,
  assignment: false,
  comparison: false,
  concatenate: false,
  conditional: false,
  factorial: false,
  fndef: false,
  in: false,
  length: false,
  logical: false,
  power: false,
} as const;

/** Multiplication, division and remainder come before sums, as everywhere in mathematics. Never throws. */
export function evaluateFormula(formula: string, serialNumber: number): FormulaResult {
  if (formula.length > MAX_LENGTH || !CHARACTERS.test(formula)) return fault('is not understood');
  const value = resultOf(formula, serialNumber);
  if (value === undefined) return fault('is not understood');
  if (Number.isInteger(value) && value >= 0 && value <= MAX_ADDRESS)
    return { kind: 'address', address: Math.abs(value) };
  const what = `gives ${value} for the serial number ${serialNumber}`;
  return { kind: 'fault', why: `${what}, where a whole number of 0…${MAX_ADDRESS} is needed` };
}

/** Undefined for what is no expression. */
function resultOf(formula: string, serialNumber: number): number | undefined {
  const parser = new Parser({ allowMemberAccess: false, operators: OPERATORS });
  parser.functions = {};
  parser.consts = {};
  try {
    const expression = parser.parse(formula);
    const names = expression.variables();
    if (!names.every((name) => NAME.test(name))) return undefined;
    const value: unknown = expression.evaluate(Object.fromEntries(names.map((name) => [name, serialNumber])));
    return typeof value === 'number' ? value : undefined;
  } catch {
    // The library's words are about tokens; what is allowed says more.
    return undefined;
  }
}

function fault(what: string): FormulaResult {
  return { kind: 'fault', why: `${what}: ${ALLOWED}, ${MAX_LENGTH} characters at most` };
}
