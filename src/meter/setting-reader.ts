/**
 * Reads settings of any origin, where every value may be text, and collects what is wrong with them, so
 * that a user hears of all problems at once.
 */
import { DlmsError } from '../errors.js';

export interface IntegerRange {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  /** How the range is written for people, where `min…max` is not enough. */
  readonly allowed?: string | undefined;
}

/** What is wrong with one setting. */
export interface SettingProblem {
  readonly property: string;
  /** The setting by the name that the user knows, its value unless it is secret, and what is allowed. */
  readonly text: string;
}

/** Words that a user may write (compared without regard to case), and what each stands for. */
export type Words<T> = Readonly<Record<string, T>>;

const INTEGER = /^[+-]?(?:\d+(?:\.0*)?|0x[0-9a-f]+)$/i;

export class SettingReader {
  readonly #input: Readonly<Record<string, unknown>>;
  readonly #nameOf: (property: string) => string;
  readonly #problems: SettingProblem[] = [];

  /** @param nameOf the name under which the user knows a property. */
  constructor(input: Readonly<Record<string, unknown>>, nameOf: (property: string) => string) {
    this.#input = input;
    this.#nameOf = nameOf;
  }

  isSet(property: string): boolean {
    return this.text(property) !== '';
  }

  /** The trimmed text of a value; '' where it is not set. */
  text(property: string): string {
    const value = this.#input[property];
    return Array.isArray(value) ? value.map(textOf).join(',') : textOf(value);
  }

  integer(property: string, { min, max, fallback, allowed = `${min}…${max}` }: IntegerRange): number {
    const text = this.text(property);
    if (text === '') return fallback;
    const value = INTEGER.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    this.refuse(property, `is not allowed: ${allowed}`);
    return fallback;
  }

  /** What the text stands for; `fallback` where nothing is set or the word is refused. */
  word<T>(property: string, words: Words<T>, fallback: T): T {
    const text = this.text(property).toLowerCase();
    if (text === '') return fallback;
    const found = Object.entries(words).find(([word]) => word.toLowerCase() === text);
    if (found !== undefined) return found[1];
    this.refuse(property, `is not allowed: ${Object.keys(words).join(', ')}`);
    return fallback;
  }

  /** Notes a problem of one setting: its name, its value, and `why`. */
  refuse(property: string, why: string): void {
    this.#problems.push({ property, text: `${this.nameOf(property)} "${this.text(property)}" ${why}` });
  }

  /** As `refuse`, for settings whose value must not be shown, and those that are missing. */
  refuseHidden(property: string, why: string): void {
    this.#problems.push({ property, text: `${this.nameOf(property)} ${why}` });
  }

  nameOf(property: string): string {
    return this.#nameOf(property);
  }

  get problems(): readonly SettingProblem[] {
    return this.#problems;
  }

  /** @throws DlmsError DLMS_SETTING that names every problem; its cause is the list of them. */
  finish(hint: string): void {
    if (this.#problems.length === 0) return;
    throw settingError(this.#problems.map(({ text }) => text).join('; '), hint, this.#problems);
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' || typeof value === 'function'
    ? `(${typeof value})`
    : String(value).trim();
}

export function settingError(message: string, hint?: string, cause?: unknown): DlmsError {
  return new DlmsError(message, { code: 'DLMS_SETTING', layer: 'settings', fault: 'settings', hint, cause });
}
