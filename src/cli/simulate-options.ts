/** The options of `dlms simulate`, from the command line, the environment and its file, checked together. */
import { type JsonObject, parseJsonObject } from '../config/json-object.js';
import { type QuirkyOptions, quirkyOptions } from '../config/simulated-quirks.js';
import {
  readSimulatedSecurity,
  SIMULATED_SECRETS,
  type SimulatedSecrets,
  type SimulatedSecurity,
} from '../config/simulated-security.js';
import { SettingReader } from '../meter/setting-reader.js';
import type { CommandContext } from './command.js';
import { usageError } from './failure.js';
import { readFileWith } from './file.js';

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
  readonly secured: SimulatedSecurity;
  /** Secrets that the user gave: they are never shown, as demo keys are. */
  readonly own: readonly (keyof SimulatedSecrets)[];
  readonly referencing: 'LN' | 'SN' | 'both';
  /** As they were written; '' for none. */
  readonly quirks: string;
}

/** Where nothing is said: the registered port of the wrapper, and for HDLC one that is close to it. */
export const DEFAULT_WRAPPER_PORT = 4059;
export const DEFAULT_HDLC_PORT = 4061;

/** As the option parser has them; in the file `slave_address`, on the command line `--slave-address`. */
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
  'slaveAddress',
  'type',
  'quirks',
  'auth',
  'security',
  'securitySuite',
  'systemTitle',
  ...SIMULATED_SECRETS,
] as const;

const SERIAL_MODES = { 'DLMS-HDLC': 'hdlc', IEC: 'iec' } as const;
const REFERENCINGS = { LN: 'LN', SN: 'SN', both: 'both' } as const;

const PORT = { min: 0, max: 65_535, fallback: -1, allowed: '1…65535, or 0 for any free port' };

type Given = Readonly<Record<string, unknown>>;

/** @throws DlmsError that names each wrong option, its value and what is allowed */
export async function simulateOptions(
  given: Given,
  environment: CommandContext['environment'],
): Promise<SimulateOptions> {
  const file = typeof given.config === 'string' ? await readOptions(given.config) : {};
  const options = { ...file, ...present(given) };
  const secrets = { ...file, ...environmentSecrets(environment), ...present(given) };
  const reader = new SettingReader(options, (name) =>
    name in file ? fileName(name) : `--${fileName(name).replaceAll('_', '-')}`,
  );
  const nothingNamed = !['hdlc', 'wrapper', 'iec', 'serial'].some((name) => reader.isSet(name));
  const quirky = quirkyOptions(reader, 'quirks');
  const secured = readSimulatedSecurity(reader, secrets);
  if (quirky.faults?.onlySigned && secured.site.suite === 0) {
    reader.refuse('quirks', `needs ${reader.nameOf('securitySuite')} 1 or 2: suite 0 has no signatures`);
  }
  const result: SimulateOptions = {
    hdlcPort: portOf(reader, 'hdlc', nothingNamed ? DEFAULT_HDLC_PORT : undefined),
    wrapperPort: portOf(reader, 'wrapper', nothingNamed ? DEFAULT_WRAPPER_PORT : undefined),
    iecPort: portOf(reader, 'iec', undefined),
    serialPath: reader.isSet('serial') ? reader.text('serial') : undefined,
    serialFraming: reader.word('mode', SERIAL_MODES, 'hdlc'),
    baudRate: reader.integer('baudrate', { min: 300, max: 115_200, fallback: 9600 }),
    host: reader.text('host') || '127.0.0.1',
    meters: reader.integer('meters', { min: 1, max: 1000, fallback: 1 }),
    logicalAddress: reader.integer('id', { min: 1, max: 16_381, fallback: 1 }),
    physicalAddress: reader.integer('slaveAddress', { min: 1, max: 16_381, fallback: 16 }),
    secured,
    own: SIMULATED_SECRETS.filter((name) => Boolean(secured.options[name])),
    referencing: reader.word('type', REFERENCINGS, 'both'),
    quirks: reader.text('quirks'),
    ...quirky,
  };
  reader.finish('dlms simulate --help shows what is allowed.');
  return result;
}

function portOf(reader: SettingReader, name: string, fallback: number | undefined): number | undefined {
  const port = reader.integer(name, PORT);
  return port < 0 ? fallback : port;
}

function present(record: Given): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** `DLMS_PASSWORD` and its like. */
function environmentSecrets(environment: CommandContext['environment']): Record<string, unknown> {
  const found = SIMULATED_SECRETS.map((name) => [name, environment[environmentName(name)]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== ''));
}

export function environmentName(name: string): string {
  return `DLMS_${fileName(name).toUpperCase()}`;
}

/** `slave_address` of `slaveAddress`. */
function fileName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function readOptions(path: string): Promise<JsonObject> {
  const options = await readFileWith(path, parseJsonObject);
  const names = new Map(NAMES.map((name) => [fileName(name), name]));
  const unknown = Object.keys(options).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    const allowed = [...names.keys()].join(', ');
    throw usageError(`${path}: ${unknown.join(', ')}: no option of a simulator`, `There are ${allowed}.`);
  }
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [names.get(name) ?? name, value]));
}
