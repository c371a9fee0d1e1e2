/** The options and variables with which ciphered APDUs are deciphered. Keys are never shown. */
import type { Environment } from '../../config/configuration.js';
import { fromHex } from '../../encoding/hex.js';
import { DlmsError } from '../../errors.js';
import { hidden } from '../../meter/secret-octets.js';
import { SettingReader } from '../../meter/setting-reader.js';
import { contents } from '../../meter/signing-setting.js';
import { type PublicKey, readPublicKey } from '../../security/key-pair.js';
import type { Command } from '../arguments/command.js';
import { keyOf } from '../arguments/option.js';
import type { MessageKeys } from './decipherer.js';

interface KeyOption {
  readonly member: keyof MessageKeys;
  readonly flag: string;
  /** Another name of the same, that of the meter options. */
  readonly alias?: string;
  readonly variable?: string;
  readonly help: string;
}

const KEYS: readonly KeyOption[] = [
  {
    member: 'blockCipherKey',
    flag: 'key',
    alias: 'block-cipher-key',
    variable: 'DLMS_BLOCK_CIPHER_KEY',
    help: 'global encryption key, hexadecimal (DLMS_BLOCK_CIPHER_KEY)',
  },
  {
    member: 'authenticationKey',
    flag: 'auth-key',
    alias: 'authentication-key',
    variable: 'DLMS_AUTHENTICATION_KEY',
    help: 'authentication key; without it tags are not checked (DLMS_AUTHENTICATION_KEY)',
  },
  {
    member: 'dedicatedKey',
    flag: 'dedicated-key',
    variable: 'DLMS_DEDICATED_KEY',
    help: 'dedicated key, where the record does not hold the InitiateRequest (DLMS_DEDICATED_KEY)',
  },
  {
    member: 'broadcastKey',
    flag: 'broadcast-key',
    variable: 'DLMS_BROADCAST_KEY',
    help: 'global broadcast encryption key (DLMS_BROADCAST_KEY)',
  },
  {
    member: 'masterKey',
    flag: 'master-key',
    variable: 'DLMS_MASTER_KEY',
    help: 'key encryption key, for messages that bring their key wrapped (DLMS_MASTER_KEY)',
  },
  {
    member: 'agreedKey',
    flag: 'agreed-key',
    variable: 'DLMS_AGREED_KEY',
    help: 'key that both sides have agreed on (DLMS_AGREED_KEY)',
  },
];

const TITLES: readonly KeyOption[] = [
  {
    member: 'systemTitle',
    flag: 'system-title',
    alias: 'server-system-title',
    help: 'title of the sender, where neither message nor record says it; 16 hexadecimal digits',
  },
  {
    member: 'clientSystemTitle',
    flag: 'client-system-title',
    help: 'title of the client, where the record has both sides',
  },
];

const PUBLIC_KEY: KeyOption = {
  member: 'publicKey',
  flag: 'public-key',
  alias: 'server-public-key',
  help: 'public key or certificate of the sender, for signatures: PEM, hexadecimal, or a file',
};

const KEY_LENGTHS: readonly number[] = [16, 32];
const TITLE_LENGTH = 8;

export function addKeyOptions(command: Command): Command {
  for (const { flag, alias, help } of [...KEYS, ...TITLES, PUBLIC_KEY]) {
    command.option(`--${flag} <value>`, help);
    if (alias !== undefined) command.option(`--${alias} <value>`, '', { hidden: true });
  }
  return command;
}

/** An option goes before its variable. @throws DlmsError that names each wrong option and what is allowed */
export function messageKeys(given: Readonly<Record<string, unknown>>, environment: Environment): MessageKeys {
  const texts = Object.fromEntries(
    [...KEYS, ...TITLES, PUBLIC_KEY].map((option) => [option.member, givenText(option, given, environment)]),
  );
  const reader = new SettingReader(texts, flagOf);
  const keys = Object.fromEntries(KEYS.map(({ member }) => [member, readKey(reader, member)]));
  const titles = Object.fromEntries(TITLES.map(({ member }) => [member, readTitle(reader, member)]));
  const publicKey = readPublic(reader);
  reader.finish('dlms decode --help shows what is allowed.');
  return { ...keys, ...titles, publicKey };
}

function givenText(option: KeyOption, given: Readonly<Record<string, unknown>>, environment: Environment) {
  const { flag, alias = '', variable = '' } = option;
  return given[keyOf(flag)] ?? given[keyOf(alias)] ?? environment[variable];
}

function flagOf(property: string): string {
  const option = [...KEYS, ...TITLES, PUBLIC_KEY].find(({ member }) => member === property);
  return `--${option?.flag ?? property}`;
}

function readKey(reader: SettingReader, member: string): Uint8Array | undefined {
  const key = octetsOf(reader, member);
  if (key === undefined || KEY_LENGTHS.includes(key.length)) return key && hidden(key);
  reader.refuseHidden(member, `is ${key.length} octets long: 16 or 32 octets, 32 or 64 hexadecimal digits`);
  return undefined;
}

function readTitle(reader: SettingReader, member: string): Uint8Array | undefined {
  const title = octetsOf(reader, member);
  if (title === undefined || title.length === TITLE_LENGTH) return title;
  reader.refuseHidden(member, `is ${title.length} octets long: 8 octets, 16 hexadecimal digits`);
  return undefined;
}

/** Undefined where nothing is given, and where it is no hexadecimal. */
function octetsOf(reader: SettingReader, member: string): Uint8Array | undefined {
  const text = reader.text(member);
  if (text === '') return undefined;
  return orRefused(reader, member, () => fromHex(text));
}

function readPublic(reader: SettingReader): PublicKey | undefined {
  const text = reader.text(PUBLIC_KEY.member);
  return text === '' ? undefined : orRefused(reader, PUBLIC_KEY.member, () => readPublicKey(contents(text)));
}

function orRefused<T>(reader: SettingReader, member: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    reader.refuseHidden(member, error.message);
    return undefined;
  }
}
