/** TCP segments and UDP datagrams out of IP packets (RFC 791, 8200, 9293, 768). Fragments are not put together. */
import { BinaryView } from './binary-view.js';

export interface Datagram {
  readonly protocol: 'tcp' | 'udp';
  /** `10.0.0.1:4059`, `[fe80::1]:4059`. */
  readonly from: string;
  readonly to: string;
  readonly ports: readonly number[];
  /** A view on the file. */
  readonly payload: Uint8Array;
  readonly offset: number;
  /** TCP only: number of the first octet, modulo 2^32. */
  readonly sequence: number;
  /** TCP only: a connection begins. */
  readonly begins: boolean;
}

interface IpPacket {
  readonly protocol: number;
  readonly source: string;
  readonly destination: string;
  readonly octets: Uint8Array;
  readonly offset: number;
}

const PROTOCOL = { tcp: 6, udp: 17 } as const;
/** Hop-by-hop options, routing, destination options: length in units of 8 octets, less one. */
const EXTENSIONS: readonly number[] = [0, 43, 60];
const MOST_EXTENSIONS = 8;
const FRAGMENT_OFFSET = 0x1fff;
const MORE_FRAGMENTS = 0x2000;
const SYN = 0x02;

/** Undefined for packets of other kinds, for fragments, and for those that are cut off in their headers. */
export function datagramOf({ octets, offset }: { octets: Uint8Array; offset: number }): Datagram | undefined {
  const version = (octets[0] ?? 0) >> 4;
  const packet = version === 4 ? ipv4(octets, offset) : version === 6 ? ipv6(octets, offset) : undefined;
  if (packet?.protocol === PROTOCOL.tcp) return tcp(packet);
  return packet?.protocol === PROTOCOL.udp ? udp(packet) : undefined;
}

function ipv4(octets: Uint8Array, offset: number): IpPacket | undefined {
  const view = new BinaryView(octets, false);
  const header = ((octets[0] ?? 0) & 0x0f) * 4;
  const [total = 0, fragment = 0] = [view.u16(2), view.u16(6)];
  const isPart = (fragment & (FRAGMENT_OFFSET | MORE_FRAGMENTS)) !== 0;
  if (header < 20 || octets.length < header || isPart) return undefined;
  // Cards that cut segments themselves leave 0 there.
  const end = total < header ? octets.length : Math.min(total, octets.length);
  return {
    protocol: octets[9] ?? 0,
    source: octets.subarray(12, 16).join('.'),
    destination: octets.subarray(16, 20).join('.'),
    octets: octets.subarray(header, end),
    offset: offset + header,
  };
}

function ipv6(octets: Uint8Array, offset: number): IpPacket | undefined {
  if (octets.length < 40) return undefined;
  const length = new BinaryView(octets, false).u16(4) ?? 0;
  const end = length === 0 ? octets.length : Math.min(40 + length, octets.length);
  let [protocol, at] = [octets[6] ?? 0, 40];
  for (let left = MOST_EXTENSIONS; EXTENSIONS.includes(protocol) && left > 0; left -= 1) {
    [protocol, at] = [octets[at] ?? 0xff, at + 8 + (octets[at + 1] ?? 0) * 8];
  }
  return {
    protocol,
    source: `[${groups(octets.subarray(8, 24))}]`,
    destination: `[${groups(octets.subarray(24, 40))}]`,
    octets: octets.subarray(at, end),
    offset: offset + at,
  };
}

/** Without the shortening of zeros. */
function groups(address: Uint8Array): string {
  const view = new BinaryView(address, false);
  return [0, 2, 4, 6, 8, 10, 12, 14].map((at) => (view.u16(at) ?? 0).toString(16)).join(':');
}

function tcp(packet: IpPacket): Datagram | undefined {
  const { octets } = packet;
  const header = ((octets[12] ?? 0) >> 4) * 4;
  if (header < 20 || octets.length < header) return undefined;
  const sequence = new BinaryView(octets, false).u32(4) ?? 0;
  return datagram('tcp', packet, header, sequence, ((octets[13] ?? 0) & SYN) !== 0);
}

function udp(packet: IpPacket): Datagram | undefined {
  return packet.octets.length < 8 ? undefined : datagram('udp', packet, 8, 0, false);
}

function datagram(
  protocol: Datagram['protocol'],
  { octets, offset, source, destination }: IpPacket,
  header: number,
  sequence: number,
  begins: boolean,
): Datagram {
  const view = new BinaryView(octets, false);
  const [from = 0, to = 0] = [view.u16(0), view.u16(2)];
  return {
    protocol,
    from: `${source}:${from}`,
    to: `${destination}:${to}`,
    ports: [from, to],
    payload: octets.subarray(header),
    offset: offset + header,
    sequence,
    begins,
  };
}
