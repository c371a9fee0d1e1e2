/**
 * Keys for single messages, outside of any association: which of those at hand a message is under, and the
 * ones that a message brings with it (Green Book, Key-Info).
 */
import type { KeyInfo } from '../apdu/key-info.js';
import type { CipheredApdu } from '../apdu/protected-apdu.js';
import { unwrapKey } from './key-wrap.js';
import { unprotected, wrongSetting } from './refusals.js';
import type { SecuritySuiteId } from './suite.js';

/** All of them secrets, of 16 or 32 octets. */
export interface OfferedKeys {
  /** Global unicast encryption key. */
  readonly blockCipherKey?: Uint8Array | undefined;
  /** Global broadcast encryption key. */
  readonly broadcastKey?: Uint8Array | undefined;
  readonly dedicatedKey?: Uint8Array | undefined;
  /** The key encryption key, for messages that bring their key wrapped. */
  readonly masterKey?: Uint8Array | undefined;
  /** Derived beforehand, for messages under a key that both sides have agreed on. */
  readonly agreedKey?: Uint8Array | undefined;
}

/**
 * @throws DlmsError DLMS_SETTING where the key is not offered or has a wrong length, DLMS_PROTECTION for a key
 * that no book has, DLMS_KEY_WRAP where the wrapped key cannot be unwrapped
 */
export function offeredKey(apdu: CipheredApdu, keys: OfferedKeys): Uint8Array {
  const key = keyFor(apdu, keys);
  if (key.length !== 16 && key.length !== 32) {
    throw wrongSetting(`a key has ${key.length} octets: 16 or 32 are needed`);
  }
  return key;
}

function keyFor(apdu: CipheredApdu, keys: OfferedKeys): Uint8Array {
  if (apdu.kind === 'general-ciphering') {
    return apdu.keyInfo === undefined
      ? present(keys.blockCipherKey ?? keys.agreedKey, 'block cipher key')
      : namedKey(apdu.keyInfo, keys);
  }
  if (apdu.kind === 'general-ded-ciphering' || apdu.kind.startsWith('ded-')) {
    return present(keys.dedicatedKey, 'dedicated key');
  }
  return apdu.securityControl.broadcastKey
    ? present(keys.broadcastKey, 'broadcast key')
    : present(keys.blockCipherKey, 'block cipher key');
}

function namedKey(info: KeyInfo, keys: OfferedKeys): Uint8Array {
  switch (info.kind) {
    case 'wrapped-key':
      return unwrapped(info.keyCipheredData, present(keys.masterKey, 'master key'));
    case 'agreed-key':
      return present(keys.agreedKey, 'agreed key');
    default:
      break;
  }
  switch (info.keyId) {
    case 'global-unicast-encryption-key':
      return present(keys.blockCipherKey, 'block cipher key');
    case 'global-broadcast-encryption-key':
      return present(keys.broadcastKey, 'broadcast key');
    default:
      throw unprotected(`the message is under ${info.keyId}, a key that no book has`);
  }
}

/** A key of 32 octets wraps those of suite 2. */
function unwrapped(wrapped: Uint8Array, masterKey: Uint8Array): Uint8Array {
  const suite: SecuritySuiteId = masterKey.length === 32 ? 2 : 0;
  return unwrapKey(suite, masterKey, wrapped);
}

function present(key: Uint8Array | undefined, name: string): Uint8Array {
  if (key === undefined) throw wrongSetting(`the message is under the ${name}, which is not given`);
  return key;
}
