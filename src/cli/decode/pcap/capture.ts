/** A capture file: whether octets are one, its packets, and the conversations in it. */

import { classicPackets, classicView } from './classic-file.js';
import { type Conversation, ConversationBuilder } from './conversation.js';
import { ipOctets, isKnownLinkType } from './link-layer.js';
import type { Packet } from './packet.js';
import { isPcapng, pcapngPackets } from './pcapng-file.js';
import { datagramOf } from './transport-layer.js';

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

function captureOf(all: Iterable<Packet>): Capture {
  const packets = new PacketTable();
  const conversations = new ConversationBuilder();
  const unknownLinkTypes = new Set<number>();
  let passedOver = 0;
  for (const packet of all) {
    packets.add(packet);
    const ip = ipOctets(packet);
    const datagram = ip && datagramOf(ip);
    if (datagram === undefined) passedOver += 1;
    else conversations.add(datagram);
    if (!isKnownLinkType(packet)) unknownLinkTypes.add(packet.linkType);
  }
  return { packets, conversations: conversations.end(), passedOver, unknownLinkTypes };
}

/** Undefined for times that no calendar has. */
function isoText(timeMs: number | undefined): string | undefined {
  const date = timeMs === undefined ? undefined : new Date(Math.round(timeMs));
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
