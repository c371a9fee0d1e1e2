/** Misbehaviour that shows in the octets of an answer alone, done to an answer that was right. */
import { APDU_TAG } from '../apdu/tag.js';
import type { ApplicationFaults } from './faults.js';

const ONE_INVOKE_ID = 0xc0;
const WITH_INVOKE_ID: readonly (number | undefined)[] = [
  APDU_TAG['get-response'],
  APDU_TAG['set-response'],
  APDU_TAG['action-response'],
];

/** An answer of the services by logical name. */
export function spoiled(answer: Uint8Array, { constantInvokeId }: ApplicationFaults): Uint8Array {
  if (!constantInvokeId || !WITH_INVOKE_ID.includes(answer[0])) return answer;
  return answer.with(2, ONE_INVOKE_ID);
}
