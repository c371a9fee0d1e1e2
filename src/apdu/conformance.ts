/** The conformance block (Green Book, xDLMS ASN.1 Conformance): 24 bits, bit 0 is the first bit sent. */
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export const CONFORMANCE_BIT = {
  'general-protection': 1,
  'general-block-transfer': 2,
  read: 3,
  write: 4,
  'unconfirmed-write': 5,
  'delta-value-encoding': 6,
  'attribute0-supported-with-set': 8,
  'priority-mgmt-supported': 9,
  'attribute0-supported-with-get': 10,
  'block-transfer-with-get-or-read': 11,
  'block-transfer-with-set-or-write': 12,
  'block-transfer-with-action': 13,
  'multiple-references': 14,
  'information-report': 15,
  'data-notification': 16,
  access: 17,
  'parameterized-access': 18,
  get: 19,
  set: 20,
  'selective-access': 21,
  'event-notification': 22,
  action: 23,
} as const;

export type ConformanceService = keyof typeof CONFORMANCE_BIT;
export type Conformance = ReadonlySet<ConformanceService>;

const NAMES = Object.entries(CONFORMANCE_BIT) as readonly [ConformanceService, number][];

/**
 * What a client that reads by logical name proposes, 20 7E 5F: the usual 00 7E 1F, and general block transfer
 * and ACCESS. Not data-notification: a meter is not asked to push into a conversation.
 */
export const LN_PROPOSAL: Conformance = conformanceOf(0x207e5f);

/** What a client that reads by short name proposes: the usual 1C 03 20, and block transfer both ways. */
export const SN_PROPOSAL: Conformance = conformanceOf(0x1c1b20);

/** The services that an association by logical or by short names can have at all. */
export const LN_SERVICES: Conformance = conformanceOf(0x62fedf);
export const SN_SERVICES: Conformance = conformanceOf(0x7e1ba0);

/** The services of a 24-bit number whose most significant bit is bit 0; reserved bits are dropped. */
export function conformanceOf(bits: number): Conformance {
  return new Set(NAMES.filter(([, bit]) => (bits & maskOf(bit)) !== 0).map(([name]) => name));
}

/** The 24-bit number of a set of services, bit 0 most significant. */
export function conformanceBits(services: Conformance): number {
  let bits = 0;
  for (const service of services) bits |= maskOf(CONFORMANCE_BIT[service]);
  return bits;
}

/** [APPLICATION 31] BIT STRING: 5F 1F, length 04, no unused bits, three octets. */
export function encodeConformance(writer: OctetWriter, services: Conformance): OctetWriter {
  const bits = conformanceBits(services);
  return writer
    .u16(0x5f1f)
    .u16(0x0400)
    .u8(bits >> 16)
    .u16(bits & 0xffff);
}

/** Old stacks leave out the second octet of the tag: 5F 04 00. */
export function decodeConformance(reader: OctetReader): Conformance {
  if (reader.u8() !== 0x5f) throw reader.malformed('no conformance block');
  const next = reader.u8();
  const length = next === 0x1f ? reader.u8() : next;
  if (length !== 4) throw reader.malformed(`conformance block of ${length} octets`);
  reader.u8();
  return conformanceOf(reader.u8() * 0x10000 + reader.u16());
}

function maskOf(bit: number): number {
  return 0x800000 >>> bit;
}
