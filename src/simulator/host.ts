/**
 * Simulated meters on real lines: TCP ports with HDLC, with the wrapper and with an IEC start, a serial port,
 * and lines in memory. The only file of this room that waits; each line has a server stack of its own.
 */
import { setMaxListeners } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LineSettings } from '../framing/iec62056-21/line-settings.js';
import type { Transport, TransportListener } from '../transport/transport.js';
import type { Identity } from './device-objects.js';
import { type Faults, NO_FAULTS } from './faults.js';
import { lineClosed, listenError, noSerial } from './host-errors.js';
import { counterAt } from './sending-counter.js';
import { type SimulatorOptions, siteOf } from './simulator-options.js';
import type { Site } from './site.js';
import { type Framing, type ServerStack, serverStack } from './stack.js';

export interface HostOptions extends SimulatorOptions {
  /** TCP ports; 0 takes any free one, absent opens none. */
  readonly hdlcPort?: number | undefined;
  readonly wrapperPort?: number | undefined;
  readonly iecPort?: number | undefined;
  /** Where the ports listen; this machine only unless told otherwise. */
  readonly host?: string | undefined;
  /** A serial port; `openSerial` opens it. */
  readonly serialPath?: string | undefined;
  /** HDLC where left out. */
  readonly serialFraming?: Framing | undefined;
  readonly openSerial?: ((path: string) => Promise<Transport>) | undefined;
  /** Told when the serial line went away by itself; the TCP ports go on. */
  readonly onSerialClosed?: ((cause?: Error) => void) | undefined;
  /** Milliseconds since 1970; the computer's clock unless told otherwise. */
  readonly now?: (() => number) | undefined;
  /** Told the number of open connections whenever it changes. */
  readonly onConnections?: ((count: number) => void) | undefined;
}

export interface SimulatorHost {
  /** The ports in use. */
  readonly hdlcPort: number | undefined;
  readonly wrapperPort: number | undefined;
  readonly iecPort: number | undefined;
  readonly meters: readonly Identity[];
  /** TCP connections that are open now. */
  readonly connections: number;
  /** Switches misbehaviour on and off, also for connections that stand. */
  setFaults(faults: Faults): void;
  /** The client's end of a line in memory; with an IEC start it can be set, and what does not fit is lost. */
  attach(framing: Framing): Transport;
  /** Ends all connections and frees the ports; never throws. */
  close(): Promise<void>;
}

/** @throws DlmsError DLMS_SETTING, DLMS_PORT_IN_USE, DLMS_LISTEN, or what `openSerial` throws */
export async function startSimulator(options: HostOptions = {}): Promise<SimulatorHost> {
  let faults = options.faults ?? NO_FAULTS;
  const { now = Date.now } = options;
  const { random = randomOctets, firstCounter = counterAt(now()) } = options;
  const site = siteOf({ ...options, random, firstCounter }, () => faults);
  const lines = new Lines(site, options);
  try {
    const hdlcPort = await lines.listen('hdlc', options.hdlcPort);
    const wrapperPort = await lines.listen('wrapper', options.wrapperPort);
    const iecPort = await lines.listen('iec', options.iecPort);
    await lines.openSerial();
    return {
      hdlcPort,
      wrapperPort,
      iecPort,
      meters: site.meters,
      get connections() {
        return lines.connections;
      },
      setFaults: (changed) => {
        faults = changed;
      },
      attach: (framing) => loopback((line) => lines.converse(framing, line), framing === 'iec'),
      close: () => lines.close(),
    };
  } catch (error) {
    await lines.close();
    throw error;
  }
}

function randomOctets(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** All lines of one simulator, and their end. */
class Lines {
  readonly #ending = new AbortController();
  readonly #sockets = new Set<Socket>();
  readonly #closers: Array<() => Promise<void>> = [];

  constructor(
    readonly site: Site,
    readonly options: HostOptions,
  ) {
    setMaxListeners(0, this.#ending.signal);
  }

  get connections(): number {
    return this.#sockets.size;
  }

  converse(framing: Framing, line: OutgoingLine): Conversation {
    const now = this.options.now ?? (() => Date.now());
    return conversation(serverStack(framing, this.site), line, now, this.#ending.signal);
  }

  /** @returns the port in use */
  async listen(framing: Framing, port: number | undefined): Promise<number | undefined> {
    if (port === undefined) return undefined;
    const { host = '127.0.0.1' } = this.options;
    const server = await listen(host, port, (socket) => this.#accept(framing, socket));
    this.#closers.push(() => new Promise((resolve) => server.close(() => resolve())));
    return portOf(server);
  }

  async openSerial(): Promise<void> {
    const { serialPath, serialFraming = 'hdlc', openSerial } = this.options;
    if (serialPath === undefined) return;
    if (openSerial === undefined) throw noSerial(serialPath);
    const serial = await openSerial(serialPath);
    this.#closers.push(() => serial.close());
    const { receive } = this.converse(serialFraming, {
      send: (octets) => serial.send(octets),
      close: () => void serial.close(),
    });
    const closed = (cause?: Error) => {
      if (!this.#ending.signal.aborted) this.options.onSerialClosed?.(cause);
    };
    serial.listen({ octets: (octets) => void receive(octets), closed });
  }

  async close(): Promise<void> {
    this.#ending.abort();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(this.#closers.splice(0).map((close) => close()));
  }

  #accept(framing: Framing, socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.options.onConnections?.(this.#sockets.size);
    });
    serveSocket(socket, (line) => this.converse(framing, line));
    this.options.onConnections?.(this.#sockets.size);
  }
}

/** Where the answers go. */
interface OutgoingLine {
  send(octets: Uint8Array): Promise<void>;
  close(): void;
}

interface Conversation {
  /** Takes octets of the client; resolves when all answers to them were sent. */
  readonly receive: (octets: Uint8Array) => Promise<void>;
  /** The client's side of the line is set. */
  readonly set: (line: LineSettings) => void;
}

type Begin = (line: OutgoingLine) => Conversation;

/** Runs a stack over a line: one burst of octets after the other, answers in order. */
function conversation(
  stack: ServerStack,
  line: OutgoingLine,
  now: () => number,
  ending: AbortSignal,
): Conversation {
  let turn = Promise.resolve();
  let set: LineSettings | undefined;
  const answer = async (octets: Uint8Array) => {
    for (const output of stack.handle({ kind: 'PH-DATA.indication', octets }, now())) {
      if (ending.aborted) return;
      if (output.kind === 'PH-CLOSE.request') {
        line.close();
        return;
      }
      if (output.delayMs > 0) await sleep(output.delayMs, undefined, { signal: ending });
      if (hears(set, output.line)) await line.send(output.octets);
    }
  };
  return {
    receive: (octets) => {
      // A line that broke, or that is being closed, has nobody to be told.
      turn = turn.then(() => answer(octets)).catch(() => undefined);
      return turn;
    },
    set: (settings) => {
      set = settings;
      // What was sent before was heard with the line as it was.
      turn = turn.then(() => void stack.handle({ kind: 'PH-LINE.indication', line: settings }, now()));
    },
  };
}

/** At another speed nothing readable arrives. */
function hears(client: LineSettings | undefined, meter: LineSettings | undefined): boolean {
  return client === undefined || meter === undefined || client.baudRate === meter.baudRate;
}

function serveSocket(socket: Socket, begin: Begin): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  const { receive } = begin({
    // The callback comes with an error when the socket is gone; 'close' says so too.
    send: (octets) => new Promise((resolve) => socket.write(octets, () => resolve())),
    close: () => socket.destroySoon(),
  });
  socket.on('data', (octets) => {
    // A client that does not read its answers is not read from either.
    socket.pause();
    void receive(octets).then(() => socket.resume());
  });
}

function loopback(begin: Begin, canBeSet: boolean): Transport {
  let listener: TransportListener | undefined;
  let open = true;
  const end = () => {
    if (!open) return;
    open = false;
    listener?.closed();
  };
  const { receive, set } = begin({
    send: async (octets) => {
      // As on a real line, an answer never comes from within the call that asked for it.
      await sleep(0);
      if (open) listener?.octets(octets);
    },
    close: end,
  });
  return {
    name: 'simulated meter in memory',
    listen: (given) => {
      listener = given;
    },
    send: async (octets) => {
      if (!open) throw lineClosed();
      void receive(octets);
    },
    ...(canBeSet ? { configure: async (line: LineSettings) => set(line) } : {}),
    close: async () => end(),
  };
}

function listen(host: string, port: number, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(accept);
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(host, port, error)));
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      // Errors of a listening server concern one connection that could not be taken.
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}
