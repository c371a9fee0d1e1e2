/**
 * Security setup (Blue Book class 64, version 1) and the object that shows the invocation counter: the
 * policy can be made stricter, keys can be transferred and agreed on; all of it counts from the next
 * association on.
 */
import type { ActionOutcome, ActionResult } from '../apdu/action-outcome.js';
import type { Data } from '../cosem/data.js';
import { DlmsError } from '../errors.js';
import { answerKeyAgreement } from '../security/key-agreement-method.js';
import { privateKeyFromRandom, randomLength } from '../security/key-generation.js';
import { type NewKey, readKeyTransfer } from '../security/key-transfer.js';
import type { Protection } from '../security/material.js';
import { CURRENT_SECURITY_SETUP } from '../security/security-setup.js';
import { SECURITY_SUITE } from '../security/suite.js';
import { array, doubleLongUnsigned, enumeration, octetString, unsigned } from './data-values.js';
import type { MeterSecurity } from './meter-security.js';
import type { AccessContext, CosemMethod, CosemObject } from './object-model.js';
import { attribute, dataObject, lockedMethod } from './objects.js';
import type { GlobalKeys } from './security-settings.js';

/** Of requests and of responses: bits 2 and 5, 3 and 6 of the policy. */
const AUTHENTICATED = 0x24;
const ENCRYPTED = 0x48;
const NOTHING = new Uint8Array(0);

/** @param random octets for ephemeral keys */
export function securityObjects(
  security: MeterSecurity,
  random: (length: number) => Uint8Array,
): readonly CosemObject[] {
  const { site, systemTitle } = security;
  const clientTitle = ({ association }: AccessContext) =>
    association.clientSystemTitle ?? site.clientSystemTitle ?? NOTHING;
  return [
    dataObject('0.0.43.1.0.255', () => doubleLongUnsigned(security.highestReceived), 'everybody'),
    {
      classId: 64,
      version: 1,
      logicalName: CURRENT_SECURITY_SETUP,
      attributes: [
        attribute(2, () => unsigned(policyOf(security.protection))),
        attribute(3, () => enumeration(site.suite)),
        attribute(4, (context) => octetString(clientTitle(context))),
        attribute(5, () => octetString(systemTitle)),
        attribute(6, () => array([])),
      ],
      methods: [
        method(1, (parameters) => activate(security, parameters)),
        method(2, (parameters) => transfer(security, parameters)),
        method(3, (parameters, context) => agree(security, parameters, clientTitle(context), random)),
        ...[4, 5, 6, 7, 8].map(lockedMethod),
      ],
    },
  ];
}

type Act = (parameters: Data, context: AccessContext) => ActionOutcome;

function method(id: number, act: Act): CosemMethod {
  return {
    id,
    callers: 'users',
    invoke: (context, parameters) => {
      if (parameters === undefined) return { result: 'type-unmatched' };
      try {
        return act(parameters, context);
      } catch (error) {
        if (!(error instanceof DlmsError)) throw error;
        return { result: error.code === 'DLMS_MALFORMED' ? 'type-unmatched' : 'other-reason' };
      }
    },
  };
}

function policyOf({ authenticated, encrypted }: Protection): number {
  return (authenticated ? AUTHENTICATED : 0) | (encrypted ? ENCRYPTED : 0);
}

/** A policy that holds all of the one in force; signatures cannot be demanded. */
function activate(security: MeterSecurity, parameters: Data): ActionOutcome {
  if (parameters.kind !== 'unsigned') return { result: 'type-unmatched' };
  const { value } = parameters;
  const protection = {
    authenticated: (value & AUTHENTICATED) === AUTHENTICATED,
    encrypted: (value & ENCRYPTED) === ENCRYPTED,
  };
  const before = policyOf(security.protection);
  if (policyOf(protection) !== value || (value & before) !== before) return { result: 'other-reason' };
  security.activate(protection);
  return { result: 'success' };
}

function transfer(security: MeterSecurity, parameters: Data): ActionOutcome {
  const masterKey = security.keys?.masterKey;
  if (masterKey === undefined) return { result: 'read-write-denied' };
  return { result: install(security, readKeyTransfer(security.site.suite, masterKey, parameters)) };
}

function agree(
  security: MeterSecurity,
  parameters: Data,
  client: Uint8Array,
  random: (length: number) => Uint8Array,
): ActionOutcome {
  const { suite, signingKey, clientPublicKey } = security.site;
  const { curve } = SECURITY_SUITE[suite];
  if (curve === undefined || signingKey === undefined || clientPublicKey === undefined)
    return { result: 'read-write-denied' };
  const parties = { suite, originator: client, recipient: security.systemTitle };
  const ephemeralFor = () => privateKeyFromRandom(curve, random(randomLength(curve)));
  const own = { ephemeralFor, signingKey, peerSigningKey: clientPublicKey };
  const { answer, keys } = answerKeyAgreement(parties, parameters, own);
  const result = install(security, keys);
  return result === 'success' ? { result, returnParameters: { kind: 'data', data: answer } } : { result };
}

/** All of them or none; this meter has no use for a broadcast key. */
function install(security: MeterSecurity, keys: readonly NewKey[]): ActionResult {
  const changed: { -readonly [Name in keyof GlobalKeys]?: GlobalKeys[Name] } = {};
  for (const { keyId, key } of keys) {
    if (keyId === 'global-broadcast-encryption-key') return 'object-unavailable';
    changed[NAME[keyId]] = key;
  }
  security.replaceKeys(changed);
  return 'success';
}

const NAME = {
  'global-unicast-encryption-key': 'blockCipherKey',
  'authentication-key': 'authenticationKey',
  'master-key': 'masterKey',
} as const;
