/**
 * Key agreement of suites 1 and 2 (Green Book, key agreement), for one message of general-ciphering: one-pass
 * Diffie-Hellman, C(1e,1s), and the static unified model, C(0e,2s). The scheme with two ephemeral keys,
 * C(2e,0s), is that of the method key_agreement.
 */
import { readSignedPublicKey, signedPublicKey } from './ephemeral-key.js';
import { deriveKey, sharedSecret } from './key-derivation.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import { wrongSetting } from './refusals.js';
import { SECURITY_SUITE, type SecuritySuiteId } from './suite.js';
import { checkCurves, curveOfSuite } from './suite-curve.js';

/** The one octet of key-parameters. */
export const AGREEMENT_SCHEME = { 'one-pass-diffie-hellman': 1, 'static-unified-model': 2 } as const;

/** Of both sides; the originator is the one that sends the message. */
export interface Parties {
  readonly suite: SecuritySuiteId;
  readonly originator: Uint8Array;
  readonly recipient: Uint8Array;
  /** As `deriveKey` has it. */
  readonly userAssociation?: 5 | 6 | undefined;
}

export interface AgreedKey {
  /** The ephemeral public key and its signature, for the Key-Info. */
  readonly keyCipheredData: Uint8Array;
  /** The block cipher key of this one message; a secret. */
  readonly key: Uint8Array;
}

/** Its length is one octet there. */
const MOST_TRANSACTION = 127;

/**
 * One-pass Diffie-Hellman on the sending side.
 * @param ephemeral a new key for each message
 * @param agreementKey the recipient's static key for key agreement
 * @throws DlmsError DLMS_SETTING where a key is not of the suite's curve
 */
export function beginOnePass(
  parties: Parties,
  { ephemeral, signingKey, agreementKey }: OriginatorKeys,
): AgreedKey {
  checkCurves(parties.suite, ephemeral, signingKey, agreementKey);
  return {
    keyCipheredData: signedPublicKey(ephemeral, signingKey),
    key: cipherKey(parties, sharedSecret(ephemeral, agreementKey)),
  };
}

export interface OriginatorKeys {
  readonly ephemeral: PrivateKey;
  readonly signingKey: PrivateKey;
  readonly agreementKey: PublicKey;
}

/**
 * One-pass Diffie-Hellman on the receiving side: the key that the message is under.
 * @throws DlmsError DLMS_SIGNATURE, DLMS_MALFORMED for what holds no key and signature, DLMS_SETTING
 */
export function finishOnePass(
  parties: Parties,
  keyCipheredData: Uint8Array,
  { agreementKey, peerSigningKey }: RecipientKeys,
): Uint8Array {
  checkCurves(parties.suite, agreementKey, peerSigningKey);
  const ephemeral = readSignedPublicKey(keyCipheredData, peerSigningKey);
  return cipherKey(parties, sharedSecret(agreementKey, ephemeral));
}

export interface RecipientKeys {
  /** The static one for key agreement. */
  readonly agreementKey: PrivateKey;
  readonly peerSigningKey: PublicKey;
}

/**
 * The static unified model on either side: the key of one message. Nothing but the transaction makes it
 * another one for each; key-ciphered-data is empty.
 * @param transactionId 1 to 127 octets
 * @throws DlmsError DLMS_SETTING where a key is not of the suite's curve, or the transaction-id is too long
 */
export function staticUnified(
  parties: Parties,
  transactionId: Uint8Array,
  own: PrivateKey,
  other: PublicKey,
): Uint8Array {
  checkCurves(parties.suite, own, other);
  if (transactionId.length === 0 || transactionId.length > MOST_TRANSACTION) {
    throw wrongSetting(
      `a transaction-id of ${transactionId.length} octets: 1 to ${MOST_TRANSACTION} are needed`,
    );
  }
  return cipherKey(parties, sharedSecret(own, other), transactionId);
}

function cipherKey(parties: Parties, secret: Uint8Array, transactionId?: Uint8Array): Uint8Array {
  const { suite, originator, recipient, userAssociation } = parties;
  return deriveKey({
    curve: curveOfSuite(suite),
    use: SECURITY_SUITE[suite].keyLength === 16 ? 'aes-gcm-128' : 'aes-gcm-256',
    sharedSecret: secret,
    originator,
    recipient,
    transactionId,
    userAssociation,
  });
}
