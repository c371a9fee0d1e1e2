/** The keys of elliptic curves that a simulated meter is given, for HighEcdsa and signed messages. */
import { DlmsError } from '../errors.js';
import { PrivateKey, PublicKey, readPrivateKey, readPublicKey } from '../security/key-pair.js';
import { SECURITY_SUITE, type SecuritySuiteId } from '../security/suite.js';
import type { AuthName } from './authentication.js';
import { demoSigningKeys } from './demo-keys.js';

/** Text is PEM or hexadecimal. Where neither is given, suites 1 and 2 have those of demo-keys.ts. */
export interface SigningOptions {
  /** Of the meter; a secret. */
  readonly signingKey?: string | PrivateKey | undefined;
  /** Of the client whose signatures are accepted. */
  readonly clientPublicKey?: string | PublicKey | undefined;
}

export interface SigningKeys {
  readonly signingKey?: PrivateKey | undefined;
  readonly clientPublicKey?: PublicKey | undefined;
}

type Option = keyof SigningOptions | 'securitySuite';

export function signingKeys(
  auth: AuthName,
  suite: SecuritySuiteId,
  { signingKey, clientPublicKey }: SigningOptions,
  refuse: (option: Option, why: string) => void,
): SigningKeys {
  const { curve } = SECURITY_SUITE[suite];
  const needed = auth === 'HighEcdsa';
  if (curve === undefined) {
    if (needed) refuse('securitySuite', '0 has no signatures: auth HighEcdsa needs 1 or 2');
    return {};
  }
  if (isBlank(signingKey) && isBlank(clientPublicKey)) return demoSigningKeys(suite) ?? {};
  const read = <Key extends PrivateKey | PublicKey>(option: keyof SigningOptions, keyOf: () => Key) => {
    try {
      const key = keyOf();
      if (key.curve === curve) return key;
      refuse(option, `is a key of ${key.curve}: security suite ${suite} takes ${curve}`);
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      refuse(option, error.message);
    }
    return undefined;
  };
  const missing = (option: keyof SigningOptions) => {
    if (needed) refuse(option, 'is not set, but its counterpart is: auth HighEcdsa needs both');
    return undefined;
  };
  return {
    signingKey: isBlank(signingKey)
      ? missing('signingKey')
      : read('signingKey', () =>
          signingKey instanceof PrivateKey ? signingKey : readPrivateKey(signingKey),
        ),
    clientPublicKey: isBlank(clientPublicKey)
      ? missing('clientPublicKey')
      : read('clientPublicKey', () =>
          clientPublicKey instanceof PublicKey ? clientPublicKey : readPublicKey(clientPublicKey),
        ),
  };
}

function isBlank(given: SigningOptions[keyof SigningOptions]): given is '' | undefined {
  return given === undefined || given === '';
}
