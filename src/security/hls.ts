/**
 * High level security (Green Book, HLS authentication): what each side answers to the other's challenge, by
 * mechanism 2 to 7.
 */
import type { DlmsError } from '../errors.js';
import { hlsRefused } from './hls-challenge.js';
import { type GmacSide, gmacAnswer, isGmacAnswer } from './hls-gmac.js';
import { cipheredChallenge, digest } from './hls-secret.js';
import type { SecurityMaterial } from './material.js';
import { joined, sameOctets } from './octets.js';
import { wrongSetting, wrongSystemTitle } from './refusals.js';
import { sign, verify } from './signature.js';
import { SECURITY_SUITE } from './suite.js';
import { SYSTEM_TITLE_LENGTH } from './system-title.js';

export type HlsMechanism = 'High' | 'HighMd5' | 'HighSha1' | 'HighGmac' | 'HighSha256' | 'HighEcdsa';

export interface HlsPass {
  readonly mechanism: HlsMechanism;
  /** The shared secret of High, HighMd5, HighSha1 and HighSha256. */
  readonly secret: Uint8Array;
  /** The challenge that is answered: it came from the side that checks. */
  readonly challenge: Uint8Array;
  /** The challenge of the side that answers. */
  readonly ownChallenge: Uint8Array;
  /** Of the side that answers, and of the one that checks; of use with GMAC, SHA-256 and ECDSA. */
  readonly title: Uint8Array;
  readonly otherTitle: Uint8Array;
}

/**
 * Mechanism 2 takes the secret as a key of AES-128. A longer one is refused: which part of it a meter would
 * take is not known, and a wrong guess costs one of the few tries that meters allow.
 */
export const MAX_HIGH_SECRET = 16;

/**
 * What this side answers. With GMAC it takes a number from the material's counter.
 * @throws DlmsError DLMS_SETTING where the material lacks a key or the secret is too long,
 * DLMS_SYSTEM_TITLE where a title is needed and not known, or both sides have the same
 */
export function hlsAnswer(pass: HlsPass, material: SecurityMaterial | undefined): Uint8Array {
  switch (pass.mechanism) {
    case 'HighGmac': {
      const { side, counter } = gmacOf(pass, material);
      return gmacAnswer(side, counter.take(), pass.challenge);
    }
    case 'HighEcdsa':
      if (material?.signingKey === undefined) throw missing(pass, 'the signing key of this side');
      return sign(material.signingKey, signedOctets(pass));
    default:
      return secretAnswer(pass, pass.mechanism);
  }
}

/**
 * Checks the other side's answer, in constant time; `pass` is that of the other side: its title is `title`.
 * @throws DlmsError DLMS_HLS_REFUSED when it is wrong; DLMS_SETTING and DLMS_SYSTEM_TITLE as `hlsAnswer`
 */
export function checkHlsAnswer(
  answer: Uint8Array,
  pass: HlsPass,
  material: SecurityMaterial | undefined,
): void {
  if (isRight(answer, pass, material)) return;
  throw hlsRefused(
    `the answer to the ${pass.mechanism} challenge is wrong`,
    'Whoever answers does not know the secret or key: another device, or other keys than in the settings.',
  );
}

function isRight(answer: Uint8Array, pass: HlsPass, material: SecurityMaterial | undefined): boolean {
  switch (pass.mechanism) {
    case 'HighGmac':
      return isGmacAnswer(answer, gmacOf(pass, material).side, pass.challenge);
    case 'HighEcdsa':
      if (material?.peerPublicKey === undefined) throw missing(pass, 'the public key of the other side');
      return verify(material.peerPublicKey, signedOctets(pass), answer);
    default:
      return sameOctets(answer, secretAnswer(pass, pass.mechanism));
  }
}

/** @param mechanism one that knows a secret and nothing else */
function secretAnswer(pass: HlsPass, mechanism: Exclude<HlsMechanism, 'HighGmac' | 'HighEcdsa'>): Uint8Array {
  const { secret, challenge, ownChallenge } = pass;
  switch (mechanism) {
    case 'High':
      if (secret.length <= MAX_HIGH_SECRET) return cipheredChallenge(secret, challenge);
      throw wrongSetting(
        `the secret of High has ${secret.length} octets: at most ${MAX_HIGH_SECRET} are allowed`,
      );
    case 'HighMd5':
      return digest('md5', challenge, secret);
    case 'HighSha1':
      return digest('sha1', challenge, secret);
    case 'HighSha256':
      return digest('sha256', secret, ...titlesOf(pass), challenge, ownChallenge);
  }
}

function gmacOf(
  pass: HlsPass,
  material: SecurityMaterial | undefined,
): { side: GmacSide; counter: SecurityMaterial['counter'] } {
  if (material?.blockCipherKey === undefined) throw missing(pass, 'the block cipher key');
  const { suite, blockCipherKey, authenticationKey = new Uint8Array(0), counter } = material;
  const { keyLength } = SECURITY_SUITE[suite];
  if (blockCipherKey.length !== keyLength) {
    throw wrongSetting(
      `the block cipher key has ${blockCipherKey.length} octets: suite ${suite} takes ${keyLength}`,
    );
  }
  checkTitle(pass, pass.title);
  return { side: { suite, blockCipherKey, authenticationKey, title: pass.title }, counter };
}

function signedOctets(pass: HlsPass): Uint8Array {
  return joined(...titlesOf(pass), pass.challenge, pass.ownChallenge);
}

function titlesOf(pass: HlsPass): readonly Uint8Array[] {
  checkTitle(pass, pass.title);
  checkTitle(pass, pass.otherTitle);
  // Only the order of the titles tells one side's answer from the other's.
  if (sameOctets(pass.title, pass.otherTitle)) {
    throw wrongSystemTitle(`${pass.mechanism} with the same system title on both sides proves nothing`);
  }
  return [pass.title, pass.otherTitle];
}

function checkTitle({ mechanism }: HlsPass, title: Uint8Array): void {
  if (title.length === SYSTEM_TITLE_LENGTH) return;
  throw wrongSystemTitle(
    `${mechanism} needs the system titles of both sides: one has ${title.length} octets, not ${SYSTEM_TITLE_LENGTH}`,
  );
}

function missing({ mechanism }: HlsPass, what: string): DlmsError {
  return wrongSetting(`${mechanism} needs ${what}, which is not set`);
}
