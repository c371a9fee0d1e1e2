/**
 * The meter that a message names in `msg.meter`, in place of the node's own: settings under the names of the
 * device node or of files, secrets among them. Environment variables are no part of messages.
 */
import { didYouMean } from '../src/config/closest-name.js';
import { DEVICE_ENTRY_NAMES, type FileName, findFileName } from '../src/config/file-names.js';
import { normalValue } from '../src/config/words.js';
import {
  type ResolvedSettings,
  resolveSettings,
  type SettingSecrets,
} from '../src/meter/resolve-settings.js';
import { SettingReader, settingError } from '../src/meter/setting-reader.js';
import { YES_NO } from '../src/meter/signal-row.js';

/** The node's own meter, whose secrets a message may use, but not see. */
export interface OwnMeter {
  /** Its alias, name and id. */
  readonly names: readonly string[];
  /** @throws DlmsError DLMS_SETTING for an environment variable that does not exist */
  secrets(): SettingSecrets;
}

const PLACE = 'msg.meter';
/** Names the meter whose secrets are used where the message has none. */
const SECRETS_OF = 'credentialsOf';
const HINT =
  'Correct msg.meter: it takes the settings of a meter under the names that files or the node have.';
const NAMES = DEVICE_ENTRY_NAMES.flatMap(({ file, property }) => [file, property]);
const VARIABLE = /^\$(?:\{\S+\}|\(\S+\))$/;
const MOST_SETTINGS = 100;
const LONGEST_NAME = 64;
/** Certificates are the longest. */
const MOST_CHARACTERS = 20_000;

/**
 * @param own undefined where the node has none that could be used
 * @throws DlmsError DLMS_SETTING that names each wrong setting, its value (never a secret) and what is allowed
 */
export function messageMeter(input: unknown, own: OwnMeter | undefined): ResolvedSettings {
  const written = Object.entries(objectIn(input)).filter(([, value]) => !isBlank(value));
  if (written.length > MOST_SETTINGS)
    throw settingError(`${PLACE} has more than ${MOST_SETTINGS} settings`, HINT);
  const found = new Map<string, Setting>();
  const reader = new SettingReader(Object.fromEntries(written), placeOf);
  for (const [name, value] of written) {
    if (name !== SECRETS_OF) note(reader, found, name, value);
  }
  const borrowed = borrowedSecrets(reader, own);
  checkUse(reader, found);
  reader.finish(HINT);
  const nameOf = (property: string) => placeOf(found.get(property)?.written ?? property);
  return resolveSettings(valuesOf(found, false), { ...borrowed, ...valuesOf(found, true) }, nameOf);
}

function placeOf(written: string): string {
  return `${PLACE}.${written.slice(0, LONGEST_NAME)}`;
}

interface Setting {
  readonly name: FileName;
  readonly written: string;
  readonly value: unknown;
}

function objectIn(input: unknown): object {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  throw settingError(`${PLACE} is no object with the settings of a meter`, HINT);
}

/** Keeps a setting under its property, or notes why it cannot be used. */
function note(reader: SettingReader, found: Map<string, Setting>, written: string, value: unknown): void {
  const name = nameOf(written);
  const single = Array.isArray(value) && name?.property === 'quirks' ? value.join(',') : value;
  const before = name && found.get(name.property);
  const isOther = before !== undefined && plainValue(before) !== plainValue({ ...before, value: single });
  const twice = isOther ? `says something else than ${placeOf(before.written)}` : undefined;
  const why = faultOf(single) ?? twice;
  if (name === undefined) {
    reader.refuseHidden(written, `is not a setting of a meter${didYouMean(written, NAMES)}`);
  } else if (why !== undefined) reader.refuseHidden(written, why);
  else found.set(name.property, { name, written, value: single });
}

function nameOf(written: string): FileName | undefined {
  return (
    DEVICE_ENTRY_NAMES.find(({ property }) => property === written) ??
    findFileName(written, DEVICE_ENTRY_NAMES)
  );
}

/** Nothing of the value is told: it may be a secret in the wrong place. */
function faultOf(value: unknown): string | undefined {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return 'is not a single value';
  const text = String(value);
  if (text.length > MOST_CHARACTERS) return `is longer than ${MOST_CHARACTERS} characters`;
  return VARIABLE.test(text.trim())
    ? 'is the name of a variable: messages take values, such as env.get gives in a Function node'
    : undefined;
}

function borrowedSecrets(reader: SettingReader, own: OwnMeter | undefined): SettingSecrets {
  if (!reader.isSet(SECRETS_OF)) return {};
  const names = own?.names ?? [];
  if (own !== undefined && names.includes(reader.text(SECRETS_OF))) return own.secrets();
  const allowed = own === undefined ? 'the node has no meter of its own' : names.join(', ');
  reader.refuse(SECRETS_OF, `is not the node's own meter: ${allowed}`);
  return {};
}

/** What is read gets its topic by the alias. */
function checkUse(reader: SettingReader, found: ReadonlyMap<string, Setting>): void {
  if (!found.has('alias') && !found.has('name')) reader.refuseHidden('alias', 'is not set');
  const enable = found.get('enable');
  if (enable !== undefined && !reader.word(enable.written, YES_NO, true)) {
    reader.refuse(enable.written, 'is no meter to be read: it is switched off');
  }
}

function valuesOf(found: ReadonlyMap<string, Setting>, secret: boolean): Record<string, string> {
  const wanted = [...found].filter(([, { name }]) => (name.secret === true) === secret);
  return Object.fromEntries(wanted.map(([property, setting]) => [property, plainValue(setting)]));
}

/** As the node writes it; a secret as it is. */
function plainValue({ name, value }: Setting): string {
  return String(name.secret ? value : normalValue(name.property, value));
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
