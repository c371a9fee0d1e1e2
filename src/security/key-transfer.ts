/**
 * New keys for a meter, wrapped with the master key (KEK): the method key_transfer of the Security setup
 * (class 64, Blue Book), which version 0 calls global_key_transfer. A meter takes the new key into use with
 * the next association, some at once: both are to be kept until the new one has worked.
 */
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import { unwrapKey, wrapKey } from './key-wrap.js';
import { keyedOctetsData, readKeyedOctets } from './keyed-octets.js';
import { wrongSetting } from './refusals.js';
import { type MethodCall, type SetupKeyId, setupMethod } from './security-setup.js';
import type { SecuritySuiteId } from './suite.js';

export interface NewKey {
  readonly keyId: SetupKeyId;
  /** As long as the suite says; a secret. */
  readonly key: Uint8Array;
}

/**
 * @param masterKey the KEK that both sides have; a secret
 * @throws DlmsError DLMS_SETTING where a key is not as long as the suite says, or named twice, or none is given
 */
export function keyTransfer(
  suite: SecuritySuiteId,
  masterKey: Uint8Array,
  keys: readonly NewKey[],
  logicalName?: LogicalName,
): MethodCall {
  checkDistinct(keys.map(({ keyId }) => keyId));
  const wrapped = keys.map(({ keyId, key }) => ({ keyId, octets: wrapKey(suite, masterKey, key) }));
  return setupMethod('key_transfer', keyedOctetsData(wrapped), logicalName);
}

/**
 * On the side of the meter: the keys that came, all or none.
 * @throws DlmsError DLMS_MALFORMED for other Data, DLMS_KEY_WRAP for keys that do not unwrap
 */
export function readKeyTransfer(
  suite: SecuritySuiteId,
  masterKey: Uint8Array,
  parameters: Data,
): readonly NewKey[] {
  return readKeyedOctets(parameters).map(({ keyId, octets }) => ({
    keyId,
    key: unwrapKey(suite, masterKey, octets),
  }));
}

/** @throws DlmsError DLMS_SETTING */
export function checkDistinct(keyIds: readonly SetupKeyId[]): void {
  if (keyIds.length === 0) throw wrongSetting('no key is given');
  if (new Set(keyIds).size < keyIds.length) throw wrongSetting('the same key is given twice');
}
