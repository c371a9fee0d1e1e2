/**
 * New keys for a meter that never travel: the method key_agreement of the Security setup (class 64 version 1,
 * Blue Book), ephemeral unified model C(2e,0s). Each side signs key_id and its ephemeral key, and sends the
 * key and the signature.
 */
import type { Data } from '../cosem/data.js';
import type { LogicalName } from '../cosem/descriptor.js';
import { readSignedPublicKey, signedPublicKey } from './ephemeral-key.js';
import type { Parties } from './key-agreement.js';
import { deriveKey, type KeyUse, sharedSecret } from './key-derivation.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import { checkDistinct, type NewKey } from './key-transfer.js';
import { type KeyedOctets, keyedOctetsData, readKeyedOctets } from './keyed-octets.js';
import { senseless } from './refusals.js';
import { type MethodCall, SETUP_KEY_ID, type SetupKeyId, setupMethod } from './security-setup.js';
import { SECURITY_SUITE, type SecuritySuiteId } from './suite.js';
import { checkCurves, curveOfSuite } from './suite-curve.js';

/** One key that is to be agreed on, and this side's ephemeral key for it, which is used once. */
export interface Offer {
  readonly keyId: SetupKeyId;
  readonly ephemeral: PrivateKey;
}

/** Client: what is sent. @throws DlmsError DLMS_SETTING for keys of another curve or the same key twice */
export function keyAgreement(
  suite: SecuritySuiteId,
  offers: readonly Offer[],
  signingKey: PrivateKey,
  logicalName?: LogicalName,
): MethodCall {
  checkDistinct(offers.map(({ keyId }) => keyId));
  return setupMethod('key_agreement', offersData(suite, offers, signingKey), logicalName);
}

/**
 * Client: the new keys, from the meter's answer to the same offers.
 * @param parties the client is the originator
 * @throws DlmsError DLMS_MALFORMED for an answer to other keys, DLMS_SIGNATURE, DLMS_SETTING
 */
export function agreedKeys(
  parties: Parties,
  offers: readonly Offer[],
  answer: Data,
  peerSigningKey: PublicKey,
): readonly NewKey[] {
  const answers = readKeyedOctets(answer);
  if (answers.length !== offers.length) {
    throw senseless(`${answers.length} keys in answer to ${offers.length}`);
  }
  return offers.map(({ keyId, ephemeral }) => {
    const found = answers.find((each) => each.keyId === keyId);
    if (found === undefined) throw senseless(`no ${keyId} in the answer`);
    return agreed(parties, found, ephemeral, peerSigningKey);
  });
}

/**
 * Meter: the answer to a client's offers, and the new keys.
 * @param ephemeralFor a new key for each key_id
 * @throws DlmsError as `agreedKeys`
 */
export function answerKeyAgreement(
  parties: Parties,
  parameters: Data,
  keys: {
    readonly ephemeralFor: (keyId: SetupKeyId) => PrivateKey;
    readonly signingKey: PrivateKey;
    readonly peerSigningKey: PublicKey;
  },
): { readonly answer: Data; readonly keys: readonly NewKey[] } {
  const offered = readKeyedOctets(parameters);
  const own = offered.map(({ keyId }) => ({ keyId, ephemeral: keys.ephemeralFor(keyId) }));
  return {
    keys: agreedKeys(parties, own, parameters, keys.peerSigningKey),
    answer: offersData(parties.suite, own, keys.signingKey),
  };
}

function offersData(suite: SecuritySuiteId, offers: readonly Offer[], signingKey: PrivateKey): Data {
  checkCurves(suite, signingKey, ...offers.map(({ ephemeral }) => ephemeral));
  return keyedOctetsData(
    offers.map(({ keyId, ephemeral }) => ({
      keyId,
      octets: signedPublicKey(ephemeral, signingKey, signedPrefix(keyId)),
    })),
  );
}

function agreed(
  parties: Parties,
  { keyId, octets }: KeyedOctets,
  ephemeral: PrivateKey,
  peerSigningKey: PublicKey,
): NewKey {
  checkCurves(parties.suite, ephemeral, peerSigningKey);
  const other = readSignedPublicKey(octets, peerSigningKey, signedPrefix(keyId));
  const { suite, originator, recipient, userAssociation } = parties;
  const key = deriveKey({
    curve: curveOfSuite(suite),
    sharedSecret: sharedSecret(ephemeral, other),
    use: useOf(keyId, suite),
    originator,
    recipient,
    userAssociation,
  });
  return { keyId, key };
}

function signedPrefix(keyId: SetupKeyId): Uint8Array {
  return Uint8Array.of(SETUP_KEY_ID[keyId]);
}

/** The master key wraps; the others, the authentication key among them, are for APDUs. */
function useOf(keyId: SetupKeyId, suite: SecuritySuiteId): KeyUse {
  const short = SECURITY_SUITE[suite].keyLength === 16;
  if (keyId === 'master-key') return short ? 'aes-wrap-128' : 'aes-wrap-256';
  return short ? 'aes-gcm-128' : 'aes-gcm-256';
}
