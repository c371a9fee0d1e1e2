/** One transport whose octets are recorded on their way; and the entries that tell of it. */

import { toHex } from '../../encoding/hex.js';
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import type {
  LineConfiguration,
  OpenTransport,
  Transport,
  TransportListener,
} from '../../transport/transport.js';
import type { MeterSettings } from '../settings.js';
import type { CaptureEntry, RecordedError } from './entry.js';
import type { Journal, Slot } from './journal.js';
import { RunMasker } from './run-masker.js';
import type { SecretPattern } from './secret-patterns.js';

export interface LineRecord {
  readonly line: number;
  readonly settings: MeterSettings;
  readonly journal: Journal;
  readonly patterns: () => readonly SecretPattern[];
}

interface Heard {
  readonly slot: Slot;
  readonly octets: Uint8Array;
}

/** What takes less was done at once. */
const LATE_MS = 2;
/** A line that never falls silent is written down in pieces of so many octets. */
const MOST_HELD = 16_384;

/** @throws DlmsError as `open` does */
export async function openRecorded(
  open: OpenTransport,
  signal: AbortSignal | undefined,
  record: LineRecord,
): Promise<Transport> {
  const { line, journal, settings } = record;
  journal.add((t) => ({ t, line, dir: 'open', device: settings.alias }));
  try {
    const transport = await open(signal);
    const { name } = transport;
    journal.add((t) => ({ t, line, dir: 'opened', name, settable: transport.configure !== undefined }));
    return new RecordedLine(transport, record);
  } catch (cause) {
    journal.add((t) => ({ t, line, dir: 'failed', error: recordedError(cause) }));
    throw cause;
  }
}

class RecordedLine implements Transport {
  readonly name: string;
  readonly configure?: (line: LineConfiguration) => Promise<void>;
  readonly #transport: Transport;
  readonly #record: LineRecord;
  readonly #sent: RunMasker;
  readonly #received: RunMasker;
  #heard: Heard[] = [];
  #closed = false;
  #acts = 0;

  constructor(transport: Transport, record: LineRecord) {
    this.name = transport.name;
    this.#transport = transport;
    this.#record = record;
    const framed = record.settings.mode === 'DLMS-HDLC';
    this.#sent = new RunMasker(record.patterns, framed);
    this.#received = new RunMasker(record.patterns, framed);
    if (transport.configure !== undefined) this.configure = (line) => this.#set(line);
  }

  listen(listener: TransportListener): void {
    this.#transport.listen({
      octets: (octets) => {
        this.#hear(octets);
        listener.octets(octets);
      },
      closed: (cause) => {
        this.#ended(cause);
        listener.closed(cause);
      },
    });
  }

  send(octets: Uint8Array): Promise<void> {
    const { line } = this.#record;
    this.#settle(true);
    const hex = toHex(this.#sent.mask(octets, true).octets);
    return this.#act(
      (t) => ({ t, line, dir: 'sent', hex }),
      () => this.#transport.send(octets),
    );
  }

  async close(): Promise<void> {
    const { line } = this.#record;
    this.#settle(true);
    if (this.#closed) return this.#transport.close();
    this.#closed = true;
    return this.#act(
      (t) => ({ t, line, dir: 'close' }),
      () => this.#transport.close(),
    );
  }

  #set(configuration: LineConfiguration): Promise<void> {
    const { line } = this.#record;
    const { baudRate, dataBits, parity, stopBits } = configuration;
    this.#settle(true);
    return this.#act(
      (t) => ({ t, line, dir: 'set', baudRate, dataBits, parity, stopBits }),
      () => this.#transport.configure?.(configuration),
    );
  }

  /** Writes down what is done, and what became of it, unless nothing came in between. */
  async #act(make: (t: number) => CaptureEntry, act: () => Promise<void> | undefined): Promise<void> {
    const { line, journal } = this.#record;
    this.#acts += 1;
    const of = this.#acts;
    journal.add(make);
    const { count } = journal;
    try {
      await act();
    } catch (cause) {
      journal.add((t) => ({ t, line, dir: 'undone', of, error: recordedError(cause) }));
      throw cause;
    }
    const isLate = journal.count > count || journal.now - journal.last >= LATE_MS;
    if (isLate) journal.add((t) => ({ t, line, dir: 'done', of }));
  }

  #ended(cause: Error | undefined): void {
    const { line, journal } = this.#record;
    this.#settle(true);
    if (this.#closed) return;
    journal.add((t) => ({ t, line, dir: 'closed', error: cause && recordedError(cause) }));
  }

  #hear(octets: Uint8Array): void {
    if (this.#closed) return;
    this.#heard.push({ slot: this.#record.journal.hold(), octets: Uint8Array.from(octets) });
    this.#settle(false);
  }

  /** Writes down what was heard; what may be the beginning of a secret waits until this side acts. */
  #settle(last: boolean): void {
    if (this.#heard.length === 0) return;
    const run = new OctetWriter();
    for (const { octets } of this.#heard) run.octets(octets);
    const masked = this.#received.mask(run.toOctets(), last || run.length >= MOST_HELD);
    if (masked.open && !last && run.length < MOST_HELD) return;
    const heard = this.#heard;
    this.#heard = [];
    let at = 0;
    for (const { slot, octets } of heard) {
      const hex = toHex(masked.octets.subarray(at, at + octets.length));
      at += octets.length;
      slot.fill({ t: slot.t, line: this.#record.line, dir: 'received', hex });
    }
  }
}

export function recordedError(cause: unknown): RecordedError {
  if (!(cause instanceof DlmsError)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line', message };
  }
  const { code, layer, fault, message, hint } = cause;
  return { code, layer, fault, message, hint };
}
