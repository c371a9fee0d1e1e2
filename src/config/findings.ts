/** What is found wrong or odd in a configuration file, collected so that a user hears of it all at once. */
import { DlmsError } from '../errors.js';

/** A text that is worth making only where it is shown. */
export type Finding = string | (() => string);

const MOST = 100;
const LONGEST = 1000;

export class Findings {
  readonly #problems = new Set<string>();
  readonly #warnings = new Set<string>();
  #left = 0;

  /** @param place for people, as all texts never with a secret */
  problem(place: string, text: Finding): void {
    if (this.#problems.size >= MOST) this.#left += 1;
    else this.#problems.add(line(place, text));
  }

  warning(place: string, text: Finding): void {
    if (this.#warnings.size < MOST) this.#warnings.add(line(place, text));
  }

  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** @throws DlmsError DLMS_CONFIG_FILE with each problem on a line of its own */
  finish(): void {
    const problems = [...this.#problems];
    if (problems.length === 0) return;
    const more = this.#left === 0 ? [] : [`and ${this.#left} more`];
    throw configError([...problems, ...more], problems.length + this.#left);
  }
}

/** @param problems at least one; they are the cause, too */
export function configError(problems: readonly string[], count = problems.length): DlmsError {
  const lines = problems.map((problem) => `\n  ${problem}`);
  return new DlmsError(count === 1 ? `${problems[0]}` : `${count} problems:${lines.join('')}`, {
    code: 'DLMS_CONFIG_FILE',
    layer: 'settings',
    fault: 'settings',
    hint: 'docs/files.md shows configuration files with all their names.',
    cause: problems,
  });
}

/** The same error with the file before its text. */
export function inFile(name: string, error: DlmsError): DlmsError {
  const { code, layer, fault, hint, cause } = error;
  return new DlmsError(`${oneLine(name)}: ${error.message}`, { code, layer, fault, hint, cause });
}

function line(place: string, text: Finding): string {
  return oneLine(`${place}: ${typeof text === 'string' ? text : text()}`);
}

function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}…`;
}
