/** Capture files of the classic form (libpcap, draft-ietf-opsawg-pcap): a header, then packets with theirs. */
import { BinaryView } from './binary-view.js';
import type { Packet } from './packet.js';

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const FILE_HEADER = 24;
const PACKET_HEADER = 16;
/** The upper bits of the field have other uses. */
const LINK_TYPE = 0xffff;

/** Undefined for other files. */
export function classicView(octets: Uint8Array): BinaryView | undefined {
  return [true, false]
    .map((littleEndian) => new BinaryView(octets, littleEndian))
    .find((view) => view.u32(0) === MICROSECONDS || view.u32(0) === NANOSECONDS);
}

/** Up to the first that is cut off. */
export function* classicPackets(view: BinaryView): Generator<Packet> {
  const perMs = view.u32(0) === NANOSECONDS ? 1_000_000 : 1000;
  const linkType = (view.u32(20) ?? 0) & LINK_TYPE;
  let number = 0;
  for (let at = FILE_HEADER; at + PACKET_HEADER <= view.length; ) {
    const [seconds = 0, fraction = 0, length = 0] = [view.u32(at), view.u32(at + 4), view.u32(at + 8)];
    const offset = at + PACKET_HEADER;
    number += 1;
    yield {
      number,
      timeMs: seconds * 1000 + fraction / perMs,
      linkType,
      octets: view.octets.subarray(offset, offset + length),
      offset,
    };
    at = offset + length;
  }
}
