/** Secrets in settings: octets like any other, that print as `***` wherever somebody prints the settings. */

const MASK = '***';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** The same octets, as far as programs are concerned. Copies of them print as usual: nobody makes one to print it. */
export function hidden(octets: Uint8Array): Uint8Array {
  // No octets are no secret, and who looks for the reason of a refusal should see that there are none.
  if (octets.length === 0) return octets;
  const print = { value: () => MASK };
  return Object.defineProperties(octets, { toJSON: print, toString: print, [INSPECT]: print });
}

/** The same object, which prints `***` in place of the named members. */
export function withHidden<T extends object>(object: T, ...names: readonly (keyof T & string)[]): T {
  const shown = (): Record<string, unknown> => {
    const members = Object.entries(object).map(([name, value]) => {
      const isHidden = value !== undefined && names.some((each) => each === name);
      return [name, isHidden ? MASK : value] as const;
    });
    return Object.fromEntries(members);
  };
  return Object.defineProperties(object, { toJSON: { value: shown }, [INSPECT]: { value: shown } });
}
