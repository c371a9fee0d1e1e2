/** Transports that are played: what a client does with one waits until the capture comes to it. */
import { fromHex, toHex } from '../../encoding/hex.js';
import { DlmsError } from '../../errors.js';
import type {
  LineConfiguration,
  OpenTransport,
  Transport,
  TransportListener,
} from '../../transport/transport.js';
import type { ActEntry, IncomingEntry, RecordedError } from './entry.js';
import { RunMasker } from './run-masker.js';
import type { SecretPattern } from './secret-patterns.js';

/** Something that a client does. */
export interface Act {
  readonly kind: ActEntry['dir'];
  /** The line; before it is opened its device. */
  readonly where: number | string;
  /** As `textOf` has it of an entry. */
  readonly text: string;
  /** The capture has come to it. */
  readonly done: (entry: ActEntry) => void;
  /** It never will. */
  readonly failed: (error: DlmsError) => void;
}

/** What is compared: octets in hexadecimal, or words. */
export function textOf(entry: ActEntry): string {
  switch (entry.dir) {
    case 'sent':
      return entry.hex;
    case 'set':
      return configurationText(entry);
    case 'open':
    case 'close':
      return entry.dir;
  }
}

/** Where an act is to be looked for. */
export function placeOf(entry: ActEntry): number | string {
  return entry.dir === 'open' ? entry.device : entry.line;
}

export interface Playing {
  /** Hears of each act. */
  readonly act: (act: Act) => void;
  readonly patterns: () => readonly SecretPattern[];
  /** Of a device by its alias: whether its line carries HDLC frames from the beginning. */
  readonly isFramed: (device: string) => boolean;
  /** Whether the capture says later what became of an act of a line. */
  readonly isOutlasting: (line: number, of: number) => boolean;
}

interface Opening {
  readonly device: string;
  readonly resolve: (line: Transport) => void;
  readonly reject: (cause: Error) => void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (cause: Error) => void;
}

export class ReplayLines {
  readonly #playing: Playing;
  readonly #opening = new Map<number, Opening>();
  readonly #lines = new Map<number, PlayedLine>();
  readonly #devices = new Map<number, string>();

  constructor(playing: Playing) {
    this.#playing = playing;
  }

  /** @param device by alias */
  opener(device: string): OpenTransport {
    return () =>
      new Promise((resolve, reject) => {
        this.#playing.act({
          ...{ kind: 'open', where: device, text: 'open', failed: reject },
          done: ({ line }) => {
            this.#opening.set(line, { device, resolve, reject });
            this.#devices.set(line, device);
          },
        });
      });
  }

  /** For whom a line is, or was, opened. */
  deviceOf(entry: ActEntry): string {
    return entry.dir === 'open' ? entry.device : (this.#devices.get(entry.line) ?? '');
  }

  /** Nothing comes any more: whoever waits for it is told. */
  abandon(cause: DlmsError): void {
    for (const opening of this.#opening.values()) opening.reject(cause);
    for (const line of this.#lines.values()) line.abandon(cause);
  }

  deliver(entry: Exclude<IncomingEntry, { dir: 'interrupted' | 'timer' }>): void {
    const opening = this.#opening.get(entry.line);
    switch (entry.dir) {
      case 'opened': {
        const line = new PlayedLine(entry, this.#playing, this.#playing.isFramed(opening?.device ?? ''));
        this.#lines.set(entry.line, line);
        opening?.resolve(line);
        break;
      }
      case 'failed':
        opening?.reject(playedError(entry.error));
        break;
      default:
        this.#lines.get(entry.line)?.deliver(entry);
    }
  }
}

class PlayedLine implements Transport {
  readonly name: string;
  readonly configure?: (line: LineConfiguration) => Promise<void>;
  readonly #where: number;
  readonly #playing: Playing;
  readonly #masker: RunMasker;
  #listener: TransportListener | undefined;
  readonly #doing = new Map<number, Waiting>();
  #acts = 0;
  #closed = false;

  constructor(
    { line, name, settable }: Extract<IncomingEntry, { dir: 'opened' }>,
    playing: Playing,
    framed: boolean,
  ) {
    this.name = name;
    this.#where = line;
    this.#playing = playing;
    this.#masker = new RunMasker(playing.patterns, framed);
    if (settable) this.configure = (line) => this.#act('set', configurationText(line));
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  send(octets: Uint8Array): Promise<void> {
    return this.#act('sent', toHex(this.#masker.mask(octets, true).octets));
  }

  async close(): Promise<void> {
    this.#listener = undefined;
    if (this.#closed) return;
    this.#closed = true;
    await this.#act('close', 'close').catch(() => undefined);
  }

  abandon(cause: DlmsError): void {
    for (const waiting of this.#doing.values()) waiting.reject(cause);
  }

  deliver(entry: Extract<IncomingEntry, { dir: 'received' | 'done' | 'undone' | 'closed' }>): void {
    switch (entry.dir) {
      case 'received':
        this.#listener?.octets(fromHex(entry.hex));
        break;
      case 'done':
        this.#doing.get(entry.of)?.resolve();
        break;
      case 'undone':
        this.#doing.get(entry.of)?.reject(playedError(entry.error));
        break;
      case 'closed':
        this.#listener?.closed(entry.error && playedError(entry.error));
        break;
    }
  }

  #act(kind: Act['kind'], text: string): Promise<void> {
    this.#acts += 1;
    const of = this.#acts;
    const isOutlasting = this.#playing.isOutlasting(this.#where, of);
    return new Promise((resolve, reject) => {
      if (isOutlasting) this.#doing.set(of, { resolve, reject });
      const done = (): void => {
        if (!isOutlasting) resolve();
      };
      this.#playing.act({ kind, where: this.#where, text, done, failed: reject });
    });
  }
}

function playedError({ message, ...details }: RecordedError): DlmsError {
  return new DlmsError(message, details);
}

/** `9600 8N1` */
function configurationText({ baudRate, dataBits, parity, stopBits }: LineConfiguration): string {
  return `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}
