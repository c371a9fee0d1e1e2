/**
 * What a node reads: the rows of its table of signals, or, where there are none, each OBIS code of its job.
 * Every cell may be text, as it is when an environment variable stood in it.
 */
import { formatTag, parseJob, type Tag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';
import { SettingReader, settingError } from './setting-reader.js';
import { readSignal, type Signal, type SignalRow, YES_NO } from './signal-row.js';

const HINT = 'Correct the OBIS codes or the table of signals.';
const ALLOWED = 'allowed are OBIS codes such as 1-0:1.8.0 or 1.0.1.8.0.255, with :attribute where needed';

/**
 * The signals that are switched on; none where neither rows nor a job are given.
 * @throws DlmsError DLMS_SETTING that names the row, the value and what is allowed.
 */
export function signalsOf(job: unknown, rows: readonly SignalRow[]): readonly Signal[] {
  if (rows.length === 0) return signalsOfJob(job, 'job');
  const signals = rows.map((row, index) => signalOf(row, `signals[${index}]`));
  const enabled = signals.filter((signal) => signal !== undefined);
  refuseTwins(enabled);
  return enabled;
}

/**
 * Each code of a list as a signal of its own, once; one that the node's table knows keeps its row there.
 * @param name of the setting, for errors.
 * @throws DlmsError DLMS_SETTING that names the setting, its value and what is allowed.
 */
export function signalsOfJob(job: unknown, name: string, known: readonly Signal[] = []): readonly Signal[] {
  const text = jobText(job, name);
  if (text === '') return [];
  const signals = parse(text, name).map((tag) => {
    const alias = formatTag(tag);
    return known.find((signal) => formatTag(signal.tag) === alias) ?? plainSignal(alias, tag);
  });
  return [...new Map(signals.map((signal) => [signal.alias, signal])).values()];
}

function parse(text: string, name: string): readonly Tag[] {
  try {
    return parseJob(text);
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    throw settingError(`${name}: ${error.message}; ${ALLOWED}`, HINT);
  }
}

/** A job as text, or as an array of codes. */
function jobText(job: unknown, name: string): string {
  if (job === undefined || job === null) return '';
  if (typeof job === 'string') return job.trim();
  if (Array.isArray(job) && job.every((code) => typeof code === 'string')) return job.join(',').trim();
  throw settingError(`${name} is neither a text nor an array of texts; ${ALLOWED}`, HINT);
}

function plainSignal(alias: string, tag: Tag): Signal {
  return { alias, tag, numberType: 'DOUBLE', log: false };
}

/** Undefined for a row that is switched off, whatever else it says. */
function signalOf(row: SignalRow, place: string): Signal | undefined {
  const reader = new SettingReader(row, (key) => `${place}.${key}`);
  const enabled = reader.word('enable', YES_NO, true);
  const signal = enabled ? readSignal(reader) : undefined;
  reader.finish(HINT);
  return signal;
}

function refuseTwins(signals: readonly Signal[]): void {
  const twin = signals.find(
    ({ alias }, index) => signals.findIndex((other) => other.alias === alias) < index,
  );
  if (twin === undefined) return;
  throw settingError(`signals: the alias "${twin.alias}" is used twice; each signal needs its own`, HINT);
}
