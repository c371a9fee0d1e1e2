/**
 * The lines of a capture behind its header: what went over the transports, and what else came in from
 * outside, in its order. Each is a JSON object on a line of its own; `t` is milliseconds since the start.
 */
import type { ErrorFault, ErrorLayer } from '../../errors.js';
import type { LineConfiguration } from '../../transport/transport.js';

/** A DlmsError as it is written down. */
export interface RecordedError {
  readonly code: string;
  readonly layer: ErrorLayer;
  readonly fault: ErrorFault;
  readonly message: string;
  readonly hint?: string | undefined;
}

interface At {
  readonly t: number;
}

/** Each opening of a transport is a line of its own, counted from 1. */
interface OnLine extends At {
  readonly line: number;
}

/** What this side does. All but opening are counted, line by line. */
export type ActEntry =
  | (OnLine & { readonly dir: 'open'; readonly device: string })
  | (OnLine & { readonly dir: 'sent'; readonly hex: string })
  | (OnLine & LineConfiguration & { readonly dir: 'set' })
  | (OnLine & { readonly dir: 'close' });

/** What happens to this side. */
export type IncomingEntry =
  | (OnLine & { readonly dir: 'opened'; readonly name: string; readonly settable: boolean })
  /** It could not be opened. */
  | (OnLine & { readonly dir: 'failed'; readonly error: RecordedError })
  | (OnLine & { readonly dir: 'received'; readonly hex: string })
  /** The act `of` this line, counted from 1, is carried out; only where something else came in between. */
  | (OnLine & { readonly dir: 'done'; readonly of: number })
  /** It failed. */
  | (OnLine & { readonly dir: 'undone'; readonly of: number; readonly error: RecordedError })
  /** The other side closed it, or a fault did. */
  | (OnLine & { readonly dir: 'closed'; readonly error?: RecordedError | undefined })
  /** An appointment of this side was kept that was for `due`, `ms` milliseconds after it was made. */
  | (At & { readonly dir: 'timer'; readonly due: number; readonly ms: number })
  /** The user ended the command. */
  | (At & { readonly dir: 'interrupted' });

/** What this side drew or took, each to be used once. */
export type InputEntry =
  | (At & { readonly dir: 'random'; readonly hex: string })
  /** A key of so many octets was drawn, which is written down nowhere. */
  | (At & { readonly dir: 'key'; readonly length: number })
  | (At & { readonly dir: 'counter'; readonly number: number })
  | (At & { readonly dir: 'title'; readonly hex: string })
  /** The capture is complete. */
  | (At & { readonly dir: 'end' });

export type CaptureEntry = ActEntry | IncomingEntry | InputEntry;

type Kind = 'act' | 'incoming' | 'input';

const KINDS: Readonly<Record<CaptureEntry['dir'], Kind>> = {
  open: 'act',
  sent: 'act',
  set: 'act',
  close: 'act',
  opened: 'incoming',
  failed: 'incoming',
  received: 'incoming',
  done: 'incoming',
  undone: 'incoming',
  closed: 'incoming',
  timer: 'incoming',
  interrupted: 'incoming',
  random: 'input',
  key: 'input',
  counter: 'input',
  title: 'input',
  end: 'input',
};

export function isAct(entry: CaptureEntry): entry is ActEntry {
  return KINDS[entry.dir] === 'act';
}

export function isIncoming(entry: CaptureEntry): entry is IncomingEntry {
  return KINDS[entry.dir] === 'incoming';
}

export function isDirection(word: string): word is CaptureEntry['dir'] {
  return Object.hasOwn(KINDS, word);
}
