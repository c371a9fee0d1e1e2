/**
 * Gets attributes in as few requests as the meter bears. A list that the meter answers badly is split until
 * it is clear whether lists of that size or one attribute in it is at fault: the former is remembered for
 * good, the latter is asked for alone from then on.
 */
import type { AssociationNegotiated, Referencing } from '../client/primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import type { DlmsError } from '../errors.js';
import type { ListTrial } from './list-trial.js';
import { attributeKey, type ObjectDirectory } from './object-directory.js';
import { listSize } from './request-size.js';
import type { GetOutcome } from './stack-driver.js';

/** One attribute's result; `failed` where the meter answers the request for it alone with an error. */
export type FetchResult = GetDataResult | { readonly kind: 'failed'; readonly cause: DlmsError };

export type FetchResults = Map<string, FetchResult>;

export interface Getter {
  /** @throws DlmsError when the association broke down */
  get(attributes: readonly AttributeDescriptor[]): Promise<GetOutcome>;
}

const MOST_HOPELESS = 100;

export class AttributeFetcher {
  readonly #directory: ObjectDirectory;
  readonly #lists: ListTrial;
  readonly #referencing: Referencing;
  /** Attributes that spoil the list they are in. */
  readonly #loners = new Set<string>();
  /** Lists that say other-reason of everything, and rightly so. */
  readonly #hopeless = new Set<string>();
  #getter: Getter | undefined;
  #negotiated: AssociationNegotiated | undefined;
  /** Attributes of the request that is under way. */
  asking = 0;

  constructor(directory: ObjectDirectory, lists: ListTrial, referencing: Referencing = 'LN') {
    this.#directory = directory;
    this.#lists = lists;
    this.#referencing = referencing;
  }

  /** A new association, under the terms that were agreed. */
  attach(getter: Getter, negotiated: AssociationNegotiated): void {
    this.#getter = getter;
    this.#negotiated = negotiated;
  }

  /**
   * Fills `results` with what they lack of `attributes`. After a breakdown it can be called again, and goes
   * on where it was.
   * @throws DlmsError when the association broke down
   */
  async fetch(attributes: readonly AttributeDescriptor[], results: FetchResults): Promise<void> {
    const missing = distinct(attributes).filter((each) => !results.has(attributeKey(each)));
    const alone = missing.filter((each) => this.#loners.has(attributeKey(each)));
    let rest = missing.filter((each) => !this.#loners.has(attributeKey(each)));
    while (rest.length > 0) {
      const size = this.#listSize();
      await this.#fetchList(rest.slice(0, size), results);
      rest = rest.slice(size);
    }
    for (const attribute of alone) await this.#fetchOne(attribute, results);
  }

  #listSize(): number {
    const negotiated = this.#negotiated;
    return negotiated === undefined ? 1 : listSize(negotiated, this.#lists.limit, this.#referencing);
  }

  async #ask(attributes: readonly AttributeDescriptor[]): Promise<GetOutcome> {
    if (this.#getter === undefined) throw new TypeError('no association is attached');
    this.asking = attributes.length;
    const outcome = await this.#getter.get(attributes);
    this.asking = 0;
    return outcome;
  }

  /** Whether the request was answered attribute by attribute. */
  async #fetchOne(attribute: AttributeDescriptor, results: FetchResults): Promise<boolean> {
    const outcome = await this.#ask([attribute]);
    const result = outcome.kind === 'failed' ? outcome : outcome.results[0];
    if (result !== undefined) results.set(attributeKey(attribute), result);
    return outcome.kind === 'results';
  }

  /** Whether every attribute was answered as such, be it in parts of the list. */
  async #fetchList(list: readonly AttributeDescriptor[], results: FetchResults): Promise<boolean> {
    const [only] = list;
    if (only === undefined) return true;
    if (list.length === 1) return this.#fetchOne(only, results);
    if (list.length > this.#listSize()) return this.#fetchHalves(list, results);
    const outcome = await this.#ask(list);
    if (outcome.kind === 'results' && !(await this.#isBadAnswer(list, outcome.results, results))) {
      list.forEach((attribute, at) => {
        const result = outcome.results[at];
        if (result !== undefined) results.set(attributeKey(attribute), result);
      });
      return true;
    }
    const partsAnswered = await this.#fetchHalves(list, results);
    if (partsAnswered) this.#directory.limitLists(Math.ceil(list.length / 2));
    else this.#markLoners(list, results);
    return partsAnswered;
  }

  async #fetchHalves(list: readonly AttributeDescriptor[], results: FetchResults): Promise<boolean> {
    const middle = Math.ceil(list.length / 2);
    const first = await this.#fetchList(list.slice(0, middle), results);
    const second = await this.#fetchList(list.slice(middle), results);
    return first && second;
  }

  /** Where nothing at all is answered, no attribute is to blame. */
  #markLoners(list: readonly AttributeDescriptor[], results: FetchResults): void {
    const keys = list.map(attributeKey);
    const failed = keys.filter((key) => results.get(key)?.kind === 'failed');
    if (failed.length < keys.length) for (const key of failed) this.#loners.add(key);
  }

  /** other-reason for all: either each of them is refused so, or the meter cannot do the list. */
  async #isBadAnswer(
    list: readonly AttributeDescriptor[],
    answer: readonly GetDataResult[],
    results: FetchResults,
  ): Promise<boolean> {
    const [first] = list;
    const name = list.map(attributeKey).join();
    if (first === undefined || !answer.every(isOtherReason) || this.#hopeless.has(name)) return false;
    await this.#fetchOne(first, results);
    const alone = results.get(attributeKey(first));
    if (alone !== undefined && !isOtherReason(alone)) return true;
    if (this.#hopeless.size >= MOST_HOPELESS) this.#hopeless.clear();
    this.#hopeless.add(name);
    return false;
  }
}

function isOtherReason(result: FetchResult): boolean {
  return result.kind === 'data-access-result' && result.result === 'other-reason';
}

function distinct(attributes: readonly AttributeDescriptor[]): readonly AttributeDescriptor[] {
  return [...new Map(attributes.map((attribute) => [attributeKey(attribute), attribute])).values()];
}
