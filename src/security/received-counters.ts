/**
 * The invocation counters that the other side has used (Green Book, receiver's checks): a number that does
 * not exceed the last accepted one is a replay, per key and sender.
 */
import { toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import { keyFingerprint } from './key-fingerprint.js';

export interface CounterTolerance {
  /** A new association may start anew with lower numbers. */
  readonly restarts?: boolean | undefined;
  /** The same number may come again; lower ones may not. */
  readonly repeats?: boolean | undefined;
}

/** Whose counter of which key. */
export interface ReceivedCounter {
  /** The use of the key, and the sender: `global/4D4D4D0000000001`. */
  readonly name: string;
  /** Tells one key from another, and is none: another key of the same use has a counter of its own. */
  readonly fingerprint: string;
}

export function receivedCounter(use: string, key: Uint8Array, systemTitle: Uint8Array): ReceivedCounter {
  return { name: `${use}/${toHex(systemTitle)}`, fingerprint: keyFingerprint(key, systemTitle) };
}

interface LastAccepted {
  readonly fingerprint: string;
  readonly invocationCounter: number;
}

export class ReceivedCounters {
  readonly #tolerance: CounterTolerance;
  /** One for each name: of an earlier key nothing more is expected. */
  readonly #last = new Map<string, LastAccepted>();

  constructor(tolerance: CounterTolerance = {}) {
    this.#tolerance = tolerance;
  }

  /** A new association begins. */
  begin(): void {
    if (this.#tolerance.restarts) this.#last.clear();
  }

  /** @throws DlmsError DLMS_REPLAY for a number that was used before */
  check({ name, fingerprint }: ReceivedCounter, invocationCounter: number): void {
    const last = this.#last.get(name);
    if (last?.fingerprint !== fingerprint || invocationCounter > last.invocationCounter) return;
    if (this.#tolerance.repeats && invocationCounter === last.invocationCounter) return;
    throw replay(invocationCounter, last.invocationCounter);
  }

  /** To be called when the APDU was found genuine, and not before. */
  accept({ name, fingerprint }: ReceivedCounter, invocationCounter: number): void {
    this.#last.set(name, { fingerprint, invocationCounter });
  }
}

function replay(invocationCounter: number, last: number): DlmsError {
  return new DlmsError(
    `the invocation counter ${invocationCounter} was used before: the last one was ${last}`,
    {
      code: 'DLMS_REPLAY',
      layer: 'security',
      fault: 'meter',
      hint: 'Somebody may repeat old messages. Where the meter is known to start its counter anew, set the quirk counter-restarts; where it sends several APDUs under one number, counter-repeats.',
    },
  );
}
