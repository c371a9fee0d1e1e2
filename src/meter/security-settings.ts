/**
 * What a meter's settings say of its protection (Green Book, security context): suite, what is done to
 * messages, titles, keys, and where the invocation counter comes from. Keys that nothing asks for are not
 * read: a form may have kept them.
 */
import { quirkOptions } from '../client/quirks.js';
import type { Protection } from '../security/material.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';
import { readCounter } from './counter-setting.js';
import { readKey, readTitle, secretText } from './key-setting.js';
import { type GivenKeys, type Needs, needsOf, unusedWarning } from './security-needs.js';
import type { SettingReader } from './setting-reader.js';
import type { MeterSettings, SecurityName, SecuritySettings } from './settings.js';
import { readSigningKeys, type SigningKeys } from './signing-setting.js';

type SymmetricKey = 'blockCipherKey' | 'authenticationKey' | 'dedicatedKey';

const SECURITIES: Readonly<Record<SecurityName, SecurityName>> = {
  None: 'None',
  Authentication: 'Authentication',
  Encryption: 'Encryption',
  AuthenticationEncryption: 'AuthenticationEncryption',
};

const PROTECTION: Readonly<Record<SecurityName, Protection>> = {
  None: { authenticated: false, encrypted: false },
  Authentication: { authenticated: true, encrypted: false },
  Encryption: { authenticated: false, encrypted: true },
  AuthenticationEncryption: { authenticated: true, encrypted: true },
};

const SUITES: Readonly<Record<string, SecuritySuiteId>> = { '0': 0, '1': 1, '2': 2 };

/** Undefined where neither protection nor authentication ask for any of it. */
export function readSecurity(
  reader: SettingReader,
  given: GivenKeys,
  { auth, quirks }: Pick<MeterSettings, 'auth' | 'quirks'>,
  warnings: string[],
): SecuritySettings | undefined {
  const security = reader.word('security', SECURITIES, 'None');
  const suite = reader.word('securitySuite', SUITES, 0);
  const chosen = { auth, security, signed: quirkOptions(quirks).security.signed === true };
  const needs = needsOf(reader, chosen);
  const unused = unusedWarning(reader, given, chosen, needs);
  if (unused !== undefined) warnings.push(unused);
  if (security === 'Encryption') warnings.push(changeableWarning(reader));
  if (!needs.titles) return undefined;
  return {
    suite,
    protection: PROTECTION[security],
    ...readTitles(reader),
    ...readSymmetricKeys(reader, given, suite, needs, security),
    ...readSigning(reader, given, suite, needs),
    invocationCounter: needs.blockCipherKey === undefined ? { kind: 'stored' } : readCounter(reader),
  };
}

/** Both sides count on their own: under one title they would use the same numbers. */
function readTitles(reader: SettingReader): Pick<SecuritySettings, 'systemTitle' | 'serverSystemTitle'> {
  const systemTitle = readTitle(reader, 'systemTitle');
  const serverSystemTitle = readTitle(reader, 'serverSystemTitle');
  if (systemTitle !== undefined && systemTitle.join() === serverSystemTitle?.join()) {
    const own = reader.nameOf('systemTitle');
    reader.refuse(
      'serverSystemTitle',
      `is not allowed: the meter has another title than this client's ${own}`,
    );
  }
  return { systemTitle, serverSystemTitle };
}

function readSymmetricKeys(
  reader: SettingReader,
  given: GivenKeys,
  suite: SecuritySuiteId,
  needs: Needs,
  security: SecurityName,
): Pick<SecuritySettings, SymmetricKey> {
  if (needs.blockCipherKey === undefined) return {};
  const read = (property: SymmetricKey, needed?: string) =>
    readKey(reader, property, given[property], suite, needed);
  const isAuto = /^auto$/i.test(secretText(given.dedicatedKey));
  const dedicatedKey = security === 'None' ? undefined : isAuto ? 'auto' : read('dedicatedKey');
  return {
    blockCipherKey: read('blockCipherKey', needs.blockCipherKey),
    authenticationKey: read('authenticationKey', needs.authenticationKey),
    dedicatedKey,
  };
}

function readSigning(
  reader: SettingReader,
  given: GivenKeys,
  suite: SecuritySuiteId,
  { signingKeys }: Needs,
): SigningKeys {
  if (signingKeys === undefined) return {};
  const { curve } = SECURITY_SUITE[suite];
  if (curve !== undefined) return readSigningKeys(reader, given, curve, signingKeys);
  const name = reader.nameOf('securitySuite');
  reader.refuseHidden('securitySuite', `${suite} has no signatures: ${signingKeys} needs ${name} 1 or 2`);
  return {};
}

function changeableWarning(reader: SettingReader): string {
  const name = reader.nameOf('security');
  return `${name} is Encryption: nobody reads along, but answers are not protected against change; AuthenticationEncryption does both, where the meter has it`;
}
