/** The options of `dlms simulate`, from the command line and from its file, checked together. */
import type { Environment } from '../config/json.js';
import { type JsonObject, parseJsonObject } from '../config/json-object.js';
import { readPassword } from '../meter/password-setting.js';
import { SettingReader } from '../meter/setting-reader.js';
import { usageError } from './failure.js';
import { readFileWith } from './file.js';
import { type QuirkyOptions, quirkyOptions } from './simulated-quirks.js';

export interface SimulateOptions extends QuirkyOptions {
  readonly hdlcPort: number | undefined;
  readonly wrapperPort: number | undefined;
  readonly iecPort: number | undefined;
  readonly serialPath: string | undefined;
  readonly serialFraming: 'hdlc' | 'iec';
  readonly baudRate: number;
  readonly host: string;
  readonly meters: number;
  readonly logicalAddress: number;
  readonly physicalAddress: number;
  readonly auth: 'None' | 'Low';
  /** A secret. */
  readonly password: Uint8Array;
  readonly referencing: 'LN' | 'SN' | 'both';
  /** As they were written; '' for none. */
  readonly quirks: string;
}

/** Where nothing is said: the registered port of the wrapper, and for HDLC one that is close to it. */
export const DEFAULT_WRAPPER_PORT = 4059;
export const DEFAULT_HDLC_PORT = 4061;

/** Names in the file; on the command line with `--`. */
const NAMES = [
  'hdlc',
  'wrapper',
  'iec',
  'serial',
  'mode',
  'baudrate',
  'host',
  'meters',
  'id',
  'slave_address',
  'auth',
  'password',
  'type',
  'quirks',
] as const;

const SERIAL_MODES = { 'DLMS-HDLC': 'hdlc', IEC: 'iec' } as const;
const REFERENCINGS = { LN: 'LN', SN: 'SN', both: 'both' } as const;

const PORT = { min: 0, max: 65_535, fallback: -1, allowed: '1…65535, or 0 for any free port' };

/** @throws DlmsError that names each wrong option, its value and what is allowed */
export async function simulateOptions(
  given: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<SimulateOptions> {
  const file = typeof given.config === 'string' ? await readOptions(given.config) : {};
  const options = { ...file, ...present({ ...given, slave_address: given.slaveAddress }) };
  const reader = new SettingReader(options, (name) =>
    name in file ? name : `--${name.replaceAll('_', '-')}`,
  );
  const nothingNamed = !['hdlc', 'wrapper', 'iec', 'serial'].some((name) => reader.isSet(name));
  const rates = { min: 300, max: 115_200, fallback: 9600 };
  const auth = reader.word('auth', { None: 'None', Low: 'Low' } as const, 'None');
  const secret = given.password ?? (environment.DLMS_PASSWORD || file.password);
  const result: SimulateOptions = {
    hdlcPort: portOf(reader, 'hdlc', nothingNamed ? DEFAULT_HDLC_PORT : undefined),
    wrapperPort: portOf(reader, 'wrapper', nothingNamed ? DEFAULT_WRAPPER_PORT : undefined),
    iecPort: portOf(reader, 'iec', undefined),
    serialPath: reader.isSet('serial') ? reader.text('serial') : undefined,
    serialFraming: reader.word('mode', SERIAL_MODES, 'hdlc'),
    baudRate: reader.integer('baudrate', rates),
    host: reader.text('host') || '127.0.0.1',
    meters: reader.integer('meters', { min: 1, max: 1000, fallback: 1 }),
    logicalAddress: reader.integer('id', { min: 1, max: 16_381, fallback: 1 }),
    physicalAddress: reader.integer('slave_address', { min: 1, max: 16_381, fallback: 16 }),
    auth,
    password: readPassword(reader, secret, auth === 'Low'),
    referencing: reader.word('type', REFERENCINGS, 'both'),
    quirks: reader.text('quirks'),
    ...quirkyOptions(reader, 'quirks'),
  };
  reader.finish('dlms simulate --help shows what is allowed.');
  return result;
}

function portOf(reader: SettingReader, name: string, fallback: number | undefined): number | undefined {
  const port = reader.integer(name, PORT);
  return port < 0 ? fallback : port;
}

function present(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

async function readOptions(path: string): Promise<JsonObject> {
  const options = await readFileWith(path, parseJsonObject);
  const names: readonly string[] = NAMES;
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length === 0) return options;
  throw usageError(
    `${path}: ${unknown.join(', ')}: no option of a simulator`,
    `There are ${names.join(', ')}.`,
  );
}
