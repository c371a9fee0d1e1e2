/** APDUs that may come in clear where everything else is protected (Green Book, protection of xDLMS APDUs). */
import { APDU_TAG } from '../apdu/tag.js';

/** A meter that cannot decipher has no other way to say so; notifications answer nothing and are passed over. */
const MAY_BE_PLAIN: ReadonlySet<number | undefined> = new Set([
  APDU_TAG['exception-response'],
  APDU_TAG['data-notification'],
  APDU_TAG['event-notification-request'],
  APDU_TAG.informationReportRequest,
]);

export function mayBePlain(octets: Uint8Array): boolean {
  return MAY_BE_PLAIN.has(octets[0]);
}
