/** Simulated meters that listen on UDP on this machine, behind a path that loses, doubles and delays. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { siteOf } from '../../src/simulator/simulator-options.js';
import { type ServerStack, serverStack } from '../../src/simulator/stack.js';

export interface LossyUdp {
  readonly port: number;
  /** Datagrams that were lost, doubled or delayed. */
  readonly harmed: number;
  /** Sends a datagram of its own to everybody who ever asked something. */
  shout(octets: Uint8Array): void;
  close(): Promise<void>;
}

/** 2 March 2026, noon UTC, all the time: the values do not move. */
const NOW = Date.UTC(2026, 2, 2, 12);
/** Long enough for the answer to a later request to be there first. */
const LATE_MS = 15;

/** @param harm the share of datagrams that is lost; as many are doubled, and as many come late */
export async function lossyUdp(harm: number, seed: number): Promise<LossyUdp> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const path = new Path(socket, harm, seed);
  socket.on('message', (octets, from) => path.heard(octets, from));
  return {
    port: socket.address().port,
    get harmed() {
      return path.harmed;
    },
    shout: (octets) => path.shout(octets),
    close: () => path.close(),
  };
}

class Path {
  harmed = 0;
  readonly #socket: Socket;
  readonly #harm: number;
  #state: number;
  readonly #stacks = new Map<number, ServerStack>();
  readonly #late = new Set<NodeJS.Timeout>();

  constructor(socket: Socket, harm: number, seed: number) {
    this.#socket = socket;
    this.#harm = harm;
    this.#state = seed;
  }

  heard(octets: Uint8Array, { port }: RemoteInfo): void {
    const stack =
      this.#stacks.get(port) ??
      serverStack(
        'wrapper',
        siteOf({}, () => ({})),
      );
    this.#stacks.set(port, stack);
    this.#carry(() => {
      for (const output of stack.handle({ kind: 'PH-DATA.indication', octets }, NOW)) {
        if (output.kind === 'PH-DATA.request') this.#carry(() => this.#send(output.octets, port));
      }
    });
  }

  shout(octets: Uint8Array): void {
    for (const port of this.#stacks.keys()) this.#send(octets, port);
  }

  close(): Promise<void> {
    for (const timer of this.#late) clearTimeout(timer);
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #send(octets: Uint8Array, port: number): void {
    this.#socket.send(octets, port, '127.0.0.1');
  }

  #carry(deliver: () => void): void {
    const chance = this.#random();
    if (chance < 3 * this.#harm) this.harmed += 1;
    if (chance < this.#harm) return;
    if (chance < 2 * this.#harm) deliver();
    if (chance < 2 * this.#harm || chance >= 3 * this.#harm) deliver();
    else this.#later(deliver);
  }

  #later(deliver: () => void): void {
    const timer = setTimeout(() => {
      this.#late.delete(timer);
      deliver();
    }, LATE_MS);
    this.#late.add(timer);
  }

  /** 0 up to 1. */
  #random(): number {
    this.#state = (this.#state * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#state / 2 ** 31;
  }
}
