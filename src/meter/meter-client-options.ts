/** What a meter client is given, and how it is asked. */
import type { Trace } from '../client/primitive.js';
import type { Tag } from '../cosem/obis.js';
import type { OpenTransport } from '../transport/transport.js';
import type { Connecting, Securing } from './client-stack.js';
import type { Clock } from './clock.js';
import type { CounterStore } from './kept-counter.js';
import type { LineSilence } from './line-silence.js';
import type { ObjectDirectory } from './object-directory.js';
import type { RandomOctets } from './random-octets.js';
import type { MeterSettings } from './settings.js';
import type { Machine } from './stack-driver.js';

export interface MeterClientOptions {
  readonly settings: MeterSettings;
  /** Opens the line; called again after a breakdown. */
  readonly open: OpenTransport;
  readonly clock?: Clock | undefined;
  /** What is known of the meter; where it is shared or kept, nothing is asked for twice. */
  readonly directory?: ObjectDirectory | undefined;
  /** Whether the directory outlives this program, so that another meter may answer to it one day. */
  readonly keepsDirectory?: boolean | undefined;
  /** The silence of a line that others use as well. */
  readonly silence?: LineSilence | undefined;
  /** Where invocation counters and this client's system title are kept; in `stateFolder()` where left out. */
  readonly counters?: CounterStore | undefined;
  readonly onTrace?: ((trace: Trace) => void) | undefined;
  /** Traces show what ciphered messages hold, keys and passwords excepted. */
  readonly showPlain?: boolean | undefined;
  /** Draws challenges and dedicated keys. */
  readonly random?: RandomOctets | undefined;
  /** Makes the stack of one association. */
  readonly stack?: StackMaker | undefined;
}

export type StackMaker = (settings: MeterSettings, connecting: Connecting, securing: Securing) => Machine;

/** A tag, or its text: an OBIS code with an optional `:attribute`. */
export type TagLike = Tag | string;
