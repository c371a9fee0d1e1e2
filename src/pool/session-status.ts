/** How it stands with a meter, for whoever watches: one state, told when it changes. */
import { DlmsError } from '../errors.js';
import type { TroubleKind } from './trouble.js';

export interface SessionStatus {
  /** `connected`: the meter answered the last time, be its association open or released in the meantime. */
  readonly state: 'disconnected' | 'connecting' | 'connected' | 'retrying';
  /** Failed attempts in a row. */
  readonly try: number;
  /** Another attempt is under way; only while retrying. */
  readonly trying?: boolean | undefined;
  /** Why the last attempt failed; only while retrying. */
  readonly error?: DlmsError | undefined;
  /** What kind of reason that is; only while retrying. */
  readonly trouble?: TroubleKind | undefined;
  /** When the meter may be tried again by itself, in milliseconds since 1970-01-01 UTC; only while retrying. */
  readonly nextTryAt?: number | undefined;
  /** It is not tried before, not by hand either: a secret may be wrong, and the meter might lock. */
  readonly heldBack?: boolean | undefined;
}

const PARTS = ['state', 'try', 'trying', 'error', 'nextTryAt'] as const;

export type StatusListener = (status: SessionStatus) => void;

export class StatusBoard {
  readonly #listeners = new Set<StatusListener>();
  #status: SessionStatus = { state: 'disconnected', try: 0 };

  get status(): SessionStatus {
    return this.#status;
  }

  /** Tells every change from now on; the answer calls it off. */
  listen(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** An attempt to reach the meter begins. */
  opening(): void {
    const { state } = this.#status;
    if (state === 'disconnected') this.set({ state: 'connecting', try: 0 });
    if (state === 'retrying') this.set({ ...this.#status, trying: true, nextTryAt: undefined });
  }

  set(status: SessionStatus): void {
    const before = this.#status;
    this.#status = status;
    if (PARTS.every((part) => before[part] === status[part])) return;
    for (const listener of this.#listeners) listener(status);
  }
}

/** What went wrong, as the one error of this package. */
export function dlmsError(error: unknown): DlmsError {
  if (error instanceof DlmsError) return error;
  return new DlmsError(`this package failed: ${error instanceof Error ? error.message : String(error)}`, {
    code: 'DLMS_INTERNAL',
    layer: 'service',
    fault: 'package',
    hint: 'This is a fault of this package: please report it with a trace.',
    cause: error,
  });
}
