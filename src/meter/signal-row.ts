/**
 * One signal: a value of a meter under a name of its own. It is a row of a node's table or of a
 * configuration file, where every cell may be text.
 */
import { formatTag, parseJob, type Tag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';
import { NUMBER_TYPES, type NumberType } from './number-type.js';
import type { SettingReader } from './setting-reader.js';

export interface Signal {
  /** The last part of the topic. */
  readonly alias: string;
  readonly tag: Tag;
  readonly numberType: NumberType;
  /** Each change of the value goes to the log. */
  readonly log: boolean;
}

/** By the names of the node's table. */
export type SignalRow = Readonly<Record<string, unknown>>;

/** Whether something is switched on. */
export const YES_NO = { '1': true, '0': false, true: true, false: false } as const;

const LARGEST_SHORT_NAME = 0xffff;
const SHORT_NAMES = '0…65535, or 0x0…0xFFFF';
const TYPES = Object.fromEntries(NUMBER_TYPES.map((type) => [type, type])) as Record<NumberType, NumberType>;
/** Larger times overflow the timers of the platform. */
const PULSE_MS = { min: 1, max: 2 ** 31 - 1, fallback: 0 };
/** Of the classes that have a value of their own: the attribute that it is. */
const VALUE = 2;

/** Undefined where the row names no value; why is noted on the reader, like all that is wrong with the row. */
export function readSignal(reader: SettingReader): Signal | undefined {
  const log = reader.word('log', YES_NO, false);
  const numberType = reader.word<NumberType>('numberType', TYPES, 'DOUBLE');
  const tag = withShortName(readTag(reader), reader);
  const alias = readAlias(reader) || (tag === undefined ? '' : formatTag(tag));
  checkPulses(reader);
  return tag === undefined ? undefined : { alias, tag, numberType, log };
}

/** `todo`, which is one code of the row's `job`; or the only code of that. */
function readTag(reader: SettingReader): Tag | undefined {
  const job = tagsIn(reader, 'job');
  const todo = tagsIn(reader, 'todo');
  if (todo !== undefined && todo.length !== 1) return refuseTodo(reader);
  const [tag] = todo ?? [];
  if (tag === undefined) return reader.isSet('todo') ? undefined : onlyTag(reader, job);
  if (job !== undefined && !job.some((each) => covers(each, tag))) {
    reader.refuse('todo', `is not in ${reader.nameOf('job')}: ${job.map(formatTag).join(', ')}`);
  }
  return tag;
}

function onlyTag(reader: SettingReader, job: readonly Tag[] | undefined): Tag | undefined {
  if (job?.length === 1) return job[0];
  if (job !== undefined) {
    const codes = job.map(formatTag).join(', ');
    reader.refuseHidden('todo', `is not set: one of the codes in ${reader.nameOf('job')}: ${codes}`);
  } else if (!reader.isSet('job')) {
    reader.refuseHidden('todo', 'is not set: an OBIS code, such as 1-0:1.8.0');
  }
  return undefined;
}

function refuseTodo(reader: SettingReader): undefined {
  reader.refuse('todo', 'is not allowed: one OBIS code, such as 1-0:1.8.0, with :attribute where needed');
  return undefined;
}

/** Undefined where nothing is set, or what is set is no list of codes, which is noted. */
function tagsIn(reader: SettingReader, property: string): readonly Tag[] | undefined {
  if (!reader.isSet(property)) return undefined;
  try {
    return parseJob(reader.text(property));
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    if (property === 'todo') return refuseTodo(reader);
    reader.refuse(property, `is not allowed, ${error.message}: OBIS codes with commas between them`);
    return undefined;
  }
}

/** A job of objects fetches their values, whether or not the attribute is written. */
function covers(fetched: Tag, wanted: Tag): boolean {
  if (fetched.kind !== 'attribute' || wanted.kind !== 'attribute') return fetched.kind === wanted.kind;
  if (fetched.logicalName !== wanted.logicalName) return false;
  return fetched.attributeId === undefined || fetched.attributeId === (wanted.attributeId ?? VALUE);
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

function readAlias(reader: SettingReader): string {
  const alias = reader.text('alias');
  if (alias !== '' && !/^[A-Za-z0-9_-]+$/.test(alias) && !isDefaultAlias(alias)) {
    reader.refuse('alias', 'is not allowed: letters a…z, digits, _ and -');
  }
  return alias;
}

/** The dotted code, which is what an alias is where none was chosen, may also be written out. */
function isDefaultAlias(alias: string): boolean {
  try {
    const [tag, ...others] = parseJob(alias);
    return tag !== undefined && others.length === 0 && formatTag(tag) === alias;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}

/** How long the two pulses of an output last, in milliseconds. */
function checkPulses(reader: SettingReader): void {
  const short = reader.integer('pulseShortMs', PULSE_MS);
  const long = reader.integer('pulseLongMs', PULSE_MS);
  if (short > 0 && long > 0 && short > long) {
    reader.refuse('pulseShortMs', `is longer than ${reader.nameOf('pulseLongMs')}, which is ${long}`);
  }
}
