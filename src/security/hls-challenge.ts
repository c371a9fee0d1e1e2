/** What is right for a challenge of high level security (Green Book, HLS authentication, pass 1 and 2). */
import { DlmsError } from '../errors.js';
import { blocksOf } from './hls-secret.js';
import { sameOctets } from './octets.js';

const LEAST = 8;
/** An ECDSA signature covers the challenge: it has to be hard to guess. */
const LEAST_ECDSA = 32;
const MOST = 64;

/**
 * To be called by each side before it answers.
 * @param mechanism as the setting `auth` names it
 * @throws DlmsError DLMS_HLS_REFUSED where the challenge is too short or too long, or is one's own sent back:
 * the answer to it would be the very answer that the other side owes, or hold it
 */
export function checkChallenge(mechanism: string, received: Uint8Array, own: Uint8Array): void {
  const least = mechanism === 'HighEcdsa' ? LEAST_ECDSA : LEAST;
  if (received.length < least || received.length > MOST) {
    throw hlsRefused(
      `the challenge has ${received.length} octets: ${mechanism} takes ${least} to ${MOST}`,
      'The other side breaks the rules of its own authentication; check that auth is set as it expects.',
    );
  }
  if (isSentBack(mechanism, received, own)) {
    throw hlsRefused(
      'the challenge is our own, sent back',
      'Somebody without the secret may try to have the answer from us.',
    );
  }
}

/** Mechanism 2 answers block by block: one block of our own among others is enough to have its answer. */
function isSentBack(mechanism: string, received: Uint8Array, own: Uint8Array): boolean {
  if (mechanism !== 'High') return sameOctets(received, own);
  const ours = blocksOf(own);
  return blocksOf(received).some((block) => ours.some((each) => sameOctets(block, each)));
}

export function hlsRefused(message: string, hint: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_HLS_REFUSED', layer: 'security', fault: 'meter', hint });
}
