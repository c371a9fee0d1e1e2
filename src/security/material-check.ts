/** Whether keys and titles are as long as their security suite says, before any of them is used. */

import type { PrivateKey, PublicKey } from './key-pair.js';
import type { SecurityMaterial } from './material.js';
import { wrongSetting } from './refusals.js';
import { SECURITY_SUITE } from './suite.js';
import { SYSTEM_TITLE_LENGTH } from './system-title.js';

/** @throws DlmsError DLMS_SETTING that names the setting; keys are not shown */
export function checkMaterial(material: SecurityMaterial): void {
  const { suite, authenticationKey } = material;
  const { keyLength } = SECURITY_SUITE[suite];
  const needed = `suite ${suite} takes ${keyLength}`;
  checkLength('system_title', material.systemTitle, SYSTEM_TITLE_LENGTH);
  checkLength('server_system_title', material.peerSystemTitle, SYSTEM_TITLE_LENGTH);
  checkLength('block_cipher_key', material.blockCipherKey, keyLength, needed);
  checkLength('dedicated_key', material.dedicatedKey, keyLength, needed);
  checkLength('the broadcast key', material.broadcastKey, keyLength, needed);
  if (authenticationKey?.length !== 0)
    checkLength('authentication_key', authenticationKey, keyLength, needed);
  if (material.signed) checkSigningKeys(material);
}

function checkLength(
  name: string,
  octets: Uint8Array | undefined,
  length: number,
  needed = `${length} are needed`,
): void {
  if (octets === undefined || octets.length === length) return;
  throw wrongSetting(`${name} has ${octets.length} octets: ${needed}`);
}

function checkSigningKeys({ suite, signingKey, peerPublicKey }: SecurityMaterial): void {
  checkCurve('signing_key', suite, signingKey);
  checkCurve('server_public_key', suite, peerPublicKey);
}

function checkCurve(
  name: string,
  suite: SecurityMaterial['suite'],
  key: PrivateKey | PublicKey | undefined,
): void {
  const { curve } = SECURITY_SUITE[suite];
  if (curve === undefined) throw wrongSetting('security_suite 0 has no signatures: set 1 or 2');
  if (key === undefined) throw wrongSetting(`${name} is needed for signed messages, and not set`);
  if (key.curve !== curve) throw wrongSetting(`${name} is of ${key.curve}: suite ${suite} takes ${curve}`);
}
