/**
 * What a node reads: the rows of its table of signals, or, where there are none, each OBIS code of its job.
 * Every cell may be text, as it is when an environment variable stood in it.
 */
import { formatTag, parseJob, type Tag } from '../src/cosem/obis.js';
import { DlmsError } from '../src/errors.js';
import { SettingReader } from '../src/meter/setting-reader.js';
import { attempt } from './attempt.js';
import { NUMBER_TYPES, type NumberType } from './number-type.js';

export interface Signal {
  /** The last part of the topic. */
  readonly alias: string;
  readonly tag: Tag;
  readonly numberType: NumberType;
  /** Each change of the value goes to the log. */
  readonly log: boolean;
}

export type SignalRow = Readonly<Record<string, unknown>>;

const HINT = 'Correct the OBIS codes or the table of signals.';
const ALLOWED = 'allowed are OBIS codes such as 1-0:1.8.0 or 1.0.1.8.0.255, with :attribute where needed';
const LARGEST_SHORT_NAME = 0xffff;
const SHORT_NAMES = '0…65535, or 0x0…0xFFFF';
const YES_NO = { '1': true, '0': false, true: true, false: false } as const;
const TYPES = Object.fromEntries(NUMBER_TYPES.map((type) => [type, type])) as Record<NumberType, NumberType>;

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
  const tags = attempt(() => parseJob(text));
  if (tags instanceof DlmsError) throw refused(`${name}: ${tags.message}; ${ALLOWED}`);
  return tags;
}

/** A job as text, or as an array of codes. */
function jobText(job: unknown, name: string): string {
  if (job === undefined || job === null) return '';
  if (typeof job === 'string') return job.trim();
  if (Array.isArray(job) && job.every((code) => typeof code === 'string')) return job.join(',').trim();
  throw refused(`${name} is neither a text nor an array of texts; ${ALLOWED}`);
}

function refused(message: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_SETTING', layer: 'settings', fault: 'settings', hint: HINT });
}

function plainSignal(alias: string, tag: Tag): Signal {
  return { alias, tag, numberType: 'DOUBLE', log: false };
}

function signalOf(row: SignalRow, place: string): Signal | undefined {
  const reader = new SettingReader(row, (key) => `${place}.${key}`);
  const enabled = reader.word('enable', YES_NO, true);
  const log = reader.word('log', YES_NO, false);
  const numberType = reader.word<NumberType>('numberType', TYPES, 'DOUBLE');
  const tag = enabled ? withShortName(readTag(reader), reader) : undefined;
  const alias = readAlias(reader) || (tag === undefined ? '' : formatTag(tag));
  reader.finish(HINT);
  return tag === undefined ? undefined : { alias, tag, numberType, log };
}

/** `todo`, or the only code of the row's own `job`. */
function readTag(reader: SettingReader): Tag | undefined {
  const key = reader.isSet('todo') || !reader.isSet('job') ? 'todo' : 'job';
  if (!reader.isSet(key)) {
    reader.refuseHidden('todo', 'is not set: an OBIS code, such as 1-0:1.8.0');
    return undefined;
  }
  const tags = tagsIn(reader.text(key));
  if (tags?.length === 1) return tags[0];
  reader.refuse(key, 'is not allowed: one OBIS code, such as 1-0:1.8.0, with :attribute where needed');
  return undefined;
}

/** Where an attribute is found in meters that are read by short names. */
function withShortName(tag: Tag | undefined, reader: SettingReader): Tag | undefined {
  const shortName = reader.integer('sn', {
    min: 0,
    max: LARGEST_SHORT_NAME,
    fallback: -1,
    allowed: SHORT_NAMES,
  });
  return tag?.kind === 'attribute' && shortName >= 0 ? { ...tag, shortName } : tag;
}

function tagsIn(text: string): readonly Tag[] | undefined {
  const tags = attempt(() => parseJob(text));
  return tags instanceof DlmsError ? undefined : tags;
}

function readAlias(reader: SettingReader): string {
  const alias = reader.text('alias');
  if (alias !== '' && !/^[A-Za-z0-9_-]+$/.test(alias) && !isDefaultAlias(alias)) {
    reader.refuse('alias', 'is not allowed: letters a…z, digits, _ and -');
  }
  return alias;
}

/** The dotted code, which is what an alias is where none was chosen, may also be written out. */
function isDefaultAlias(alias: string): boolean {
  const tags = tagsIn(alias);
  return tags?.length === 1 && tags[0] !== undefined && formatTag(tags[0]) === alias;
}

function refuseTwins(signals: readonly Signal[]): void {
  const twin = signals.find(
    ({ alias }, index) => signals.findIndex((other) => other.alias === alias) < index,
  );
  if (twin === undefined) return;
  throw refused(`signals: the alias "${twin.alias}" is used twice; each signal needs its own`);
}
