/** Misbehaviour that shows in the octets of an answer alone, done to an answer that was right. */
import { type Aare, encodeAare } from '../apdu/aare.js';
import { MECHANISM_NAME } from '../apdu/names.js';
import { APDU_TAG } from '../apdu/tag.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { ApplicationFaults } from './faults.js';

const ONE_INVOKE_ID = 0xc0;
const WITH_INVOKE_ID: readonly (number | undefined)[] = [
  APDU_TAG['get-response'],
  APDU_TAG['set-response'],
  APDU_TAG['action-response'],
];
/** Tag and length of the mechanism-name in an AARE. */
const MECHANISM_FIELD = [0x89, 0x07];

/** An answer of the services by logical name. */
export function spoiled(answer: Uint8Array, { constantInvokeId }: ApplicationFaults): Uint8Array {
  if (!constantInvokeId || !WITH_INVOKE_ID.includes(answer[0])) return answer;
  return answer.with(2, ONE_INVOKE_ID);
}

export function encodedAare(aare: Aare, { mechanismNameHighBit }: ApplicationFaults): Uint8Array {
  if (!mechanismNameHighBit || aare.result !== 'accepted')
    return encodeAare(new OctetWriter(), aare).toOctets();
  const named: Aare = {
    ...aare,
    responderAcseRequirements: '1',
    mechanismName: MECHANISM_NAME.COSEM_low_level_security,
  };
  const octets = encodeAare(new OctetWriter(), named).toOctets();
  const field = octets.findIndex(
    (octet, at) => octet === MECHANISM_FIELD[0] && octets[at + 1] === MECHANISM_FIELD[1],
  );
  const last = field + 1 + 7;
  return octets.with(last, (octets[last] ?? 0) | 0x80);
}
