/** Turns a meter's answers into lasting knowledge of its objects: classes, scalers, and what it refuses. */

import type { Referencing } from '../client/primitive.js';
import type { ReadingQuirks } from '../client/quirk-options.js';
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { decodeObjectList } from '../cosem/object-list.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';
import { RESERVED_BASE_NAME, SHORT_NAME_STEP } from '../cosem/short-name.js';
import { toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import type { AttributeFetcher, FetchResult, FetchResults } from './attribute-fetcher.js';
import type { Refusal } from './directory-json.js';
import { attributeKey, type ObjectDirectory } from './object-directory.js';
import type { Target } from './target.js';

/** COSEM logical device name: every meter has another one. */
const DEVICE_NAME: AttributeDescriptor = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 };
const IDENTITY: Readonly<Record<Referencing, AttributeDescriptor>> = {
  LN: DEVICE_NAME,
  SN: {
    ...DEVICE_NAME,
    shortName: RESERVED_BASE_NAME['COSEM logical device name'] + SHORT_NAME_STEP,
  },
};
/** The object list of the association in use. */
export const OBJECT_LIST: AttributeDescriptor = {
  classId: 15,
  logicalName: '0.0.40.0.0.255',
  attributeId: 2,
};

/** Reasons that may be gone the next time. */
const PASSING: readonly Refusal[] = [
  'temporary-failure',
  'hardware-fault',
  'data-block-unavailable',
  'long-get-aborted',
  'no-long-get-in-progress',
];

/** Reasons that say: this object has no such attribute. */
const ABSENT: readonly Refusal[] = [
  'object-undefined',
  'object-class-inconsistent',
  'object-unavailable',
  'type-unmatched',
];

export interface LearnerOptions extends Pick<ReadingQuirks, 'missingScalerIsZero'> {
  readonly referencing?: Referencing | undefined;
}

export class Learner {
  readonly #directory: ObjectDirectory;
  readonly #options: LearnerOptions;
  readonly #identity: AttributeDescriptor;
  #objectListTried = false;
  #readingObjectList = false;
  #identityDue = false;

  constructor(directory: ObjectDirectory, options: LearnerOptions = {}) {
    this.#directory = directory;
    this.#options = options;
    this.#identity = IDENTITY[options.referencing ?? 'LN'];
  }

  /** The next reading makes sure that it is still the same meter. */
  doubtIdentity(): void {
    this.#identityDue = true;
  }

  identityWanted(): readonly AttributeDescriptor[] {
    return this.#identityDue ? [this.#identity] : [];
  }

  /** Whether another meter than before answers, so that everything is to be asked for anew. */
  learnIdentity(results: FetchResults): boolean {
    const result = this.#identityDue ? results.get(attributeKey(this.#identity)) : undefined;
    if (result === undefined) return false;
    this.#identityDue = false;
    if (passingOf(result) !== undefined) return false;
    const before = this.#directory.identity;
    const identity = result.kind === 'data' ? identityText(result.data) : '';
    this.#directory.learnIdentity(identity);
    return before !== undefined && before !== identity;
  }

  /**
   * The object list is not known yet, and there is hope that it tells more. By short names no class is
   * asked for, so that none is doubted.
   */
  get objectListOpen(): boolean {
    if (this.#options.referencing === 'SN') return false;
    return this.#directory.objectList === 'unread' && !this.#objectListTried;
  }

  learnFrom(targets: readonly Target[], results: FetchResults): void {
    for (const target of targets) {
      const { classId, logicalName } = target.attribute;
      if (results.get(attributeKey(target.attribute))?.kind === 'data') {
        this.#directory.learnClass(logicalName, classId);
      }
      if (this.#directory.classOf(logicalName)?.classId === classId) this.#learnBeside(target, results);
    }
  }

  /** The answers leave it open whether the object is of the class it was asked as. */
  isDoubtful({ attribute, scalerUnit }: Target, results: FetchResults): boolean {
    const known = this.#directory.classOf(attribute.logicalName);
    if (known === undefined) return refusalOf(results.get(attributeKey(attribute))) !== undefined;
    return scalerUnit !== undefined && this.#isScalerDoubtful(scalerUnit, results);
  }

  /**
   * Reads the object list, once. Whatever goes wrong, it is not tried again while this program runs.
   * @throws DlmsError when the association broke down
   */
  async readObjectList(fetcher: AttributeFetcher, results: FetchResults): Promise<void> {
    if (!this.objectListOpen) return;
    this.#objectListTried = true;
    this.#readingObjectList = true;
    await fetcher.fetch([OBJECT_LIST], results);
    this.#readingObjectList = false;
    const result = results.get(attributeKey(OBJECT_LIST));
    if (result === undefined || passingOf(result) !== undefined) return;
    try {
      if (result.kind === 'data') this.#directory.learnObjectList(decodeObjectList(result.data));
      else this.#directory.learnNoObjectList();
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.#directory.learnNoObjectList();
    }
  }

  /** Whether the association broke down over the object list; tells so once. */
  isObjectListToBlame(): boolean {
    const broke = this.#readingObjectList;
    this.#readingObjectList = false;
    return broke;
  }

  /** Ends all doubt: what neither guesses nor the object list could tell stays with the best guess. */
  settle(target: Target, results: FetchResults, bestGuess = target.attribute.classId): void {
    const { classId, logicalName } = target.attribute;
    if (this.#directory.objectList !== 'unread') this.#directory.learnClass(logicalName, bestGuess);
    if (this.#directory.classOf(logicalName)?.classId === classId) this.#learnBeside(target, results);
  }

  /** Why a number cannot be made of the value; undefined where its scaler is known, or it has none. */
  scalerMissing(scalerUnit: AttributeDescriptor, results: FetchResults): Refusal | undefined {
    if (this.#directory.scaler(scalerUnit) !== undefined) return undefined;
    const result = results.get(attributeKey(scalerUnit));
    const reason = this.#directory.refusal(scalerUnit) ?? passingOf(result) ?? refusalOf(result);
    const isAbsent = reason === undefined || ABSENT.includes(reason);
    return isAbsent || this.#options.missingScalerIsZero ? undefined : reason;
  }

  #isScalerDoubtful(scalerUnit: AttributeDescriptor, results: FetchResults): boolean {
    const { logicalName } = scalerUnit;
    if (this.#directory.classOf(logicalName)?.listed || !this.objectListOpen) return false;
    if (this.#directory.scaler(scalerUnit) || this.#directory.refusal(scalerUnit)) return false;
    const result = results.get(attributeKey(scalerUnit));
    return refusalOf(result) !== undefined || (result?.kind === 'data' && !scalerUnitIn(result));
  }

  /** Refusals only beside a value: an object that is not there today may come with a scaler tomorrow. */
  #learnBeside({ attribute, scalerUnit, captureTime }: Target, results: FetchResults): void {
    const known = scalerUnit && scalerUnitIn(results.get(attributeKey(scalerUnit)));
    if (scalerUnit !== undefined && known !== undefined) this.#directory.learnScaler(scalerUnit, known);
    if (results.get(attributeKey(attribute))?.kind !== 'data') return;
    if (captureTime !== undefined) this.#learnRefusal(captureTime, results);
    if (scalerUnit === undefined || known || this.#isScalerDoubtful(scalerUnit, results)) return;
    if (results.get(attributeKey(scalerUnit))?.kind !== 'data') this.#learnRefusal(scalerUnit, results);
    else this.#directory.learnRefusal(scalerUnit, 'type-unmatched');
  }

  #learnRefusal(attribute: AttributeDescriptor, results: FetchResults): void {
    const reason = refusalOf(results.get(attributeKey(attribute)));
    if (reason !== undefined) this.#directory.learnRefusal(attribute, reason);
  }
}

/** A reason that may be gone the next time. */
function passingOf(result: FetchResult | undefined): Refusal | undefined {
  if (result?.kind !== 'data-access-result') return undefined;
  return PASSING.includes(result.result) ? result.result : undefined;
}

/** A reason that stays. */
function refusalOf(result: FetchResult | undefined): Refusal | undefined {
  if (result === undefined || result.kind === 'data' || passingOf(result) !== undefined) return undefined;
  return result.kind === 'failed' ? 'other-reason' : result.result;
}

/** scal_unit_type: a structure of an integer and an enum. */
function scalerUnitIn(result: FetchResult | undefined): ScalerUnit | undefined {
  if (result?.kind !== 'data') return undefined;
  const [scaler, unit] = 'elements' in result.data ? result.data.elements : [];
  if (scaler === undefined || unit === undefined || !('value' in scaler) || !('value' in unit))
    return undefined;
  const known = { scaler: Number(scaler.value), unit: Number(unit.value) };
  const fits = Number.isInteger(known.scaler) && Math.abs(known.scaler) <= 128;
  return fits && Number.isInteger(known.unit) && known.unit >= 0 && known.unit <= 255 ? known : undefined;
}

function identityText(data: Data): string {
  if ('octets' in data) return toHex(data.octets);
  return 'text' in data ? data.text : '';
}
