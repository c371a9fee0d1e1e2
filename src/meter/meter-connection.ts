/**
 * The connection to one meter, opened when it is needed: line, link and association. Calls wait for one
 * another. What can be mended by connecting anew is mended within the same call: a dead association at its
 * first use after a pause, or whatever the owner blames a breakdown on. What breaks the security of an
 * association is not: whoever forges messages would get another try with each of them.
 */
import type { AssociationNegotiated, Trace } from '../client/primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { OpenTransport, Transport } from '../transport/transport.js';
import type { Connecting } from './client-stack.js';
import { Inactivity } from './inactivity.js';
import { closedHere, type PumpOptions } from './pump.js';
import { type GetOutcome, type Machine, StackDriver } from './stack-driver.js';

export interface ConnectionOptions extends Omit<PumpOptions, 'transport'> {
  /** Opens the line; called again after a breakdown. */
  readonly open: OpenTransport;
  /** Makes the stack of one association. */
  readonly stack: (connecting: Connecting) => Machine;
}

export interface ConnectionOwner {
  /** An association is going to be opened, once the line is. @throws DlmsError where it cannot be */
  preparing(): Promise<void>;
  /** A new association. `inOrder`: the one before it was released, not lost. */
  attached(negotiated: AssociationNegotiated, inOrder: boolean): void;
  /** A request is going to be tried, for the first time or once more. */
  trying(): void;
  /** A request for so many attributes was answered. */
  answered(attributes: number): void;
  /** The association could not be opened. @returns whether there is another way to try at once */
  refused(error: unknown): boolean;
  /** Whether it is worth to connect anew, though the association had been working before it broke down. */
  isMendable(): boolean;
  /** The meter has seen our invocation counter before. @returns whether a higher one is worth a try at once */
  recounts(): boolean;
}

/** With the closing of the line, less than two seconds. */
const RELEASE_MS = 1_400;
/** Connecting anew within one call: once for a dead association, then for what the owner blames. */
const MOST_REPETITIONS = 4;
const FORGOTTEN: readonly string[] = ['DLMS_SERVICE_NOT_ALLOWED', 'DLMS_KEY_REFUSED'];

export class MeterConnection {
  readonly #options: ConnectionOptions;
  readonly #owner: ConnectionOwner;
  readonly #inactivity: Inactivity;
  #driver: StackDriver | undefined;
  #transport: Transport | undefined;
  #opening = new AbortController();
  #closed = false;
  /** The meter answered over this association since it was opened or last left alone. */
  #proven = false;
  #associations = 0;
  #secretsShown = 0;
  #negotiated: AssociationNegotiated | undefined;
  #leftInOrder = false;
  /** A meter answers one question at a time. */
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(options: ConnectionOptions, owner: ConnectionOwner) {
    this.#options = options;
    this.#owner = owner;
    this.#inactivity = new Inactivity(options.clock);
  }

  get isOpen(): boolean {
    return this.#negotiated !== undefined && this.#driver !== undefined && this.#driver.broken === undefined;
  }

  get negotiated(): AssociationNegotiated | undefined {
    return this.isOpen ? this.#negotiated : undefined;
  }

  /** How many associations were opened so far. */
  get associations(): number {
    return this.#associations;
  }

  /** How often the meter was shown a secret, by messages that open associations. */
  get secretsShown(): number {
    return this.#secretsShown;
  }

  /** The pause, in milliseconds, that associations with this meter do not outlast. */
  get deadAfterMs(): number {
    return this.#inactivity.deadAfterMs;
  }

  /** Runs `call` when all calls before it are done. */
  afterOtherCalls<T>(call: () => Promise<T>): Promise<T> {
    const called = this.#lastCall.then(call);
    this.#lastCall = called.catch(() => undefined);
    return called;
  }

  /** Connects and opens the association, unless it stands. @throws DlmsError */
  async open(connecting: Connecting): Promise<void> {
    if (this.isOpen) return;
    for (;;) {
      try {
        await this.#hangUp();
        await this.#owner.preparing();
        this.#attach(await this.#associate(await this.#openLine(), connecting));
        return;
      } catch (error) {
        await this.#hangUp();
        const isOver = this.#closed || (!this.#owner.refused(error) && !this.#recounts(error));
        if (isOver) throw error;
      }
    }
  }

  /**
   * The line for another use than an association; it is closed afterwards. `ended` says that nobody waits
   * for the outcome any more. @throws DlmsError
   */
  async useLine<T>(run: (transport: Transport, ended: AbortSignal) => Promise<T>): Promise<T> {
    const transport = await this.#openLine();
    try {
      return await run(transport, this.#opening.signal);
    } finally {
      await this.#hangUp();
    }
  }

  /** Runs `run` over an open association, and again over a new one where that may mend a breakdown. */
  async call<T>(run: () => Promise<T>, connecting: Connecting): Promise<T> {
    this.#proven = false;
    const [begin, wasOpen] = [this.#options.clock.now(), this.isOpen];
    for (let repetitions = 0; ; repetitions += 1) {
      await this.open(connecting);
      this.#owner.trying();
      try {
        const result = await run();
        if (wasOpen && repetitions === 0) this.#inactivity.found(true, begin);
        this.#inactivity.used();
        return result;
      } catch (error) {
        if (this.isOpen || this.#closed) throw error;
        if (wasOpen && repetitions === 0 && !this.#proven) this.#inactivity.found(false, begin);
        if (!this.#isMendable(error) || repetitions >= MOST_REPETITIONS) {
          await this.#hangUp();
          throw error;
        }
      }
    }
  }

  /** One request over the open association. @throws DlmsError when it broke down */
  async get(attributes: readonly AttributeDescriptor[]): Promise<GetOutcome> {
    const driver = this.#driver;
    if (driver === undefined) throw closedHere();
    const outcome = await driver.get(attributes);
    if (outcome.kind === 'failed' && this.#isLost(outcome.cause)) {
      driver.abort(outcome.cause);
      throw outcome.cause;
    }
    this.#proven = true;
    this.#owner.answered(attributes.length);
    return outcome;
  }

  /** Releases the association and closes the line; the next call opens them anew. Never throws. */
  async release(): Promise<void> {
    this.#leftInOrder = this.isOpen;
    this.#opening.abort();
    await this.#driver?.release(RELEASE_MS);
    await this.#hangUp();
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

  #isMendable(error: unknown): boolean {
    if (!(error instanceof DlmsError) || error.layer !== 'security')
      return !this.#proven || this.#owner.isMendable();
    return this.#recounts(error) || this.#isForgotten(error);
  }

  #recounts(error: unknown): boolean {
    return isCounterRefused(error) && this.#owner.recounts();
  }

  #isLost(cause: DlmsError): boolean {
    return isCounterRefused(cause) || this.#isForgotten(cause);
  }

  /**
   * A meter that has forgotten the association in the meantime answers, but not to this client; or it misses
   * the dedicated key, which went with the association.
   */
  #isForgotten({ code }: DlmsError): boolean {
    return !this.#proven && FORGOTTEN.includes(code);
  }

  async #openLine(): Promise<Transport> {
    await this.#hangUp();
    if (this.#closed) throw closedHere();
    this.#opening = new AbortController();
    const { signal } = this.#opening;
    const transport = await this.#options.open(signal);
    this.#transport = transport;
    if (!signal.aborted) return transport;
    await this.#hangUp();
    throw closedHere();
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

  #associate(transport: Transport, connecting: Connecting): Promise<AssociationNegotiated> {
    const { stack, ...pump } = this.#options;
    const trace = (each: Trace): void => {
      if (each.showsSecret) this.#secretsShown += 1;
      pump.trace?.(each);
    };
    this.#driver = new StackDriver({ ...pump, transport, trace, stack: stack(connecting) });
    return this.#driver.open();
  }

  #attach(negotiated: AssociationNegotiated): void {
    this.#negotiated = negotiated;
    this.#proven = true;
    this.#associations += 1;
    const inOrder = this.#leftInOrder;
    this.#leftInOrder = false;
    this.#owner.attached(negotiated, inOrder);
  }
}

function isCounterRefused(error: unknown): boolean {
  return error instanceof DlmsError && error.code === 'DLMS_INVOCATION_COUNTER';
}
