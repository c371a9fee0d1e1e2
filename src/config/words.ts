/**
 * Values as the node writes them: whole numbers as numbers, words in the node's spelling whatever case, white
 * space or dashes the file has, and older words understood. What is not known is left as it is, to be refused
 * where it is checked.
 */
import type { AuthName } from '../client/authentication.js';
import { MODES, TRANSPORTS } from '../meter/line-settings.js';
import { NUMBER_TYPES } from '../meter/number-type.js';
import type { IecSettings, MeterSettings, Parity, SecurityName } from '../meter/settings.js';

type Spellings = Readonly<Record<string, string>>;

const REFERENCINGS: Record<MeterSettings['referencing'], string> = { LN: 'LN', SN: 'SN' };
const PARITIES: Record<Parity, string> = { none: 'none', even: 'even', odd: 'odd' };
const READOUTS: Record<IecSettings['readout'], string> = { auto: 'auto', never: 'never', always: 'always' };
const AUTHS: Record<AuthName, string> = {
  None: 'None',
  Low: 'Low',
  High: 'High',
  HighMd5: 'HighMd5',
  HighSha1: 'HighSha1',
  HighSha256: 'HighSha256',
  HighGmac: 'HighGmac',
  HighEcdsa: 'HighEcdsa',
};
const SECURITIES: Record<SecurityName, string> = {
  None: 'None',
  Authentication: 'Authentication',
  Encryption: 'Encryption',
  AuthenticationEncryption: 'AuthenticationEncryption',
};

/** By property: each word that is understood, and the node's word for it. */
const WORDS: Readonly<Record<string, Spellings>> = {
  transport: { ...TRANSPORTS, 'DLMS UDP': 'udp', 'DLMS TLS': 'tls' },
  mode: MODES,
  referencing: REFERENCINGS,
  auth: AUTHS,
  security: SECURITIES,
  parity: PARITIES,
  flowControl: { none: 'none' },
  iecReadout: READOUTS,
  tlsVerify: { on: 'on', off: 'off' },
  numberType: Object.fromEntries(NUMBER_TYPES.map((type) => [type, type])),
};

const WHOLE_NUMBERS = new Set([
  ...['serialNumber', 'physicalAddress', 'logicalAddress', 'addressSize', 'clientAddress', 'port'],
  ...['baudRate', 'dataBits', 'stopBits', 'iecStartBaud', 'securitySuite'],
  ...['timeoutMs', 'retryCounter', 'scanRateMs', 'pollDelayMs', 'lockoutWaitMs'],
  ...['enable', 'log', 'sn', 'pulseShortMs', 'pulseLongMs'],
]);

const SWITCHES = new Set(['enable', 'log']);
/** As spreadsheet programs write them into CSV: in English, German, French and Spanish. */
const TRUE = /^(?:true|wahr|vrai|verdadero)$/i;
const FALSE = /^(?:false|falsch|faux|falso)$/i;

/** What people write for people, names and paths stay as they are. */
const PROSE = new Set(['name', 'info', 'alias', 'device', 'serialPort', 'tlsCa', 'tlsCert']);
const UNSEEN = /[\s\p{Cf}]/u;

/** @param value text, number or boolean */
export function normalValue(property: string, value: unknown): unknown {
  if (typeof value === 'boolean' && SWITCHES.has(property)) return Number(value);
  const text = plainText(property, value);
  if (WHOLE_NUMBERS.has(property)) return wholeNumber(property, text);
  const words = WORDS[property];
  return words === undefined ? text : (spelling(text, words) ?? text);
}

/** Without what nobody sees at its ends; in words and codes any dash is a dash, as copied out of documents. */
function plainText(property: string, value: unknown): string {
  const text = trimmed(String(value).replaceAll('\r\n', '\n'));
  return PROSE.has(property) ? text : text.replace(/\p{Pd}|\u2212/gu, '-').replace(/\p{Cf}/gu, '');
}

function trimmed(text: string): string {
  let [begin, end] = [0, text.length];
  while (begin < end && UNSEEN.test(text.charAt(begin))) begin += 1;
  while (end > begin && UNSEEN.test(text.charAt(end - 1))) end -= 1;
  return text.slice(begin, end);
}

function wholeNumber(property: string, text: string): unknown {
  if (SWITCHES.has(property) && TRUE.test(text)) return 1;
  if (SWITCHES.has(property) && FALSE.test(text)) return 0;
  const value = /^[+-]?\d+(?:\.0*)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value + 0 : text;
}

function spelling(text: string, words: Spellings): string | undefined {
  const word = plain(text);
  return Object.entries(words).find(([known]) => plain(known) === word)?.[1];
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
