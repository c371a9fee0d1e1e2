/** Which of the symmetric keys an APDU is under (Green Book, key sets and Key-Info). */
import type { GeneralCiphering } from '../apdu/general-ciphering.js';
import type { CipheredApdu } from '../apdu/protected-apdu.js';
import type { SecurityMaterial } from './material.js';
import { unprotected, wrongSetting } from './refusals.js';

export type KeyName = 'global' | 'dedicated' | 'broadcast';

/** @throws DlmsError DLMS_PROTECTION for keys that no association has */
export function keyNameOf(apdu: CipheredApdu): KeyName {
  if (apdu.kind === 'general-ciphering') return namedKey(apdu);
  if (apdu.kind === 'general-ded-ciphering' || apdu.kind.startsWith('ded-')) return 'dedicated';
  return apdu.securityControl.broadcastKey ? 'broadcast' : 'global';
}

function namedKey({ keyInfo }: GeneralCiphering): KeyName {
  if (keyInfo === undefined) return 'global';
  if (keyInfo.kind !== 'identified-key') {
    throw unprotected(
      `general-ciphering with ${keyInfo.kind} in its Key-Info, which is not taken inside an association`,
      'Only the global keys are; the meter has to be set so.',
    );
  }
  switch (keyInfo.keyId) {
    case 'global-unicast-encryption-key':
      return 'global';
    case 'global-broadcast-encryption-key':
      return 'broadcast';
    default:
      throw unprotected(`general-ciphering under ${keyInfo.keyId}, a key that no book has`);
  }
}

/** To send under. @throws DlmsError DLMS_SETTING where there is none */
export function keyToSend(material: SecurityMaterial, name: KeyName): Uint8Array {
  const key = keyNamed(material, name);
  if (key === undefined) throw wrongSetting(`${SETTING[name]} is needed for ciphered messages, and not set`);
  return key;
}

/**
 * To open an APDU of this kind with.
 * @throws DlmsError DLMS_SETTING where the global one is not set, DLMS_PROTECTION where another one is missing
 */
export function keyToOpen(material: SecurityMaterial, name: KeyName, kind: string): Uint8Array {
  const key = name === 'global' ? keyToSend(material, name) : keyNamed(material, name);
  if (key === undefined) throw unprotected(`${kind} comes under a ${name} key, and there is none`);
  return key;
}

const SETTING = {
  global: 'block_cipher_key',
  dedicated: 'dedicated_key',
  broadcast: 'the broadcast key',
} as const;

function keyNamed(material: SecurityMaterial, name: KeyName): Uint8Array | undefined {
  switch (name) {
    case 'global':
      return material.blockCipherKey;
    case 'dedicated':
      return material.dedicatedKey;
    case 'broadcast':
      return material.broadcastKey;
  }
}
