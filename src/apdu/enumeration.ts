/** Wire enumerations: one table of names and codes each, and a name for codes that no book knows. */

export type CodeTable = Readonly<Record<string, number>>;

/** A name of the table; a code outside of it is kept as `unknown-<code>`, so that it encodes back. */
export type Named<T extends CodeTable> = (keyof T & string) | `unknown-${number}`;

export function nameOf<T extends CodeTable>(table: T, code: number): Named<T> {
  const name = Object.keys(table).find((key) => table[key] === code);
  return name ?? `unknown-${code}`;
}

export function codeOf<T extends CodeTable>(table: T, name: Named<T>): number {
  return table[name] ?? Number(name.slice('unknown-'.length));
}
