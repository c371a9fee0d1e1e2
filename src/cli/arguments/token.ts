/** Arguments cut into options with their values and the operands between them, by the rules of POSIX and GNU. */
import { parseArgs } from 'node:util';
import type { Option } from './option.js';

/** `index` is the place among the arguments. */
export type Token =
  | {
      readonly kind: 'option';
      readonly index: number;
      /** Without dashes; the long name where the option is known. */
      readonly name: string;
      /** As it was written, without its value. */
      readonly rawName: string;
      readonly value: string | undefined;
    }
  | { readonly kind: 'positional'; readonly index: number; readonly value: string }
  | { readonly kind: 'option-terminator'; readonly index: number };

/** Never throws: unknown options are tokens, too. */
export function tokensOf(args: readonly string[], options: readonly Option[]): readonly Token[] {
  const known = options.map(({ name, short, takesValue }) => {
    const type: 'string' | 'boolean' = takesValue ? 'string' : 'boolean';
    return [name, { type, ...(short !== undefined && { short }) }] as const;
  });
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(known),
    // Or else no value could begin with a dash.
    strict: false,
    tokens: true,
  }).tokens;
}

export function operandsIn(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
}
