/**
 * One meter over a line of its own: connects when it is needed, reads tags and objects, and releases. A
 * refusal of the meter is a reading's quality; a breakdown is a DlmsError. A meter that falls silent over
 * lists, or has no HDLC behind its IEC start, is read as it bears it, within the same call.
 */
import type { AssociationNegotiated } from '../client/primitive.js';
import { quirkOptions } from '../client/quirks.js';
import type { Readout } from '../client/readout-primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { parseTag } from '../cosem/obis.js';
import type { GetDataResult } from '../cosem/result.js';
import type { MeterNegotiated } from './agreed-security.js';
import { AssociationSecurity } from './association-security.js';
import { AttributeFetcher } from './attribute-fetcher.js';
import { type Connecting, clientStack, readoutMachine } from './client-stack.js';
import { type Clock, systemClock } from './clock.js';
import { readCounterObject } from './counter-object.js';
import { counterStore } from './counter-store.js';
import { Learner } from './learner.js';
import { LineSilence } from './line-silence.js';
import { ListTrial } from './list-trial.js';
import type { MeterClientOptions, TagLike } from './meter-client-options.js';
import { type ConnectionOwner, MeterConnection } from './meter-connection.js';
import {
  type MeterObject,
  objectsByLogicalNames,
  objectsByShortNames,
  objectsOfReadout,
} from './meter-object.js';
import { ObjectDirectory } from './object-directory.js';
import { ParityTrial } from './parity-trial.js';
import { isWithoutHdlc, readOut, readoutReadings, readoutResult } from './plain-readout.js';
import { publicSettings } from './public-settings.js';
import type { PumpOptions } from './pump.js';
import { systemRandom } from './random-octets.js';
import { ReadJob } from './read-job.js';
import type { Reading } from './reading.js';
import type { MeterSettings } from './settings.js';
import { ShortNaming } from './short-naming.js';
import type { Machine } from './stack-driver.js';
import { stateFolder } from './state-folder.js';

/** How long a meter is taken for the same when it was always left in order. */
const IDENTITY_MS = 3_600_000;

export class MeterClient {
  readonly settings: MeterSettings;
  readonly #options: MeterClientOptions;
  readonly #clock: Clock;
  readonly #directory: ObjectDirectory;
  readonly #lists: ListTrial;
  readonly #fetcher: AttributeFetcher;
  readonly #learner: Learner;
  /** Only where the meter is read by short names. */
  readonly #naming: ShortNaming | undefined;
  readonly #deviationInverted: boolean | undefined;
  readonly #pump: Omit<PumpOptions, 'transport'>;
  readonly #connection: MeterConnection;
  readonly #parity: ParityTrial;
  readonly #security: AssociationSecurity;
  /** For what is read without security, beforehand. */
  #public: MeterClient | undefined;
  /** The meter was found to have nothing but a plain readout. */
  #readsOut: boolean;
  #identifiedAt = 0;

  constructor(options: MeterClientOptions) {
    const { settings, open, clock = systemClock, onTrace } = options;
    const { referencing, pollDelayMs, timeoutMs, mode, iec } = settings;
    const { listLimit, deviationInverted, missingScalerIsZero } = quirkOptions(settings.quirks).reading;
    this.settings = settings;
    this.#options = options;
    this.#clock = clock;
    this.#directory = options.directory ?? new ObjectDirectory();
    this.#lists = new ListTrial(this.#directory, listLimit);
    this.#fetcher = new AttributeFetcher(this.#directory, this.#lists, referencing);
    this.#learner = new Learner(this.#directory, { referencing, missingScalerIsZero });
    this.#naming = referencing === 'SN' ? new ShortNaming(this.#directory) : undefined;
    this.#deviationInverted = deviationInverted;
    this.#readsOut = mode === 'IEC' && iec.readout === 'always';
    const silence = options.silence ?? new LineSilence(clock);
    this.#pump = { clock, silence, pollDelayMs, timeoutMs, trace: onTrace };
    this.#parity = new ParityTrial(settings);
    this.#security = new AssociationSecurity({
      ...{ settings, clock, random: options.random ?? systemRandom },
      counters: () => options.counters ?? counterStore(stateFolder()),
      readCounter: (name) => readCounterObject(name, (attribute) => this.#getPublicly(attribute)),
    });
    this.#connection = new MeterConnection({ ...this.#pump, open, stack: this.#stack }, this.#owner);
  }

  /** The association stands, as far as this side knows. */
  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** What was agreed with the meter; undefined while no association stands. */
  get negotiated(): MeterNegotiated | undefined {
    const { negotiated } = this.#connection;
    return negotiated && { ...negotiated, security: this.#security.agreed(negotiated) };
  }

  /** How many associations were opened so far. */
  get associations(): number {
    return this.#connection.associations;
  }

  /** How often the meter was shown a secret so far, by messages that open associations. */
  get secretsShown(): number {
    return this.#connection.secretsShown;
  }

  /** The pause, in milliseconds, that associations with this meter do not outlast; infinity: none is known. */
  get deadAfterMs(): number {
    return this.#connection.deadAfterMs;
  }

  /** Connects and opens the association, unless it stands. @throws DlmsError that tells what came instead */
  open(connecting: Connecting = {}): Promise<void> {
    return this.#connection.afterOtherCalls(() => this.#connection.open(connecting));
  }

  /** @throws DlmsError DLMS_SETTING for a text that is no tag; any other where the meter cannot be reached */
  async read(tags: readonly TagLike[], options?: Connecting): Promise<readonly Reading[]> {
    const wanted = tags.map((tag) => (typeof tag === 'string' ? parseTag(tag) : tag));
    const wallTime = () => this.#clock.wallTime();
    const job = new ReadJob(wanted, {
      directory: this.#directory,
      fetcher: this.#fetcher,
      learner: this.#learner,
      naming: this.#naming,
      deviationInverted: this.#deviationInverted,
      wallTime,
    });
    return this.#ask(
      () => job.run(),
      (readout) => readoutReadings(readout, wanted, wallTime()),
      options,
    );
  }

  /** The meter's object list. @throws DlmsError also where the meter refuses it */
  objects(options?: Connecting): Promise<readonly MeterObject[]> {
    const get = (attribute: AttributeDescriptor) => this.#getOne(attribute);
    return this.#ask(
      () =>
        this.settings.referencing === 'SN'
          ? objectsByShortNames(get, this.#directory)
          : objectsByLogicalNames(get, this.#directory),
      objectsOfReadout,
      options,
    );
  }

  /** One attribute as the meter gives it. @throws DlmsError */
  get(attribute: AttributeDescriptor, options?: Connecting): Promise<GetDataResult> {
    return this.#ask(
      () => this.#getNamed(attribute),
      (readout) => readoutResult(readout, attribute),
      options,
    );
  }

  /** Releases the association and closes the line; the next call opens them anew. Never throws. */
  release(): Promise<void> {
    return this.#connection.release();
  }

  /** As `release`, when what is under way is done. Never throws. */
  releaseAfterCalls(): Promise<void> {
    return this.#connection.afterOtherCalls(() => this.release());
  }

  /** Closes the line without a word to the meter, for good. Never throws. */
  async abandon(): Promise<void> {
    await Promise.all([this.#public?.abandon(), this.#connection.abandon()]);
    this.#security.close();
  }

  /** Releases, for good: whatever is under way fails with DLMS_CLOSED. Never throws. */
  async close(): Promise<void> {
    await Promise.all([this.#public?.close(), this.#connection.close()]);
    this.#security.close();
  }

  readonly #stack = (connecting: Connecting): Machine => {
    const { stack = clientStack, showPlain } = this.#options;
    const securing = { ...this.#security.securing(), showPlain };
    const asked = { proven: this.associations > 0, ...this.#withParity(connecting) };
    return stack(this.settings, asked, securing);
  };

  get #owner(): ConnectionOwner {
    return {
      preparing: () => this.#security.prepare(),
      attached: (negotiated, inOrder) => this.#attached(negotiated, inOrder),
      trying: () => {
        this.#fetcher.asking = 0;
      },
      refused: (error) => {
        this.#security.failed();
        return this.#parity.failed(error);
      },
      recounts: () => this.#security.recounts(),
      answered: (attributes) => {
        this.#lists.answered(attributes);
        this.#security.answered();
      },
      isMendable: () => this.#learner.isObjectListToBlame() || this.#lists.brokeDown(this.#fetcher.asking),
    };
  }

  /** By an association; or by a readout, where the meter has no HDLC behind its IEC start. */
  #ask<T>(
    byAssociation: () => Promise<T>,
    byReadout: (readout: Readout) => T,
    connecting: Connecting = {},
  ): Promise<T> {
    return this.#connection.afterOtherCalls(async () => {
      if (this.#readsOut) return byReadout(await this.#readOut(connecting));
      try {
        return await this.#connection.call(byAssociation, connecting);
      } catch (error) {
        const { mode, iec } = this.settings;
        if (mode !== 'IEC' || iec.readout !== 'auto' || !isWithoutHdlc(error)) throw error;
      }
      const readout = await this.#readOut(connecting);
      this.#readsOut = true;
      return byReadout(readout);
    });
  }

  async #readOut(connecting: Connecting): Promise<Readout> {
    for (;;) {
      const machine = readoutMachine(this.settings, this.#withParity(connecting));
      try {
        const readout = await this.#connection.useLine((transport, ended) =>
          readOut(machine, { ...this.#pump, transport }, ended),
        );
        this.#parity.worked();
        return readout;
      } catch (error) {
        if (!this.#parity.failed(error)) throw error;
      }
    }
  }

  #withParity(connecting: Connecting): Connecting {
    return this.#parity.even ? { ...connecting, evenParity: true } : connecting;
  }

  #attached(negotiated: AssociationNegotiated, inOrder: boolean): void {
    this.#parity.worked();
    this.#doubtIdentity(inOrder);
    this.#fetcher.attach({ get: (attributes) => this.#connection.get(attributes) }, negotiated);
  }

  /** Behind a breakdown, or after a long time, there may be another meter. */
  #doubtIdentity(inOrder: boolean): void {
    const now = this.#clock.now();
    const isDue = !inOrder || now > this.#identifiedAt + IDENTITY_MS;
    if (!isDue || !this.#options.keepsDirectory) return;
    this.#identifiedAt = now;
    this.#learner.doubtIdentity();
    this.#naming?.doubt();
  }

  /** Over a line of its own, which is closed again; what was learned by it is kept. */
  async #getPublicly(attribute: AttributeDescriptor): Promise<GetDataResult> {
    this.#public ??= new MeterClient({
      ...{ ...this.#options, silence: this.#pump.silence },
      settings: publicSettings(this.settings),
      directory: undefined,
      keepsDirectory: false,
    });
    try {
      return await this.#public.get(attribute);
    } finally {
      await this.#public.release();
    }
  }

  async #getNamed(attribute: AttributeDescriptor): Promise<GetDataResult> {
    const naming = this.#naming;
    if (naming === undefined) return this.#getOne(attribute);
    if (naming.needsObjectList([attribute])) await naming.readObjectList(this.#fetcher);
    const named = naming.attribute(attribute);
    if (named !== undefined) return this.#getOne(named);
    const failure = naming.failure;
    if (failure?.quality === 'other-reason') throw failure.error;
    return { kind: 'data-access-result', result: failure?.quality ?? 'object-undefined' };
  }

  async #getOne(attribute: AttributeDescriptor): Promise<GetDataResult> {
    const outcome = await this.#connection.get([attribute]);
    if (outcome.kind === 'failed') throw outcome.cause;
    return outcome.results[0] ?? { kind: 'data-access-result', result: 'other-reason' };
  }
}
