/** APDUs without their secrets, for traces: passwords, keys and whatever sets them become `***`. */
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { AccessSpecification } from './access-specification.js';
import type { Apdu } from './apdu.js';
import type { MethodDescriptor } from './method-descriptor.js';
import { MECHANISM_NAME } from './names.js';
import { isProtectedApdu } from './protected-apdu.js';
import { MOST_LAYERS, withoutSecretsInInformation, withoutSecretsInside } from './redact-protected.js';
import type { UserInformation } from './user-information.js';
import type { VariableAccess } from './variable-access.js';
import type { VariableValues } from './variable-values.js';

export const REDACTED = '***';

// High level security of the manufacturer's own (2) is not here: clients are known that send the secret itself.
const MECHANISMS_WITH_CHALLENGE: ReadonlySet<string | undefined> = new Set([
  MECHANISM_NAME.COSEM_high_level_security_using_MD5,
  MECHANISM_NAME['COSEM_high_level_security_using_SHA-1'],
  MECHANISM_NAME.COSEM_high_level_security_using_GMAC,
  MECHANISM_NAME['COSEM_high_level_security_using_SHA-256'],
  MECHANISM_NAME.COSEM_high_level_security_using_ECDSA,
]);

/**
 * Class and attribute: Association LN secret, the three passwords of IEC local port setup, PPP_authentication,
 * PIN_code of GPRS modem setup, SMTP login_password.
 */
const SECRET_ATTRIBUTES: ReadonlySet<string> = new Set([
  '15/7',
  '19/7',
  '19/8',
  '19/9',
  '44/5',
  '45/3',
  '46/4',
]);

/** Class and method: Association LN change_HLS_secret. */
const SECRET_METHODS: ReadonlySet<string> = new Set(['15/2']);

/** change_LLS_secret and change_HLS_secret of the current Association SN, called by a READ or a WRITE. */
const SECRET_SHORT_NAMES: ReadonlySet<number> = new Set([0xfa40, 0xfa48]);

/** The same fields, secrets replaced by text; of protected APDUs as far as they are readable without a key. */
export function withoutSecrets(apdu: Apdu): object {
  return redacted(apdu, MOST_LAYERS);
}

/** @param layers of protected APDUs in one another that are still looked into */
function redacted(apdu: Apdu, layers: number): object {
  if (isProtectedApdu(apdu)) return withoutSecretsInside(apdu, redacted, layers);
  switch (apdu.kind) {
    case 'AARQ':
      return {
        ...apdu,
        callingAuthenticationValue: challenge(apdu.mechanismName, apdu.callingAuthenticationValue),
        userInformation: withoutKey(apdu.userInformation, layers),
      };
    case 'AARE':
      return {
        ...apdu,
        respondingAuthenticationValue: challenge(apdu.mechanismName, apdu.respondingAuthenticationValue),
        userInformation: withoutKey(apdu.userInformation, layers),
      };
    case 'RLRQ':
    case 'RLRE':
      return { ...apdu, userInformation: withoutKey(apdu.userInformation, layers) };
    case 'initiate-request':
      return withoutKey(apdu, layers) ?? apdu;
    case 'set-request-normal':
      return isSecretAttribute(apdu.attribute) ? { ...apdu, value: REDACTED } : apdu;
    case 'set-request-with-first-datablock':
      return isSecretAttribute(apdu.attribute) ? { ...apdu, block: REDACTED } : apdu;
    case 'set-request-with-list':
      return { ...apdu, values: apdu.values.map(unlessSecret(apdu.attributes, isSecretAttribute)) };
    case 'set-request-with-list-and-first-datablock':
      return apdu.attributes.some(isSecretAttribute) ? { ...apdu, block: REDACTED } : apdu;
    case 'action-request-normal':
      return isSecretMethod(apdu.method) ? { ...apdu, parameters: REDACTED } : apdu;
    case 'action-request-with-first-pblock':
      return isSecretMethod(apdu.method) ? { ...apdu, block: REDACTED } : apdu;
    case 'action-request-with-list':
      return { ...apdu, parameters: apdu.parameters.map(unlessSecret(apdu.methods, isSecretMethod)) };
    case 'action-request-with-list-and-first-pblock':
      return apdu.methods.some(isSecretMethod) ? { ...apdu, block: REDACTED } : apdu;
    case 'access-request':
      return { ...apdu, data: apdu.data.map(unlessSecret(apdu.specifications, isSecretAccess)) };
    case 'read-request':
      return { ...apdu, specifications: apdu.specifications.map(withoutParameters) };
    case 'write-request':
    case 'unconfirmed-write-request':
      return { ...apdu, ...withoutSecretValues(apdu) };
    default:
      return apdu;
  }
}

function challenge(mechanism: string | undefined, value: Uint8Array | undefined): unknown {
  return value === undefined || isChallenge(mechanism) ? value : REDACTED;
}

/** Whether the authentication value of the mechanism is a challenge, and no secret. */
export function isChallenge(mechanism: string | undefined): boolean {
  return MECHANISMS_WITH_CHALLENGE.has(mechanism);
}

function withoutKey(information: UserInformation | undefined, layers: number): object | undefined {
  if (information?.kind !== 'initiate-request')
    return withoutSecretsInInformation(information, redacted, layers);
  return information.dedicatedKey === undefined ? information : { ...information, dedicatedKey: REDACTED };
}

/** Whether what is written to the attribute is a secret. */
export function isSecretAttribute({ classId, attributeId }: Omit<AttributeDescriptor, 'selection'>): boolean {
  return SECRET_ATTRIBUTES.has(`${classId}/${attributeId}`);
}

/** Whether the parameters of the method are a secret. */
export function isSecretMethod({ classId, methodId }: MethodDescriptor): boolean {
  return SECRET_METHODS.has(`${classId}/${methodId}`);
}

function isSecretAccess(specification: AccessSpecification): boolean {
  return specification.service === 'action'
    ? isSecretMethod(specification.method)
    : isSecretAttribute(specification.attribute);
}

function unlessSecret<T>(targets: readonly T[], secret: (target: T) => boolean) {
  return (value: Data, at: number): Data | typeof REDACTED => {
    const target = targets[at];
    return target !== undefined && secret(target) ? REDACTED : value;
  };
}

function isSecretVariable(access: VariableAccess): boolean {
  return 'shortName' in access && isSecretShortName(access.shortName);
}

/** Whether what is written to the short name, or given to it as parameters, is a secret. */
export function isSecretShortName(shortName: number): boolean {
  return SECRET_SHORT_NAMES.has(shortName);
}

function withoutParameters(access: VariableAccess): object {
  switch (access.kind) {
    case 'parameterized-access':
      return isSecretVariable(access) ? { ...access, parameters: REDACTED } : access;
    case 'read-data-block-access':
      return namesSecret(access.rawData) ? { ...access, rawData: REDACTED } : access;
    default:
      return access;
  }
}

function withoutSecretValues({ specifications, values }: VariableValues): object {
  const secret = (access: VariableAccess, value: Data) =>
    isSecretVariable(access) ||
    (access.kind === 'write-data-block-access' && 'octets' in value && namesSecret(value.octets));
  return {
    specifications: specifications.map(withoutParameters),
    values: values.map((value, at) => {
      const access = specifications[at];
      return access !== undefined && secret(access, value) ? REDACTED : value;
    }),
  };
}

/** Whether a piece of a request has one of the secret short names somewhere: the names come before the values. */
export function namesSecret(rawData: Uint8Array): boolean {
  return rawData.some((octet, at) => SECRET_SHORT_NAMES.has(octet * 256 + (rawData[at + 1] ?? 0)));
}
