/**
 * The security of simulated meters as a file, the command line and the simulator node write it, every value
 * as text. Keys that nothing asks for are not read: a form or the environment may have kept them.
 */

import { DlmsError } from '../errors.js';
import type { SettingReader } from '../meter/setting-reader.js';
import { contents } from '../meter/signing-setting.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';
import { type AuthName, MECHANISM_ID } from '../simulator/authentication.js';
import {
  PROTECTION,
  resolveSecurity,
  type SecurityName,
  type SecurityOptions,
  type SiteSecurity,
} from '../simulator/security-settings.js';

/** What is not printed, and comes from elsewhere than the settings. */
export const SIMULATED_SECRETS = [
  'password',
  'blockCipherKey',
  'authenticationKey',
  'signingKey',
  'clientPublicKey',
] as const;

export type SimulatedSecrets = { readonly [Name in (typeof SIMULATED_SECRETS)[number]]?: unknown };

export interface SimulatedSecurity {
  readonly options: SecurityOptions;
  /** What they come to, demo keys filled in. */
  readonly site: SiteSecurity;
}

const AUTHS = namesOf<AuthName>(MECHANISM_ID);
const SECURITIES = namesOf<SecurityName>(PROTECTION);
const SUITES: Readonly<Record<string, SecuritySuiteId>> = { '0': 0, '1': 1, '2': 2 };

/** What is wrong is told to the reader. */
export function readSimulatedSecurity(reader: SettingReader, secrets: SimulatedSecrets): SimulatedSecurity {
  const auth = reader.word('auth', AUTHS, 'None');
  const security = reader.word('security', SECURITIES, 'None');
  const securitySuite = reader.word('securitySuite', SUITES, 0);
  const ciphered = security !== 'None' || auth === 'HighGmac';
  const signs = SECURITY_SUITE[securitySuite].curve !== undefined && (ciphered || auth === 'HighEcdsa');
  const options: SecurityOptions = {
    auth,
    security,
    securitySuite,
    password: secrets.password === undefined ? undefined : String(secrets.password ?? ''),
    systemTitle: reader.text('systemTitle'),
    ...(ciphered && {
      blockCipherKey: textOf(secrets.blockCipherKey),
      authenticationKey: textOf(secrets.authenticationKey),
    }),
    ...(signs && {
      signingKey: keyText(reader, 'signingKey', secrets),
      clientPublicKey: keyText(reader, 'clientPublicKey', secrets),
    }),
  };
  const site = resolveSecurity(options, (option, why) => reader.refuseHidden(option, why));
  return { options, site };
}

/** PEM or hexadecimal, or a file with either. */
function keyText(
  reader: SettingReader,
  name: 'signingKey' | 'clientPublicKey',
  secrets: SimulatedSecrets,
): string {
  const text = textOf(secrets[name]);
  try {
    return contents(text);
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    reader.refuseHidden(name, error.message);
    return '';
  }
}

function textOf(given: unknown): string {
  return given === undefined || given === null ? '' : String(given).trim();
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): Readonly<Record<Name, Name>> {
  const names = Object.keys(table) as Name[];
  return Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
}
