/** Quirks by name, as the setting lists them: `no-release`, `max-info=128`. */
import { combined, NO_QUIRKS, type QuirkOptions } from './quirk-options.js';
import { QUIRKS, type Quirk } from './quirk-table.js';

const TABLE: Readonly<Record<string, Quirk>> = QUIRKS;

/** Why a name cannot be used, for people; undefined where it can. */
export function quirkFault(name: string): string | undefined {
  const [key, quirk, value] = partsOf(name);
  if (quirk === undefined) return `${key} is no quirk`;
  if (quirk.range === undefined) return value === undefined ? undefined : `${key} takes no number`;
  const [least, most] = quirk.range;
  const number = Number(value);
  const right = value !== undefined && /^\d+$/.test(value) && number >= least && number <= most;
  return right ? undefined : `${key} needs a number from ${least} to ${most}: ${key}=${least}`;
}

/** All that these names ask for; names that cannot be used ask for nothing. */
export function quirkOptions(names: readonly string[]): QuirkOptions {
  return names
    .filter((name) => quirkFault(name) === undefined)
    .map(optionsOf)
    .reduce(combined, NO_QUIRKS);
}

/** The names with what each says, as they are written in the settings. */
export function describeQuirks(): readonly { readonly name: string; readonly quirk: Quirk }[] {
  return Object.entries(TABLE).map(([name, quirk]) => ({
    name: quirk.range === undefined ? name : `${name}=${quirk.range.join('…')}`,
    quirk,
  }));
}

function optionsOf(name: string): Partial<QuirkOptions> {
  const [, quirk, value] = partsOf(name);
  if (quirk === undefined) return {};
  return typeof quirk.options === 'function' ? quirk.options(Number(value)) : quirk.options;
}

function partsOf(name: string): readonly [string, Quirk | undefined, string | undefined] {
  const [key = '', ...values] = name.split('=');
  const quirk = Object.hasOwn(TABLE, key) ? TABLE[key] : undefined;
  return [key, quirk, values.length === 0 ? undefined : values.join('=')];
}
