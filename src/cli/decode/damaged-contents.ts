/**
 * The fields of what a damaged frame carries, as far as they can be read. Nothing vouches for them; so only what
 * a meter says of itself is told: in a request a changed octet could make a secret look like something else.
 */
import { APDU_TAG } from '../../apdu/tag.js';
import { LLC_COMMAND, withoutLlc } from '../../framing/hdlc/llc.js';
import { apduFields } from './fields/apdu-fields.js';
import { type Field, makeField } from './fields/field.js';
import { type PlacedOctets, placeBehind } from './place.js';

const TOLD: ReadonlySet<number> = new Set([
  APDU_TAG['data-notification'],
  APDU_TAG['event-notification-request'],
  APDU_TAG['get-response'],
  APDU_TAG['set-response'],
  APDU_TAG.readResponse,
  APDU_TAG.writeResponse,
  APDU_TAG.informationReportRequest,
  APDU_TAG['access-response'],
  APDU_TAG['exception-response'],
  APDU_TAG.confirmedServiceError,
  APDU_TAG['general-glo-ciphering'],
  APDU_TAG['general-ded-ciphering'],
]);

/** Undefined for APDUs that are not told. */
export function damagedApduFields(source: PlacedOctets): readonly Field[] | undefined {
  return TOLD.has(source.octets[0] ?? -1) ? apduFields(source) : undefined;
}

/** The same behind an LLC header; without one it may be a later segment of anything. */
export function damagedLlcFields({ octets, place }: PlacedOctets): readonly Field[] | undefined {
  const apdu = withoutLlc(octets);
  if (apdu === undefined) return undefined;
  const length = octets.length - apdu.length;
  const fields = damagedApduFields({ octets: apdu, place: placeBehind(place, length) });
  const meaning = octets[1] === LLC_COMMAND[1] ? 'command' : 'response';
  const llc = makeField('LLC', { offset: place(0), length, octets: octets.subarray(0, length) }, { meaning });
  return fields && [llc, ...fields];
}
