/** What `dlms poll` tells people beside its results, by the levels of syslog (RFC 5424). */
import type { DlmsError } from '../errors.js';
import { reasonOf, usageError } from './failure.js';
import type { Colour, ShowLine } from './trace-lines.js';

export const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const;

export type Level = (typeof LEVELS)[number];

/** What is told where nothing else is asked for. */
export const DEFAULT_LEVEL = LEVELS.indexOf('notice');

/** For the one line that something takes. */
const LABELS: Readonly<Record<Level, string>> = {
  emerg: 'emrg',
  alert: 'alrt',
  crit: 'crit',
  err: 'err',
  warning: 'warn',
  notice: 'note',
  info: 'info',
  debug: 'dbg',
};

const COLOURS: Readonly<Partial<Record<Level, Colour>>> = {
  err: 'error',
  warning: 'warning',
  notice: 'notice',
};

export class PollJournal {
  readonly #show: ShowLine;
  readonly #most: number;

  /** @param most the last level that is shown */
  constructor(show: ShowLine, most: number) {
    this.#show = show;
    this.#most = most;
  }

  tell(level: Level, text: string, device?: string): void {
    if (LEVELS.indexOf(level) > this.#most) return;
    this.#show({ label: LABELS[level], text, device, colour: COLOURS[level] });
  }

  failed(level: Level, error: DlmsError, device: string): void {
    const reason = reasonOf(error);
    // The column in front names the meter.
    this.tell(level, reason.startsWith(`${device}: `) ? reason.slice(device.length + 2) : reason, device);
  }
}

/** A number from 0 to 7, or the name of a level. @throws DlmsError DLMS_USAGE */
export function levelOf(text: unknown): number {
  if (text === undefined) return DEFAULT_LEVEL;
  const word = String(text).toLowerCase();
  const number = LEVELS.findIndex((level, at) => level === word || String(at) === word);
  if (number >= 0) return number;
  throw usageError(`--debug "${word}" is not allowed: 0…7`, `They are ${LEVELS.join(', ')}.`);
}
