/** Which keys an authentication and a protection ask for, and what is given without any effect. */
import type { AuthName } from '../client/authentication.js';
import { secretText } from './key-setting.js';
import type { SettingReader } from './setting-reader.js';
import type { SecurityName } from './settings.js';

/** As the user gave them. */
export interface GivenKeys {
  readonly blockCipherKey?: unknown;
  readonly authenticationKey?: unknown;
  readonly dedicatedKey?: unknown;
  readonly signingKey?: unknown;
  readonly serverPublicKey?: unknown;
}

/** What was chosen, in the words of the settings. */
export interface Chosen {
  readonly auth: AuthName;
  readonly security: SecurityName;
  /** Messages are signed, by quirk. */
  readonly signed: boolean;
}

/** Who asks for a key, in the user's words; undefined where nobody does. */
export interface Needs {
  readonly blockCipherKey: string | undefined;
  readonly authenticationKey: string | undefined;
  readonly signingKeys: string | undefined;
  /** The system titles of both sides. */
  readonly titles: boolean;
}

const WITH_TITLES: readonly AuthName[] = ['HighGmac', 'HighSha256', 'HighEcdsa'];

export function needsOf(reader: SettingReader, { auth, security, signed }: Chosen): Needs {
  const byAuth = `${reader.nameOf('auth')} ${auth}`;
  const bySecurity = security === 'None' ? undefined : `${reader.nameOf('security')} ${security}`;
  const byGmac = auth === 'HighGmac' ? byAuth : undefined;
  const bySigned = signed ? `${reader.nameOf('quirks')} signed` : undefined;
  return {
    blockCipherKey: bySecurity ?? byGmac,
    authenticationKey: (security === 'Encryption' ? undefined : bySecurity) ?? byGmac,
    signingKeys: auth === 'HighEcdsa' ? byAuth : bySigned,
    titles: bySecurity !== undefined || signed || WITH_TITLES.includes(auth),
  };
}

/** A sentence where keys, or where their numbers come from, are given for nothing. */
export function unusedWarning(
  reader: SettingReader,
  given: GivenKeys,
  { auth, security }: Chosen,
  needs: Needs,
): string | undefined {
  const isGiven = (property: keyof GivenKeys): boolean => secretText(given[property]) !== '';
  const withoutKeys = needs.blockCipherKey === undefined;
  const unused = [
    ...(withoutKeys ? (['blockCipherKey', 'authenticationKey'] as const).filter(isGiven) : []),
    ...(security === 'None' && isGiven('dedicatedKey') ? ['dedicatedKey'] : []),
    ...(needs.signingKeys === undefined ? (['signingKey', 'serverPublicKey'] as const).filter(isGiven) : []),
    ...(withoutKeys && isMoreThanStored(reader) ? ['invocationCounter'] : []),
  ];
  if (unused.length === 0) return undefined;
  const names = unused.map((property) => reader.nameOf(property)).join(', ');
  const chosen = `${reader.nameOf('security')} ${security} and ${reader.nameOf('auth')} ${auth}`;
  return `${names} ${unused.length === 1 ? 'has' : 'have'} no effect with ${chosen}`;
}

function isMoreThanStored(reader: SettingReader): boolean {
  return !/^(?:stored)?$/i.test(reader.text('invocationCounter'));
}
