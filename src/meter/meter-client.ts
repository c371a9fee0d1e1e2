/**
 * One meter over a line of its own: opens the association when it is needed, reads tags and objects, and
 * releases. A refusal of the meter is a reading's quality; a breakdown is a DlmsError. What can be mended
 * by connecting anew (a dead association at its first use after a pause, a meter that falls silent over
 * lists) is mended within the same call.
 */
import type { AssociationNegotiated, Trace } from '../client/primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { parseTag, type Tag } from '../cosem/obis.js';
import { decodeObjectList, type ObjectListElement } from '../cosem/object-list.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import type { OpenTransport, Transport } from '../transport/transport.js';
import { AttributeFetcher } from './attribute-fetcher.js';
import { type Connecting, clientStack } from './client-stack.js';
import { type Clock, systemClock } from './clock.js';
import { Learner, OBJECT_LIST } from './learner.js';
import { LineSilence } from './line-silence.js';
import { ListTrial } from './list-trial.js';
import { ObjectDirectory } from './object-directory.js';
import { ReadJob } from './read-job.js';
import type { Reading } from './reading.js';
import type { MeterSettings } from './settings.js';
import { closedHere, type GetOutcome, type Machine, StackDriver } from './stack-driver.js';

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
  readonly onTrace?: ((trace: Trace) => void) | undefined;
  /** Makes the stack of one association. */
  readonly stack?: ((settings: MeterSettings, connecting: Connecting) => Machine) | undefined;
}

/** A tag, or its text: an OBIS code with an optional `:attribute`. */
export type TagLike = Tag | string;

/** With the closing of the line, less than two seconds. */
const RELEASE_MS = 1_400;
/** Connecting anew within one call: once for a dead association, then for lists that silence the meter. */
const MOST_REPETITIONS = 4;
/** How long a meter is taken for the same when it was always left in order. */
const IDENTITY_MS = 3_600_000;

export class MeterClient {
  readonly settings: MeterSettings;
  readonly #options: MeterClientOptions;
  readonly #clock: Clock;
  readonly #silence: LineSilence;
  readonly #directory: ObjectDirectory;
  readonly #lists: ListTrial;
  readonly #fetcher: AttributeFetcher;
  readonly #learner: Learner;
  #driver: StackDriver | undefined;
  #transport: Transport | undefined;
  #opening = new AbortController();
  #closed = false;
  /** The meter answered over this association since it was opened or last left alone. */
  #proven = false;
  #associations = 0;
  #negotiated: AssociationNegotiated | undefined;
  /** The last association was released, not lost. */
  #leftInOrder = false;
  #identifiedAt = 0;
  /** Calls wait for one another: a meter answers one question at a time. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(options: MeterClientOptions) {
    this.settings = options.settings;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#silence = options.silence ?? new LineSilence(this.#clock);
    this.#directory = options.directory ?? new ObjectDirectory();
    this.#lists = new ListTrial(this.#directory);
    this.#fetcher = new AttributeFetcher(this.#directory, this.#lists);
    this.#learner = new Learner(this.#directory);
  }

  /** The association stands, as far as this side knows. */
  get isOpen(): boolean {
    return this.#negotiated !== undefined && this.#driver !== undefined && this.#driver.broken === undefined;
  }

  /** What was agreed with the meter; undefined while no association stands. */
  get negotiated(): AssociationNegotiated | undefined {
    return this.isOpen ? this.#negotiated : undefined;
  }

  /** How many associations were opened so far. */
  get associations(): number {
    return this.#associations;
  }

  /**
   * Connects and opens the association, unless it stands. @throws DlmsError that tells what came instead of
   * an answer
   */
  open(connecting: Connecting = {}): Promise<void> {
    return this.#afterOtherCalls(() => this.#open(connecting));
  }

  /** @throws DlmsError DLMS_SETTING for a text that is no tag; any other where the meter cannot be reached */
  async read(tags: readonly TagLike[], options?: Connecting): Promise<readonly Reading[]> {
    const job = new ReadJob(
      tags.map((tag) => (typeof tag === 'string' ? parseTag(tag) : tag)),
      {
        directory: this.#directory,
        fetcher: this.#fetcher,
        learner: this.#learner,
        wallTime: () => this.#clock.wallTime(),
      },
    );
    return this.#mending(() => job.run(), options);
  }

  /** The meter's object list. @throws DlmsError also where the meter refuses it */
  async objects(options?: Connecting): Promise<readonly ObjectListElement[]> {
    const result = await this.get(OBJECT_LIST, options);
    if (result.kind !== 'data') throw refused(result.result);
    const elements = decodeObjectList(result.data);
    this.#directory.learnObjectList(elements);
    return elements;
  }

  /** One attribute as the meter gives it. @throws DlmsError */
  async get(attribute: AttributeDescriptor, options?: Connecting): Promise<GetDataResult> {
    const outcome = await this.#mending(() => this.#get([attribute]), options);
    if (outcome.kind === 'failed') throw outcome.cause;
    return outcome.results[0] ?? { kind: 'data-access-result', result: 'other-reason' };
  }

  /** Releases the association and closes the line; the next call opens them anew. Never throws. */
  async release(): Promise<void> {
    this.#leftInOrder = this.isOpen;
    this.#opening.abort();
    await this.#driver?.release(RELEASE_MS);
    await this.#hangUp();
  }

  /** As `release`, when what is under way is done. Never throws. */
  releaseAfterCalls(): Promise<void> {
    return this.#afterOtherCalls(() => this.release());
  }

  /** Closes the line without a word to the meter, for good. Never throws. */
  async abandon(): Promise<void> {
    this.#closed = true;
    this.#opening.abort();
    await this.#hangUp();
  }

  /** Releases, for good: whatever is under way fails with DLMS_CLOSED. Never throws. */
  close(): Promise<void> {
    this.#closed = true;
    return this.release();
  }

  async #open(connecting: Connecting): Promise<void> {
    if (this.isOpen) return;
    await this.#hangUp();
    if (this.#closed) throw closedHere();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    this.#transport = await this.#options.open(signal);
    try {
      if (signal.aborted) throw closedHere();
      this.#attach(await this.#associate(this.#transport, connecting));
    } catch (error) {
      await this.#hangUp();
      throw error;
    }
  }

  #associate(transport: Transport, connecting: Connecting): Promise<AssociationNegotiated> {
    const { onTrace, stack = clientStack } = this.#options;
    const { pollDelayMs, timeoutMs } = this.settings;
    this.#driver = new StackDriver({
      stack: stack(this.settings, connecting),
      transport,
      clock: this.#clock,
      silence: this.#silence,
      pollDelayMs,
      timeoutMs,
      trace: onTrace,
    });
    return this.#driver.open();
  }

  #attach(negotiated: AssociationNegotiated): void {
    this.#negotiated = negotiated;
    this.#proven = true;
    this.#associations += 1;
    this.#doubtIdentity();
    this.#fetcher.attach({ get: (attributes) => this.#get(attributes) }, negotiated);
  }

  /** Behind a breakdown, or after a long time, there may be another meter. */
  #doubtIdentity(): void {
    const now = this.#clock.now();
    const isDue = !this.#leftInOrder || now > this.#identifiedAt + IDENTITY_MS;
    this.#leftInOrder = false;
    if (!isDue || !this.#options.keepsDirectory) return;
    this.#identifiedAt = now;
    this.#learner.doubtIdentity();
  }

  async #get(attributes: readonly AttributeDescriptor[]): Promise<GetOutcome> {
    const driver = this.#driver;
    if (driver === undefined) throw closedHere();
    const outcome = await driver.get(attributes);
    // A meter that has forgotten the association in the meantime answers, but not to this client.
    if (outcome.kind === 'failed' && outcome.cause.code === 'DLMS_SERVICE_NOT_ALLOWED' && !this.#proven) {
      driver.abort(outcome.cause);
      throw outcome.cause;
    }
    this.#proven = true;
    this.#lists.answered(attributes.length);
    return outcome;
  }

  #mending<T>(run: () => Promise<T>, connecting: Connecting = {}): Promise<T> {
    return this.#afterOtherCalls(() => this.#call(run, connecting));
  }

  #afterOtherCalls<T>(call: () => Promise<T>): Promise<T> {
    const called = this.#lastCall.then(call);
    this.#lastCall = called.catch(() => undefined);
    return called;
  }

  /** Runs `run` over an open association, and again over a new one where that may mend a breakdown. */
  async #call<T>(run: () => Promise<T>, connecting: Connecting): Promise<T> {
    this.#proven = false;
    for (let repetitions = 0; ; repetitions += 1) {
      await this.#open(connecting);
      this.#fetcher.asking = 0;
      try {
        return await run();
      } catch (error) {
        if (this.isOpen || this.#closed) throw error;
        const again = this.#isMendable() && repetitions < MOST_REPETITIONS;
        if (!again) {
          await this.#hangUp();
          throw error;
        }
      }
    }
  }

  /** What broke down was used for the first time after a pause, or it broke over a list or the object list. */
  #isMendable(): boolean {
    if (!this.#proven || this.#learner.isObjectListToBlame()) return true;
    return this.#lists.brokeDown(this.#fetcher.asking);
  }

  /** Leaves the line without a word. */
  async #hangUp(): Promise<void> {
    const transport = this.#transport;
    this.#driver?.abort(closedHere());
    this.#driver = undefined;
    this.#negotiated = undefined;
    this.#transport = undefined;
    await transport?.close();
  }
}

function refused(reason: string): DlmsError {
  return new DlmsError(`the meter refuses its object list: ${reason}`, {
    code: 'DLMS_REFUSED',
    layer: 'service',
    fault: 'meter',
    hint: 'This client may not read the object list: try another client address or authentication.',
  });
}
