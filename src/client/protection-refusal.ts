/**
 * What goes wrong with protection and authentication, as errors: the meter's words about our keys and counter
 * (Green Book, exception-response), and what it owes us.
 */
import { decodeApdu } from '../apdu/apdu.js';
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { hlsRefused } from '../security/hls-challenge.js';
import { type ServiceFailure, wordsOf } from './service-failure.js';

const HINTS = {
  key: 'Check block_cipher_key, authentication_key, security, security_suite and system_title: the meter has others.',
  counter:
    'Somebody else uses the same key and system_title, or what was stored of the counter is lost. The next try goes on behind the number of the meter; else set invocation_counter to its counter object.',
  counterFar:
    'The counter of this key is as good as used up, or somebody sends wrong numbers: the key has to be replaced.',
  secret:
    'Check auth, and password or keys, for this client address; meters lock for a while after a few wrong ones.',
  proof: 'Whoever answers may not be the meter: check the address, and that auth is as the meter wants it.',
} as const;

/** Nobody can make our counter run to its end by a number that is not authenticated. */
const MOST_COUNTED = 0xf000_0000;

/** How links end when the other side ends them. */
const LEAVING: readonly string[] = ['DLMS_LINE_CLOSED', 'DLMS_DISCONNECTED_MODE'];

/** An answer that refuses a service as a whole; undefined for any other APDU, and for what cannot be read. */
export function failureIn(apdu: Uint8Array): ServiceFailure | undefined {
  if (apdu[0] !== APDU_TAG['exception-response'] && apdu[0] !== APDU_TAG.confirmedServiceError)
    return undefined;
  try {
    const failure = decodeApdu(apdu);
    return failure.kind === 'exception-response' || failure.kind === 'confirmed-service-error'
      ? failure
      : undefined;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

/** The meter cannot decipher; undefined where it says something else. */
export function refusedKey(failure: ServiceFailure): DlmsError | undefined {
  const isKey =
    failure.kind === 'exception-response'
      ? failure.serviceError === 'deciphering-error'
      : failure.errorClass === 'application-reference' && failure.errorValue === 'deciphering-error';
  if (!isKey) return undefined;
  return refusal('DLMS_KEY_REFUSED', `the meter cannot decipher: ${wordsOf(failure)}`, HINTS.key);
}

/** The number that the meter answers to a counter that it has seen before: the last one, or the next one. */
export function refusedCounter(failure: ServiceFailure): number | undefined {
  if (failure.kind !== 'exception-response') return undefined;
  return failure.serviceError === 'invocation-counter-error' ? failure.invocationCounter : undefined;
}

/** Whether our counter may go on behind that number. */
export function isCountable(invocationCounter: number): boolean {
  return invocationCounter <= MOST_COUNTED;
}

export function counterRefused(invocationCounter: number): DlmsError {
  const message = `the meter has seen our invocation counter before: it is at ${invocationCounter}`;
  const hint = isCountable(invocationCounter) ? HINTS.counter : HINTS.counterFar;
  return refusal('DLMS_INVOCATION_COUNTER', message, hint);
}

/** The meter does not take our answer to its challenge. */
export function secretRefused(words: string, cause?: DlmsError): DlmsError {
  const message = `the meter refuses the authentication: ${words}`;
  return new DlmsError(message, {
    code: 'DLMS_AUTHENTICATION_FAILED',
    layer: 'association',
    fault: 'settings',
    hint: HINTS.secret,
    cause,
  });
}

/** The line was lost in place of an answer to ours: some meters hang up on a wrong one. Silence says nothing. */
export function refusedByLeaving(cause: DlmsError): DlmsError {
  return LEAVING.includes(cause.code) ? secretRefused(`it hangs up: ${cause.message}`, cause) : cause;
}

/** A refusal that says nothing of the secret: the answer was to a challenge that the meter has replaced. */
export function challengeOutdated(cause: DlmsError): DlmsError {
  return new DlmsError(`the meter was asked twice, and began anew with another challenge: ${cause.message}`, {
    code: 'DLMS_METER_BUSY',
    layer: 'association',
    fault: 'line',
    hint: 'The line doubles datagrams, or timeout_ms is too short for this meter; the next try may do.',
    cause,
  });
}

/** The meter does not answer our challenge, which only the right one can. */
export function withoutProof(message: string): DlmsError {
  return hlsRefused(message, HINTS.proof);
}

function refusal(code: string, message: string, hint: string): DlmsError {
  return new DlmsError(message, { code, layer: 'security', fault: 'settings', hint });
}
