/** Capture files of the newer form (pcapng, draft-ietf-opsawg-pcapng): blocks of sections, interfaces, packets. */
import { BinaryView } from './binary-view.js';
import type { Packet } from './packet.js';

const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
const BLOCK = { interface: 1, obsoletePacket: 2, simplePacket: 3, enhancedPacket: 6 } as const;
const RESOLUTION_OPTION = 9;
/** Type and length in front, length behind. */
const FRAME = 12;
const BODY_AT = 8;
const POWER_OF_TWO = 0x80;

interface Interface {
  readonly linkType: number;
  /** Ticks of its clock in a millisecond. */
  readonly perMs: number;
}

interface Block {
  readonly type: number;
  readonly at: number;
  readonly end: number;
}

export function isPcapng(octets: Uint8Array): boolean {
  return new BinaryView(octets, false).u32(0) === SECTION && sectionView(octets, 0) !== undefined;
}

/** Up to the first block that is cut off or wrong. */
export function* pcapngPackets(octets: Uint8Array): Generator<Packet> {
  let view = new BinaryView(octets, true);
  let interfaces: Interface[] = [];
  let number = 0;
  for (let at = 0; at + FRAME <= octets.length; ) {
    const section = view.u32(at) === SECTION ? sectionView(octets, at) : undefined;
    if (section !== undefined) [view, interfaces] = [section, []];
    const block = blockAt(view, at);
    if (block === undefined) return;
    if (block.type === BLOCK.interface) interfaces.push(interfaceOf(view, block));
    const packet = packetOf(view, block, interfaces);
    if (packet !== undefined) {
      number += 1;
      yield { ...packet, number };
    }
    at = block.end;
  }
}

/** Each section has an octet order of its own. */
function sectionView(octets: Uint8Array, at: number): BinaryView | undefined {
  return [true, false]
    .map((littleEndian) => new BinaryView(octets, littleEndian))
    .find((view) => view.u32(at + BODY_AT) === BYTE_ORDER);
}

function blockAt(view: BinaryView, at: number): Block | undefined {
  const [type = 0, length = 0] = [view.u32(at), view.u32(at + 4)];
  const whole = length >= FRAME && length % 4 === 0 && at + length <= view.length;
  return whole ? { type, at, end: at + length } : undefined;
}

function interfaceOf(view: BinaryView, { at, end }: Block): Interface {
  return { linkType: view.u16(at + BODY_AT) ?? 0, perMs: ticksPerMs(view, at + 16, end - 4) };
}

/** The option if_tsresol; microseconds where there is none. */
function ticksPerMs(view: BinaryView, from: number, end: number): number {
  for (let at = from; at + 4 <= end; ) {
    const [code = 0, length = 0] = [view.u16(at), view.u16(at + 2)];
    if (code === 0) break;
    const value = view.octets[at + 4] ?? 0;
    if (code === RESOLUTION_OPTION) {
      return (value & POWER_OF_TWO ? 2 ** (value & 0x7f) : 10 ** value) / 1000;
    }
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return 1000;
}

type Unnumbered = Omit<Packet, 'number'>;

function packetOf(view: BinaryView, block: Block, interfaces: readonly Interface[]): Unnumbered | undefined {
  const { type, at, end } = block;
  const body = at + BODY_AT;
  switch (type) {
    case BLOCK.enhancedPacket:
      return timedPacket(view, block, interfaces[view.u32(body) ?? 0]);
    case BLOCK.obsoletePacket:
      return timedPacket(view, block, interfaces[view.u16(body) ?? 0]);
    case BLOCK.simplePacket: {
      const octets = view.octets.subarray(body + 4, Math.min(body + 4 + (view.u32(body) ?? 0), end - 4));
      return { linkType: interfaces[0]?.linkType ?? 0, octets, offset: body + 4 };
    }
    default:
      return undefined;
  }
}

function timedPacket(
  view: BinaryView,
  { at, end }: Block,
  source: Interface | undefined,
): Unnumbered | undefined {
  const [high, low, captured] = [view.u32(at + 12), view.u32(at + 16), view.u32(at + 20)];
  if (source === undefined || high === undefined || low === undefined || captured === undefined)
    return undefined;
  const offset = at + 28;
  return {
    timeMs: (high * 2 ** 32 + low) / source.perMs,
    linkType: source.linkType,
    octets: view.octets.subarray(offset, Math.min(offset + captured, end - 4)),
    offset,
  };
}
