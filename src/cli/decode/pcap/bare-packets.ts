/** Packets of a network without a capture file around them: as hex dumps of tcpdump -x and of Wireshark have them. */
import type { Recording } from '../input/recording.js';
import { BinaryView } from './binary-view.js';
import { type Capture, captureOf } from './capture.js';
import type { Packet } from './packet.js';

const LINK_TYPE = { ethernet: 1, ip: 101 } as const;
const ETHERNET_HEADERS = [14, 18] as const;
const ETHER_TYPE = { ipv4: 0x0800, ipv6: 0x86dd } as const;
const TRANSPORTS: readonly number[] = [6, 17];
/** Ethernet fills short packets up to this. */
const LEAST_ETHERNET = 60;

/** Undefined where the parts are not all packets of TCP or UDP over IP. */
export function captureOfPackets({ octets, parts }: Recording): Capture | undefined {
  const places = parts.length === 0 ? [{ at: 0, length: octets.length }] : parts;
  const packets: Packet[] = [];
  for (const { at, length } of places) {
    const packet = octets.subarray(at, at + length);
    const linkType = linkTypeOf(packet);
    if (linkType === undefined) return undefined;
    packets.push({ number: packets.length + 1, linkType, octets: packet, offset: at });
  }
  return captureOf(packets);
}

function linkTypeOf(octets: Uint8Array): number | undefined {
  if (isIp(octets, 0)) return LINK_TYPE.ip;
  const view = new BinaryView(octets, false);
  const found = ETHERNET_HEADERS.some((header) => {
    const etherType = view.u16(header - 2);
    return (etherType === ETHER_TYPE.ipv4 || etherType === ETHER_TYPE.ipv6) && isIp(octets, header);
  });
  return found ? LINK_TYPE.ethernet : undefined;
}

/** The header states the length that there is, and a transport that is read. */
function isIp(octets: Uint8Array, at: number): boolean {
  const view = new BinaryView(octets, false);
  const length = octets.length - at;
  switch ((octets[at] ?? 0) >> 4) {
    case 4:
      return isLength(view.u16(at + 2), length, octets) && TRANSPORTS.includes(octets[at + 9] ?? 0);
    case 6:
      return (
        isLength((view.u16(at + 4) ?? 0) + 40, length, octets) && TRANSPORTS.includes(octets[at + 6] ?? 0)
      );
    default:
      return false;
  }
}

function isLength(stated: number | undefined, length: number, { length: whole }: Uint8Array): boolean {
  return stated === length || (stated !== undefined && stated < length && whole <= LEAST_ETHERNET);
}
