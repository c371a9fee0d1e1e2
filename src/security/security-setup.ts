/**
 * Methods of the Security setup (class 64, Blue Book) that change keys and policy, ready for ACTION; the
 * keys themselves are key-transfer.ts and key-agreement-method.ts.
 */
import type { MethodDescriptor } from '../apdu/method-descriptor.js';
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import { wrongSetting } from './refusals.js';

/** Version 0 has the first two alone, and calls the second global_key_transfer. */
export const SECURITY_SETUP_METHOD = {
  security_activate: 1,
  key_transfer: 2,
  key_agreement: 3,
  generate_key_pair: 4,
  generate_certificate_request: 5,
  import_certificate: 6,
  export_certificate: 7,
  remove_certificate: 8,
} as const;

/** key_id of key_transfer and key_agreement. */
export const SETUP_KEY_ID = {
  'global-unicast-encryption-key': 0,
  'global-broadcast-encryption-key': 1,
  'authentication-key': 2,
  'master-key': 3,
} as const;

export type SetupKeyId = keyof typeof SETUP_KEY_ID;

/** The Security setup of a logical device, where it has but one. */
export const CURRENT_SECURITY_SETUP: LogicalName = '0.0.43.0.0.255';

/** An ACTION that waits to be sent. */
export interface MethodCall {
  readonly method: MethodDescriptor;
  readonly parameters: Data;
}

const CLASS_ID = 64;
/** Of version 0: nothing, authenticated, encrypted, both. */
const MOST_POLICY_0 = 3;
/** Of version 1: one bit for each protection; the lowest two are not used. */
const UNUSED_POLICY_BITS = 0b11;

export function setupMethod(
  name: keyof typeof SECURITY_SETUP_METHOD,
  parameters: Data,
  logicalName: LogicalName = CURRENT_SECURITY_SETUP,
): MethodCall {
  return {
    method: { classId: CLASS_ID, logicalName, methodId: SECURITY_SETUP_METHOD[name] },
    parameters,
  };
}

/**
 * security_activate. A policy can only be made stricter.
 * @param policy version 0: 0…3; version 1: bits 2 to 7, request and response each authenticated (04, 20),
 * encrypted (08, 40), digitally signed (10, 80)
 * @throws DlmsError DLMS_SETTING for a policy that the version does not have
 */
export function securityActivate(policy: number, version: 0 | 1, logicalName?: LogicalName): MethodCall {
  const allowed =
    version === 0 ? policy <= MOST_POLICY_0 : policy <= 0xff && (policy & UNUSED_POLICY_BITS) === 0;
  if (!Number.isInteger(policy) || policy < 0 || !allowed) {
    throw wrongSetting(`${policy} is no security policy of version ${version}`);
  }
  const kind = version === 0 ? 'enum' : 'unsigned';
  return setupMethod('security_activate', { kind, value: policy }, logicalName);
}
