/** The prefix with which a gateway is told for whom an APDU is (Green Book, gateway protocol). */
import { APDU_TAG } from '../../apdu/tag.js';
import { readOctetString } from '../../encoding/axdr.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import type { Field } from './fields/field.js';
import { FieldNotes, number } from './fields/field-notes.js';
import { hexTold } from './fields/meanings.js';
import { tagTold } from './fields/tag-field.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { isApdu } from './wrapper-detection.js';

export interface GatewayApdu {
  readonly kind: 'gateway-request' | 'gateway-response';
  readonly networkId: number;
  readonly physicalDeviceAddress: Uint8Array;
  /** The APDU for the meter, or from it. */
  readonly inside: PlacedOctets;
  /** Of the prefix. */
  readonly fields: readonly Field[];
}

const KINDS = {
  [APDU_TAG['gateway-request']]: 'gateway-request',
  [APDU_TAG['gateway-response']]: 'gateway-response',
} as const;

/** Undefined where no APDU follows the prefix to the end. */
export function readGateway({ octets, place }: PlacedOctets): GatewayApdu | undefined {
  const kind = KINDS[(octets[0] ?? 0) as keyof typeof KINDS];
  const [, , length = 0] = octets;
  const apduAt = 3 + length;
  if (kind === undefined || length >= 0x80 || !isApdu(octets.subarray(apduAt))) return undefined;
  const reader = new OctetReader(octets.subarray(1));
  return {
    kind,
    networkId: reader.u8(),
    physicalDeviceAddress: readOctetString(reader),
    inside: { octets: octets.subarray(apduAt), place: placeBehind(place, apduAt) },
    fields: FieldNotes.of({ octets: octets.subarray(0, apduAt), place }, (notes) => {
      notes.u8('APDU', tagTold);
      notes.u8('network-id', number);
      notes.note('physical-device-address', readOctetString, hexTold);
    }),
  };
}
