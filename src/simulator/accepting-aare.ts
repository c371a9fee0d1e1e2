/** The AARE that accepts an association (Green Book, ACSE), misbehaviour included. */
import { type Aare, encodeAare } from '../apdu/aare.js';
import { encodeInitiateResponse, type InitiateResponse } from '../apdu/initiate.js';
import { APDU_TAG, type UnsupportedApdu, unsupportedApdu } from '../apdu/tag.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { Terms } from './association-decision.js';
import { mechanismName, needsTitle } from './authentication.js';
import type { CipheredConversation } from './ciphered-conversation.js';
import type { ApplicationFaults } from './faults.js';
import { toldTitle } from './security-faults.js';

export function acceptingAare(terms: Terms, systemTitle: Uint8Array, faults: ApplicationFaults): Aare {
  const { context, hls, initiate, conversation } = terms;
  const titled = context.ciphered || (hls !== undefined && needsTitle(hls.terms.mechanism));
  return {
    kind: 'AARE',
    applicationContextName: context.name,
    result: 'accepted',
    resultSourceDiagnostic: {
      source: 'acse-service-user',
      diagnostic: hls === undefined ? 'null' : 'authentication-required',
    },
    respondingApTitle: titled ? toldTitle(systemTitle, faults) : undefined,
    ...(hls && {
      responderAcseRequirements: '1',
      mechanismName: mechanismName(hls.terms.mechanism),
      respondingAuthenticationValue: hls.terms.serverChallenge,
    }),
    userInformation: faults.aareWithoutUserInformation
      ? undefined
      : initiateInformation(initiate, conversation),
  };
}

/** The InitiateResponse as AARE and RLRE carry it. */
export function initiateInformation(
  initiate: InitiateResponse,
  conversation: CipheredConversation | undefined,
): InitiateResponse | UnsupportedApdu {
  if (conversation === undefined) return initiate;
  const octets = encodeInitiateResponse(new OctetWriter(), initiate).toOctets();
  return unsupportedApdu(APDU_TAG['glo-initiateResponse'], conversation.protectInitiate(octets));
}

/** Tag and length of the mechanism-name in an AARE. */
const MECHANISM_FIELD = [0x89, 0x07];

export function encodedAare(aare: Aare, { mechanismNameHighBit }: ApplicationFaults): Uint8Array {
  if (!mechanismNameHighBit || aare.result !== 'accepted')
    return encodeAare(new OctetWriter(), aare).toOctets();
  const { mechanismName: named = mechanismName('Low') } = aare;
  const telling: Aare = { ...aare, responderAcseRequirements: '1', mechanismName: named };
  const octets = encodeAare(new OctetWriter(), telling).toOctets();
  const field = octets.findIndex(
    (octet, at) => octet === MECHANISM_FIELD[0] && octets[at + 1] === MECHANISM_FIELD[1],
  );
  const last = field + 1 + 7;
  return octets.with(last, (octets[last] ?? 0) | 0x80);
}
