/**
 * What a user says about the security of simulated meters, checked: one rule book for the engine, the
 * command line and the node.
 */
import { fromHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import { MAX_HIGH_SECRET } from '../security/hls.js';
import type { PrivateKey, PublicKey } from '../security/key-pair.js';
import type { Protection } from '../security/material.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';
import { type AuthName, isAuthName, MECHANISM_ID, needsSecret } from './authentication.js';
import { demoKeys } from './demo-keys.js';
import { type SigningOptions, signingKeys } from './signing-settings.js';

export const PROTECTION = {
  None: { authenticated: false, encrypted: false },
  Authentication: { authenticated: true, encrypted: false },
  Encryption: { authenticated: false, encrypted: true },
  AuthenticationEncryption: { authenticated: true, encrypted: true },
} as const satisfies Readonly<Record<string, Protection>>;

export type SecurityName = keyof typeof PROTECTION;

/** Text of a key or title is hexadecimal. */
export interface SecurityOptions extends SigningOptions {
  readonly auth?: AuthName | undefined;
  /**
   * Needed with `Low`, `High`, `HighMd5`, `HighSha1` and `HighSha256`; a secret. Text stands for its UTF-8
   * octets, `0x…` for the octets written so.
   */
  readonly password?: string | Uint8Array | undefined;
  /** The least that clients must use, the public client excepted; `None` where left out. */
  readonly security?: SecurityName | undefined;
  /** 0 where left out. */
  readonly securitySuite?: SecuritySuiteId | undefined;
  /** Global unicast encryption key; a secret. Where no key is given and one is needed, those of demo-keys.ts. */
  readonly blockCipherKey?: string | Uint8Array | undefined;
  /** A secret. */
  readonly authenticationKey?: string | Uint8Array | undefined;
  /** Opens the keys of key transfer; a secret. */
  readonly masterKey?: string | Uint8Array | undefined;
  /** Of the first meter, 8 octets; the others count on. `MFL` and the serial number where left out. */
  readonly systemTitle?: string | Uint8Array | undefined;
  /** The only client that is let in with a system title, 8 octets; any where left out. */
  readonly clientSystemTitle?: string | Uint8Array | undefined;
  /** Whether clients may bring a key for their association; yes where left out. */
  readonly acceptDedicatedKey?: boolean | undefined;
}

export interface GlobalKeys {
  readonly blockCipherKey: Uint8Array;
  /** Empty where none is used. */
  readonly authenticationKey: Uint8Array;
  /** Without it no key can be transferred. */
  readonly masterKey?: Uint8Array | undefined;
}

/** Secrets among it never leave the meter. */
export interface SiteSecurity {
  readonly auth: AuthName;
  readonly secret: Uint8Array;
  /** The least of what comes. */
  readonly protection: Protection;
  readonly suite: SecuritySuiteId;
  /** Without them the meter knows no ciphering. */
  readonly keys?: GlobalKeys | undefined;
  readonly signingKey?: PrivateKey | undefined;
  readonly clientPublicKey?: PublicKey | undefined;
  readonly systemTitle?: Uint8Array | undefined;
  readonly clientSystemTitle?: Uint8Array | undefined;
  readonly acceptDedicatedKey: boolean;
}

export const NO_SECURITY: SiteSecurity = {
  auth: 'None',
  secret: new Uint8Array(0),
  protection: PROTECTION.None,
  suite: 0,
  acceptDedicatedKey: true,
};

/** Told what is wrong with an option; `why` goes behind its name and shows nothing of a secret. */
export type Refuse = (option: keyof SecurityOptions, why: string) => void;

const TITLE_LENGTH = 8;

/** What the options say; where one is refused, something that does no harm stands in its place. */
export function resolveSecurity(options: SecurityOptions, refuse: Refuse): SiteSecurity {
  const auth = authOf(options, refuse);
  const suite = suiteOf(options, refuse);
  const title = (option: 'systemTitle' | 'clientSystemTitle') =>
    octetsOf(option, options[option], TITLE_LENGTH, 'a system title has', refuse);
  return {
    auth,
    suite,
    secret: secretOf(auth, options.password, refuse),
    protection: PROTECTION[securityOf(options, refuse)],
    keys: keysOf(auth, suite, options, refuse),
    ...signingKeys(auth, suite, options, refuse),
    systemTitle: title('systemTitle'),
    clientSystemTitle: title('clientSystemTitle'),
    acceptDedicatedKey: options.acceptDedicatedKey ?? true,
  };
}

function authOf({ auth = 'None' }: SecurityOptions, refuse: Refuse): AuthName {
  if (isAuthName(auth)) return auth;
  refuse('auth', `"${String(auth)}" is not allowed: ${Object.keys(MECHANISM_ID).join(', ')}`);
  return 'None';
}

function securityOf({ security = 'None' }: SecurityOptions, refuse: Refuse): SecurityName {
  if (Object.hasOwn(PROTECTION, security)) return security;
  refuse('security', `"${String(security)}" is not allowed: ${Object.keys(PROTECTION).join(', ')}`);
  return 'None';
}

function suiteOf({ securitySuite = 0 }: SecurityOptions, refuse: Refuse): SecuritySuiteId {
  if (Object.hasOwn(SECURITY_SUITE, securitySuite)) return securitySuite;
  refuse('securitySuite', `${String(securitySuite)} is not allowed: 0, 1, 2`);
  return 0;
}

function secretOf(auth: AuthName, given: SecurityOptions['password'], refuse: Refuse): Uint8Array {
  const secret = typeof given === 'string' ? passwordOctets(given, refuse) : given;
  if (!needsSecret(auth)) return NO_SECURITY.secret;
  if (secret === undefined || secret.length === 0) refuse('password', `is not set: auth ${auth} needs it`);
  else if (auth === 'High' && secret.length > MAX_HIGH_SECRET) {
    refuse('password', `is ${secret.length} octets long: auth High takes at most ${MAX_HIGH_SECRET}`);
  }
  return secret ?? NO_SECURITY.secret;
}

function passwordOctets(text: string, refuse: Refuse): Uint8Array {
  if (!/^0x/i.test(text)) return new TextEncoder().encode(text);
  if (/^0x([0-9a-f]{2})+$/i.test(text)) return fromHex(text);
  refuse('password', '"***" begins with 0x but is not an even number of hexadecimal digits');
  return NO_SECURITY.secret;
}

function keysOf(
  auth: AuthName,
  suite: SecuritySuiteId,
  options: SecurityOptions,
  refuse: Refuse,
): GlobalKeys | undefined {
  const { keyLength } = SECURITY_SUITE[suite];
  const key = (option: 'blockCipherKey' | 'authenticationKey' | 'masterKey') =>
    octetsOf(option, options[option], keyLength, `security suite ${suite} takes`, refuse);
  const [blockCipherKey, authenticationKey, masterKey] = [
    key('blockCipherKey'),
    key('authenticationKey'),
    key('masterKey'),
  ];
  const { security = 'None' } = options;
  const needed = security !== 'None' || auth === 'HighGmac';
  if (blockCipherKey === undefined && authenticationKey === undefined) {
    const demo = demoKeys(suite);
    return needed ? { ...demo, masterKey: masterKey ?? demo.masterKey } : undefined;
  }
  if (blockCipherKey === undefined) refuse('blockCipherKey', 'is not set, but authenticationKey is');
  if (authenticationKey === undefined && security !== 'Encryption') {
    refuse('authenticationKey', 'is not set, but blockCipherKey is: without it only Encryption works');
  }
  const none = new Uint8Array(0);
  return {
    blockCipherKey: blockCipherKey ?? none,
    authenticationKey: authenticationKey ?? none,
    masterKey,
  };
}

/** Of the right length, or refused; undefined where nothing is given. */
function octetsOf(
  option: keyof SecurityOptions,
  given: string | Uint8Array | undefined,
  length: number,
  who: string,
  refuse: Refuse,
): Uint8Array | undefined {
  if (given === undefined || given === '') return undefined;
  const octets = typeof given === 'string' ? hexOctets(given) : given;
  if (octets === undefined) refuse(option, 'is not an even number of hexadecimal digits');
  else if (octets.length !== length) refuse(option, `is ${counted(octets.length)} long: ${who} ${length}`);
  return octets?.length === length ? octets : new Uint8Array(length);
}

function counted(octets: number): string {
  return `${octets} octet${octets === 1 ? '' : 's'}`;
}

function hexOctets(text: string): Uint8Array | undefined {
  try {
    return fromHex(text);
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
