/**
 * Reads some tags of a meter: values, and with them whatever is not yet known of their objects. A class is
 * guessed from the OBIS code; where every guess is refused, the meter's object list decides. A job that was
 * cut off by a breakdown goes on where it was when it is run again.
 */
import type { AttributeDescriptor, LogicalName } from '../cosem/descriptor.js';
import type { AttributeTag, Tag } from '../cosem/obis.js';
import type { DataAccessResult } from '../cosem/result.js';
import { RESERVED_BASE_NAME } from '../cosem/short-name.js';
import type { AttributeFetcher, FetchResult, FetchResults } from './attribute-fetcher.js';
import type { Learner } from './learner.js';
import { attributeKey, type ObjectDirectory } from './object-directory.js';
import { badReading, deviceStatusReading, goodReading, type Reading } from './reading.js';
import type { ShortNaming } from './short-naming.js';
import { attributesOf, candidateClasses, type Target, targetOf } from './target.js';

export interface ReadContext {
  readonly directory: ObjectDirectory;
  readonly fetcher: AttributeFetcher;
  readonly learner: Learner;
  /** Of an association by short names. */
  readonly naming?: ShortNaming | undefined;
  /** The deviation in the meter's date-times has the wrong sign. */
  readonly deviationInverted?: boolean | undefined;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly wallTime: () => number;
}

/** What every meter has, and answers in few octets: the name of the association in use. */
const ASSOCIATION = { logicalName: '0.0.40.0.0.255', attributeId: 1 } as const;
const SIGN_OF_LIFE = {
  LN: { classId: 15, ...ASSOCIATION },
  SN: { classId: 12, ...ASSOCIATION, shortName: RESERVED_BASE_NAME['current association'] },
} as const;

/** What meters say of an object that is asked for as another class than it is. */
const WRONG_CLASS: readonly DataAccessResult[] = ['object-class-inconsistent', 'object-undefined'];

export class ReadJob {
  readonly #context: ReadContext;
  readonly #tags: readonly Tag[];
  readonly #results: FetchResults = new Map();
  readonly #guess = new Map<LogicalName, number>();

  constructor(tags: readonly Tag[], context: ReadContext) {
    this.#tags = tags;
    this.#context = context;
  }

  /** @throws DlmsError when the association broke down */
  async run(): Promise<readonly Reading[]> {
    const { directory, fetcher, learner, naming } = this.#context;
    for (;;) {
      if (naming?.needsObjectList(this.#attributeTags())) await naming.readObjectList(fetcher);
      const targets = this.#attributeTags().map((tag) => this.#targetOf(tag));
      const wanted = targets.flatMap((target) => attributesOf(target, directory));
      const attributes = [...learner.identityWanted(), ...wanted];
      await fetcher.fetch(attributes.length > 0 ? attributes : [this.#signOfLife], this.#results);
      const anotherMeter = learner.learnIdentity(this.#results);
      learner.learnFrom(targets, this.#results);
      const again = naming?.judge(targets, this.#results) ?? (await this.#reconsider(targets));
      if (!anotherMeter && !again) return this.#readings();
    }
  }

  get #signOfLife(): AttributeDescriptor {
    return SIGN_OF_LIFE[this.#context.naming === undefined ? 'LN' : 'SN'];
  }

  #attributeTags(): readonly AttributeTag[] {
    return this.#tags.filter((tag) => tag.kind === 'attribute');
  }

  #targetOf(tag: AttributeTag): Target {
    const known = this.#context.directory.classOf(tag.logicalName)?.classId;
    const candidates = candidateClasses(tag);
    const guess = candidates[this.#guess.get(tag.logicalName) ?? 0] ?? candidates[0] ?? 1;
    const target = targetOf(tag, known ?? guess);
    return this.#context.naming?.named(target) ?? target;
  }

  /** Whether something is to be asked for once more, under another class. */
  async #reconsider(targets: readonly Target[]): Promise<boolean> {
    const { directory, learner } = this.#context;
    const doubtful = targets.filter((target) => learner.isDoubtful(target, this.#results));
    if (doubtful.length === 0) return false;
    if (doubtful.filter((target) => this.#guessAgain(target)).length > 0) return true;
    await learner.readObjectList(this.#context.fetcher, this.#results);
    for (const target of doubtful) learner.settle(target, this.#results, candidateClasses(target.tag)[0]);
    return doubtful.some(({ tag, attribute }) => {
      const settled = directory.classOf(tag.logicalName)?.classId;
      return settled !== undefined && settled !== attribute.classId;
    });
  }

  /** Once the object list was read or refused there is nothing more to guess. */
  #guessAgain({ tag }: Target): boolean {
    const { directory, learner } = this.#context;
    if (!learner.objectListOpen || directory.classOf(tag.logicalName) !== undefined) return false;
    const next = (this.#guess.get(tag.logicalName) ?? 0) + 1;
    if (next >= candidateClasses(tag).length) return false;
    this.#guess.set(tag.logicalName, next);
    return true;
  }

  #readings(): readonly Reading[] {
    const time = this.#context.wallTime();
    return this.#tags.map((tag) =>
      tag.kind === 'device-status'
        ? deviceStatusReading(tag, 1, time)
        : this.#reading(this.#closest(tag), time),
    );
  }

  /** Where no class was right, the one as which the meter told more than that the object is not of it. */
  #closest(tag: AttributeTag): Target {
    const target = this.#targetOf(tag);
    if (this.#context.directory.classOf(tag.logicalName) !== undefined) return target;
    const guesses = candidateClasses(tag).map((classId) => targetOf(tag, classId));
    return guesses.find(({ attribute }) => isTelling(this.#resultOf(attribute))) ?? target;
  }

  #reading({ attribute, scalerUnit, captureTime }: Target, time: number): Reading {
    const { directory, learner, naming, deviationInverted } = this.#context;
    if (attribute.attributeId === 0) return badReading(attribute, 'attribute-needed', time);
    if (naming !== undefined && attribute.shortName === undefined) return this.#unnamed(attribute, time);
    const result = this.#resultOf(attribute);
    if (result?.kind === 'data-access-result') return badReading(attribute, result.result, time);
    if (result?.kind !== 'data') return badReading(attribute, 'other-reason', time, { error: result?.cause });
    const { data } = result;
    const missing = scalerUnit && learner.scalerMissing(scalerUnit, this.#results);
    if (missing !== undefined) return badReading(attribute, missing, time, { data });
    const captured = captureTime && this.#resultOf(captureTime);
    const beside = {
      scalerUnit: scalerUnit && directory.scaler(scalerUnit),
      captureTime: captured?.kind === 'data' ? captured.data : undefined,
      deviationInverted,
    };
    return goodReading(attribute, data, beside, time);
  }

  /** The object list does not have the object, or could not be read. */
  #unnamed(attribute: AttributeDescriptor, time: number): Reading {
    const failure = this.#context.naming?.failure;
    return badReading(attribute, failure?.quality ?? 'object-undefined', time, { error: failure?.error });
  }

  #resultOf(attribute: AttributeDescriptor): FetchResult | undefined {
    return this.#results.get(attributeKey(attribute));
  }
}

/** A refusal that speaks of the attribute, not of the class it was asked as. */
function isTelling(result: FetchResult | undefined): boolean {
  return result?.kind === 'data-access-result' && !WRONG_CLASS.includes(result.result);
}
