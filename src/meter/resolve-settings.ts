/**
 * Settings of a meter as users give them (names of the device node's properties, any value possibly text)
 * made whole: defaults filled in, ranges checked, aliases understood. What cannot work is refused with all
 * its reasons at once.
 */
import type { AuthName } from '../client/authentication.js';
import { describeQuirks, quirkFault } from '../client/quirks.js';
import { resolveAddress } from './addressing.js';
import { IEC_DEFAULTS, readIec } from './iec-settings.js';
import { readLine } from './line-settings.js';
import { readPassword } from './password-setting.js';
import { readSecurity } from './security-settings.js';
import { SettingReader } from './setting-reader.js';
import type { MeterSettings } from './settings.js';

export interface SettingSecrets {
  /** Text, or `0x…` for octets. */
  readonly password?: string | undefined;
  /** Hexadecimal, as long as the suite says. */
  readonly blockCipherKey?: string | undefined;
  readonly authenticationKey?: string | undefined;
  /** Hexadecimal; or `auto`, another one for each association. */
  readonly dedicatedKey?: string | undefined;
  /** The client's private key, and the meter's public key or certificate: PEM, hexadecimal, or a file. */
  readonly signingKey?: string | undefined;
  readonly serverPublicKey?: string | undefined;
  /** The private key of the client's certificate in PEM, or its file. */
  readonly tlsKey?: string | undefined;
}

export interface ResolvedSettings {
  readonly settings: MeterSettings;
  /** Sentences for the user about settings that were changed to make them work. */
  readonly warnings: readonly string[];
}

const AUTHS: Readonly<Record<string, AuthName>> = {
  None: 'None',
  Low: 'Low',
  High: 'High',
  HighMd5: 'HighMd5',
  HighSha1: 'HighSha1',
  HighSha256: 'HighSha256',
  HighGmac: 'HighGmac',
  HighEcdsa: 'HighEcdsa',
};

/** Larger delays overflow the timers of the platform. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const DAY_MS = 86_400_000;

const HINT = 'Correct the named settings; each line of the meter table in the README is a working example.';

/**
 * @param nameOf the name under which the user knows a property (files use other names than the node).
 * @throws DlmsError DLMS_SETTING that names each wrong setting, its value (never a secret) and what is allowed.
 */
export function resolveSettings(
  input: Readonly<Record<string, unknown>>,
  secrets: SettingSecrets = {},
  nameOf: (property: string) => string = (property) => property,
): ResolvedSettings {
  const reader = new SettingReader(input, nameOf);
  const warnings: string[] = [];
  const line = readLine(reader, secrets.tlsKey, warnings);
  const { address, addressSize } = resolveAddress(reader, line.mode, warnings);
  const name = reader.text('name');
  const auth = reader.word('auth', AUTHS, 'None');
  const quirks = readQuirks(reader);
  const settings: MeterSettings = {
    name,
    alias: readAlias(reader, name),
    ...line,
    iec: line.mode === 'IEC' ? readIec(reader, line) : IEC_DEFAULTS,
    referencing: reader.word('referencing', { LN: 'LN', SN: 'SN' }, 'SN'),
    ...address,
    addressSize,
    clientAddress: reader.integer('clientAddress', { min: 1, max: 127, fallback: 16 }),
    auth,
    password: readPassword(reader, secrets.password, auth),
    security: readSecurity(reader, secrets, { auth, quirks }, warnings),
    ...readTiming(reader),
    quirks,
  };
  if (line.transport === 'udp' && settings.referencing === 'SN') warnings.push(doubledReadWarning(reader));
  reader.finish(HINT);
  return { settings, warnings };
}

function readAlias(reader: SettingReader, name: string): string {
  const alias = reader.text('alias');
  if (alias === '') return aliasOf(name);
  if (!/^[A-Za-z0-9_-]+$/.test(alias)) reader.refuse('alias', 'is not allowed: letters a…z, digits, _ and -');
  return alias;
}

/** `Zähler im Keller` becomes `Zahler_im_Keller`. */
export function aliasOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return plain.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || 'meter';
}

function readTiming(
  reader: SettingReader,
): Pick<MeterSettings, 'lockoutWaitMs' | 'timeoutMs' | 'retryCounter' | 'scanRateMs' | 'pollDelayMs'> {
  return {
    lockoutWaitMs: reader.integer('lockoutWaitMs', { min: 0, max: DAY_MS, fallback: 900_000 }),
    timeoutMs: reader.integer('timeoutMs', { min: 1, max: 600_000, fallback: 2500 }),
    retryCounter: reader.integer('retryCounter', { min: 1, max: 100, fallback: 3 }),
    scanRateMs: reader.integer('scanRateMs', {
      min: -MAX_TIMER_MS,
      max: MAX_TIMER_MS,
      fallback: 10_000,
      allowed: `milliseconds up to ${MAX_TIMER_MS}; 0 or less reads on input only`,
    }),
    pollDelayMs: reader.integer('pollDelayMs', { min: 0, max: 600_000, fallback: 200 }),
  };
}

function readQuirks(reader: SettingReader): readonly string[] {
  const quirks = reader
    .text('quirks')
    .split(/[\s,]+/)
    .filter((quirk) => quirk !== '' && quirk !== 'none');
  const faults = quirks.map(quirkFault).filter((fault) => fault !== undefined);
  const known = describeQuirks().map(({ name }) => name);
  if (faults.length > 0) reader.refuse('quirks', `is not allowed, ${faults.join(', ')}: ${known.join(', ')}`);
  return quirks;
}

/** Answers to GET have an invoke-id, answers to READ have nothing. */
function doubledReadWarning(reader: SettingReader): string {
  const names = [reader.nameOf('referencing'), reader.nameOf('transport')];
  return `${names[0]} SN over ${names[1]} udp: nothing tells a doubled answer from the next one; take tcp where the meter has it`;
}
