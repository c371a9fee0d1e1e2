/** Packets sorted by who speaks with whom, each direction put in order. */
import { placeFrom } from '../place.js';
import { type Run, TcpStream } from './tcp-stream.js';
import type { Datagram } from './transport-layer.js';

/** What one side of a conversation sent, in runs without gaps; each UDP datagram is one. */
export interface Direction {
  readonly from: string;
  readonly to: string;
  readonly runs: readonly Run[];
}

export interface Conversation {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: readonly number[];
  /** One or two, the one that spoke first in front. */
  readonly directions: readonly Direction[];
}

interface OpenDirection {
  readonly from: string;
  readonly to: string;
  readonly stream: TcpStream;
  readonly datagrams: Run[];
}

interface OpenConversation {
  readonly protocol: 'tcp' | 'udp';
  readonly ports: readonly number[];
  readonly directions: Map<string, OpenDirection>;
}

export class ConversationBuilder {
  readonly #open = new Map<string, OpenConversation>();

  add(datagram: Datagram): void {
    const { protocol, payload, offset, sequence, begins } = datagram;
    if (payload.length === 0 && !begins) return;
    const { stream, datagrams } = this.#direction(datagram);
    if (protocol === 'udp') datagrams.push({ octets: payload, place: placeFrom(offset), missing: 0 });
    else if (begins) stream.begin(sequence);
    else stream.add({ sequence, payload, offset });
  }

  /** Those in which anything was said. */
  end(): readonly Conversation[] {
    return Array.from(this.#open.values(), ({ protocol, ports, directions }) => ({
      protocol,
      ports,
      directions: Array.from(directions.values(), close).filter(({ runs }) => runs.length > 0),
    })).filter(({ directions }) => directions.length > 0);
  }

  #direction({ protocol, from, to, ports }: Datagram): OpenDirection {
    const key = `${protocol} ${[from, to].sort().join(' ')}`;
    const conversation = this.#open.get(key) ?? { protocol, ports, directions: new Map() };
    this.#open.set(key, conversation);
    const direction = conversation.directions.get(from) ?? {
      from,
      to,
      stream: new TcpStream(),
      datagrams: [],
    };
    conversation.directions.set(from, direction);
    return direction;
  }
}

function close({ from, to, stream, datagrams }: OpenDirection): Direction {
  return { from, to, runs: [...stream.end(), ...datagrams] };
}
