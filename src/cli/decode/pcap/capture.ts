/** A capture file: whether octets are one, its packets, and the conversations in it. */

import { classicPackets, classicView } from './classic-file.js';
import { type Conversation, ConversationBuilder } from './conversation.js';
import { ipOctets, isKnownLinkType } from './link-layer.js';
import type { Packet } from './packet.js';
import { isPcapng, pcapngPackets } from './pcapng-file.js';
import { type Datagram, datagramOf } from './transport-layer.js';

/** LINKTYPE_USER0 to LINKTYPE_USER15. */
const PRIVATE = { first: 147, last: 162 } as const;

export interface Capture {
  readonly packets: PacketTable;
  readonly conversations: readonly Conversation[];
  /** Packets that hold no TCP segment and no UDP datagram. */
  readonly passedOver: number;
  /** Of packets that cannot be read. */
  readonly unknownLinkTypes: ReadonlySet<number>;
}

/** Finds the packet that an octet of the file is in. */
export class PacketTable {
  readonly #offsets: number[] = [];
  readonly #times: (number | undefined)[] = [];

  add({ offset, timeMs }: Packet): void {
    this.#offsets.push(offset);
    this.#times.push(timeMs);
  }

  get length(): number {
    return this.#offsets.length;
  }

  /** Its number, and its time as ISO text. */
  at(offset: number): { readonly packet: number; readonly time?: string } {
    let [low, high] = [0, this.#offsets.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#offsets[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const time = isoText(this.#times[low]);
    return { packet: low + 1, ...(time === undefined ? {} : { time }) };
  }
}

/** Undefined for other files. */
export function readCapture(octets: Uint8Array): Capture | undefined {
  const classic = classicView(octets);
  if (classic !== undefined) return captureOf(classicPackets(classic));
  return isPcapng(octets) ? captureOf(pcapngPackets(octets)) : undefined;
}

export function captureOf(all: Iterable<Packet>): Capture {
  const packets = new PacketTable();
  const conversations = new ConversationBuilder();
  const unknownLinkTypes = new Set<number>();
  let passedOver = 0;
  for (const packet of all) {
    packets.add(packet);
    const datagram = isPrivate(packet) ? bareDatagram(packet) : ipDatagram(packet);
    if (datagram === undefined) passedOver += 1;
    else conversations.add(datagram);
    if (!isPrivate(packet) && !isKnownLinkType(packet)) unknownLinkTypes.add(packet.linkType);
  }
  return { packets, conversations: conversations.end(), passedOver, unknownLinkTypes };
}

function ipDatagram(packet: Packet): Datagram | undefined {
  const ip = ipOctets(packet);
  return ip && datagramOf(ip);
}

/** What tools write that record a serial line: frames without any header in front. */
function isPrivate({ linkType }: Packet): boolean {
  return linkType >= PRIVATE.first && linkType <= PRIVATE.last;
}

function bareDatagram({ octets, offset }: Packet): Datagram {
  const ends = { from: '', to: '', ports: [] };
  return { protocol: 'udp', ...ends, payload: octets, offset, sequence: 0, begins: false };
}

/** Undefined for times that no calendar has. */
function isoText(timeMs: number | undefined): string | undefined {
  const date = timeMs === undefined ? undefined : new Date(Math.round(timeMs));
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
