/**
 * Settings of a meter as users give them (names of the device node's properties, any value possibly text)
 * made whole: defaults filled in, ranges checked, aliases understood. What cannot work is refused with all
 * its reasons at once.
 */
import { resolveAddress } from './addressing.js';
import { readPassword } from './password-setting.js';
import { SettingReader } from './setting-reader.js';
import type { AuthName, MeterSettings, ModeName, Parity, SerialSettings, TransportName } from './settings.js';

export interface SettingSecrets {
  /** Text, or `0x…` for octets. */
  readonly password?: string | undefined;
}

export interface ResolvedSettings {
  readonly settings: MeterSettings;
  /** Sentences for the user about settings that were changed to make them work. */
  readonly warnings: readonly string[];
}

/** Named deviations of a make that this package knows. */
const QUIRKS: readonly string[] = [];

const TRANSPORTS: Readonly<Record<string, TransportName>> = {
  tcp: 'tcp',
  serial: 'serial',
  udp: 'udp',
  tls: 'tls',
  'DLMS TCP': 'tcp',
  'DLMS serial': 'serial',
};

const MODES: Readonly<Record<string, ModeName>> = {
  'DLMS-HDLC': 'DLMS-HDLC',
  DLMS: 'DLMS-HDLC',
  'DLMS-DLC': 'DLMS-HDLC',
  IEC: 'IEC',
  'DLMS-WRAPPER': 'DLMS-WRAPPER',
  'DLMS-RAPPER': 'DLMS-WRAPPER',
};

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

const SECURITIES = {
  None: 'None',
  Authentication: 'Authentication',
  Encryption: 'Encryption',
  AuthenticationEncryption: 'AuthenticationEncryption',
} as const;

const PARITIES: Readonly<Record<string, Parity>> = { none: 'none', even: 'even', odd: 'odd' };
const BAUD_RATES = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];
/** Larger delays overflow the timers of the platform. */
const MAX_TIMER_MS = 2 ** 31 - 1;

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
  const transport = readTransport(reader, warnings);
  const mode = readMode(reader);
  const { address, addressSize } = resolveAddress(reader, mode, warnings);
  const name = reader.text('name');
  const settings: MeterSettings = {
    name,
    alias: readAlias(reader, name),
    transport,
    ...readNetwork(reader, transport),
    serial: readSerial(reader, transport),
    mode,
    referencing: readReferencing(reader),
    ...address,
    addressSize,
    clientAddress: reader.integer('clientAddress', { min: 1, max: 127, fallback: 16 }),
    ...readAuthentication(reader, secrets.password),
    ...readTiming(reader),
    quirks: readQuirks(reader),
  };
  refuseProtection(reader);
  reader.finish(HINT);
  return { settings, warnings };
}

/** A host decides for the network: serial settings beside it are ignored. */
function readTransport(reader: SettingReader, warnings: string[]): TransportName {
  const hasHost = reader.isSet('host');
  const derived = !hasHost && reader.isSet('serialPort') ? 'serial' : 'tcp';
  const transport = reader.word('transport', TRANSPORTS, derived);
  if (transport === 'udp' || transport === 'tls') reader.refuse('transport', 'is not supported yet');
  if (transport !== 'serial' || !hasHost) return transport;
  warnings.push(
    `${reader.nameOf('host')} is set, so the meter is reached by TCP and the serial settings are ignored`,
  );
  return 'tcp';
}

function readNetwork(reader: SettingReader, transport: TransportName): { host: string; port: number } {
  if (transport === 'serial') return { host: '', port: 4059 };
  const host = reader.text('host');
  if (host === '') reader.refuseHidden('host', 'is not set: the name or address of the meter or gateway');
  else if (!isHost(host)) reader.refuse('host', 'is not a name or address');
  return { host, port: reader.integer('port', { min: 1, max: 65_535, fallback: 4059 }) };
}

/** A single colon is an address with a port, which has its own setting; more are IPv6. */
function isHost(host: string): boolean {
  return !/[\s/\\@?#]/.test(host) && host.split(':').length !== 2;
}

const SERIAL_DEFAULTS: SerialSettings = {
  serialPort: '',
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: 'none',
};

function readSerial(reader: SettingReader, transport: TransportName): SerialSettings {
  if (transport !== 'serial') return SERIAL_DEFAULTS;
  const serialPort = reader.text('serialPort');
  if (serialPort === '') reader.refuseHidden('serialPort', 'is not set: the path of the port');
  reader.word('flowControl', { none: 'none' }, 'none');
  const rates = Object.fromEntries(BAUD_RATES.map((rate) => [String(rate), rate]));
  return {
    serialPort,
    baudRate: reader.word('baudRate', rates, SERIAL_DEFAULTS.baudRate),
    dataBits: readDataBits(reader),
    stopBits: reader.integer('stopBits', { min: 1, max: 2, fallback: 1, allowed: '1, 2' }) === 2 ? 2 : 1,
    parity: reader.word('parity', PARITIES, 'none'),
  };
}

function readDataBits(reader: SettingReader): 6 | 7 | 8 {
  const bits = reader.integer('dataBits', { min: 6, max: 9, fallback: 8 });
  if (bits === 9) reader.refuse('dataBits', 'is beyond the serial driver, which has 6, 7 and 8');
  return bits === 6 || bits === 7 ? bits : 8;
}

function readMode(reader: SettingReader): ModeName {
  const mode = reader.word('mode', MODES, 'DLMS-HDLC');
  if (mode === 'IEC') reader.refuse('mode', 'is not supported yet: DLMS-HDLC, DLMS-WRAPPER');
  return mode;
}

function readReferencing(reader: SettingReader): 'LN' {
  const referencing = reader.word('referencing', { LN: 'LN', SN: 'SN' }, 'SN');
  if (referencing === 'SN') {
    const value = reader.isSet('referencing') ? '"SN"' : '"SN" (the default)';
    reader.refuseHidden('referencing', `${value} is not supported yet: set it to LN`);
  }
  return 'LN';
}

function readAlias(reader: SettingReader, name: string): string {
  const alias = reader.text('alias');
  if (alias === '') return aliasOf(name);
  if (!/^[A-Za-z0-9_-]+$/.test(alias)) reader.refuse('alias', 'is not allowed: letters a…z, digits, _ and -');
  return alias;
}

/** `Zähler im Keller` becomes `Zahler_im_Keller`. */
function aliasOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return plain.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+|_+$/g, '') || 'meter';
}

function readAuthentication(
  reader: SettingReader,
  password: unknown,
): Pick<MeterSettings, 'auth' | 'password'> {
  const auth = reader.word('auth', AUTHS, 'None');
  if (auth !== 'None' && auth !== 'Low') reader.refuse('auth', 'is not supported yet: None, Low');
  return { auth, password: readPassword(reader, password, auth === 'Low') };
}

function readTiming(
  reader: SettingReader,
): Pick<MeterSettings, 'timeoutMs' | 'retryCounter' | 'scanRateMs' | 'pollDelayMs'> {
  return {
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
  const unknown = quirks.filter((quirk) => !QUIRKS.includes(quirk));
  if (unknown.length > 0) reader.refuse('quirks', `is not known: ${QUIRKS.join(', ') || 'none so far'}`);
  return quirks;
}

function refuseProtection(reader: SettingReader): void {
  if (reader.word('security', SECURITIES, 'None') !== 'None') {
    reader.refuse('security', 'is not supported yet: None');
  }
}
