/** The values of the options that were given, by their keys. */
import { ArgumentError, suggestion } from './argument-error.js';
import { keyOf, type Option } from './option.js';
import type { Token } from './token.js';

/** A text, the last of several; true where none is taken; a list of texts where the option is repeatable. */
export type OptionValues = Readonly<Record<string, string | true | readonly string[]>>;

type OptionToken = Extract<Token, { kind: 'option' }>;

interface GivenOption {
  readonly option: Option;
  readonly value: string | true;
}

/** @throws ArgumentError at the first option that is unknown, lacks its value, or has one too many */
export function optionValues(tokens: readonly Token[], options: readonly Option[]): OptionValues {
  const given = tokens.flatMap((token) => (token.kind === 'option' ? [givenOption(token, options)] : []));
  refuseConflicts(given.map(({ option }) => option));
  const values = new Map<string, string | true | readonly string[]>();
  for (const option of options) {
    const own = given.filter((each) => each.option === option).map(({ value }) => value);
    const value = option.repeatable ? own.map(String) : (own.at(-1) ?? option.fallback);
    if (value !== undefined) values.set(keyOf(option.name), value);
  }
  return Object.fromEntries(values);
}

function givenOption({ name, rawName, value }: OptionToken, options: readonly Option[]): GivenOption {
  const option = options.find((each) => each.name === name);
  if (option === undefined) throw unknownOption(rawName, options);
  const { flags, takesValue } = option;
  if (!takesValue && value !== undefined) throw new ArgumentError(`option '${flags}' takes no value`);
  if (!takesValue) return { option, value: true };
  if (value === undefined) throw new ArgumentError(`option '${flags}' argument missing`);
  return { option, value };
}

/** Of a letter nobody knows what was meant. What stands right behind a name may be its value, and a secret. */
function unknownOption(rawName: string, options: readonly Option[]): ArgumentError {
  const [written = ''] = /^-+[\p{L}\d_-]*/u.exec(rawName) ?? [];
  const shown = options.filter(({ hidden }) => !hidden).map(({ name }) => `--${name}`);
  const meant = written.startsWith('--') ? suggestion(written, shown) : '';
  return new ArgumentError(`unknown option '${written}'${meant}`);
}

function refuseConflicts(given: readonly Option[]): void {
  for (const { flags, conflicts } of given) {
    const other = given.find(({ name }) => name === conflicts);
    if (other === undefined) continue;
    throw new ArgumentError(`option '${flags}' cannot be used with option '${other.flags}'`);
  }
}
