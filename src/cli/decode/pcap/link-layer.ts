/** From the first header of a packet to its IP header, for the link types that captures of meters have. */
import { BinaryView } from './binary-view.js';
import type { Packet } from './packet.js';

const ETHER_TYPE = { ipv4: 0x0800, ipv6: 0x86dd } as const;
const VLAN: readonly number[] = [0x8100, 0x88a8, 0x9100];

/** Where the IP header begins; undefined where there is none. */
type FindIp = (view: BinaryView) => number | undefined;

const LINK_TYPES: Readonly<Record<number, FindIp>> = {
  0: () => 4,
  1: (view) => behindEtherType(view, 12),
  12: () => 0,
  14: () => 0,
  101: () => 0,
  108: () => 4,
  113: (view) => behindEtherType(view, 14),
  228: () => 0,
  229: () => 0,
  276: (view) => (isIp(view.u16(0)) ? 20 : undefined),
};

/** The IP packet as a view, and its place in the file. */
export function ipOctets({
  linkType,
  octets,
  offset,
}: Packet): { octets: Uint8Array; offset: number } | undefined {
  const at = LINK_TYPES[linkType]?.(new BinaryView(octets, false));
  return at === undefined ? undefined : { octets: octets.subarray(at), offset: offset + at };
}

export function isKnownLinkType({ linkType }: Packet): boolean {
  return linkType in LINK_TYPES;
}

function behindEtherType(view: BinaryView, typeAt: number): number | undefined {
  let at = typeAt;
  while (VLAN.includes(view.u16(at) ?? 0)) at += 4;
  return isIp(view.u16(at)) ? at + 2 : undefined;
}

function isIp(etherType: number | undefined): boolean {
  return etherType === ETHER_TYPE.ipv4 || etherType === ETHER_TYPE.ipv6;
}
