/**
 * Where READ finds attributes in an association by short names: at the base name of their object, which the
 * meter's object list tells once for all, or at the short name that a tag brings along. Base names that
 * were learned in an earlier life of this program are checked against the objects' logical names.
 */
import { type AttributeDescriptor, type LogicalName, logicalNameOf } from '../cosem/descriptor.js';
import type { AttributeTag } from '../cosem/obis.js';
import { decodeObjectListSn } from '../cosem/object-list-sn.js';
import type { DataAccessResult } from '../cosem/result.js';
import { attributeShortName, RESERVED_BASE_NAME, SHORT_NAME_STEP } from '../cosem/short-name.js';
import { DlmsError } from '../errors.js';
import type { AttributeFetcher, FetchResult, FetchResults } from './attribute-fetcher.js';
import { attributeKey, type ObjectDirectory } from './object-directory.js';
import type { Target } from './target.js';

/** Why no base names are known. */
export interface NamesFailure {
  readonly quality: Exclude<DataAccessResult, 'success'>;
  readonly error: DlmsError;
}

/** Objects that every meter keeps at the same place. */
const RESERVED: Readonly<Record<LogicalName, number>> = {
  '0.0.40.0.0.255': RESERVED_BASE_NAME['current association'],
  '0.0.10.0.125.255': RESERVED_BASE_NAME['script table of broadcasts'],
  '0.0.41.0.0.255': RESERVED_BASE_NAME['SAP assignment'],
  '0.0.42.0.0.255': RESERVED_BASE_NAME['COSEM logical device name'],
};

const LOGICAL_NAME = 1;
/** An object list that cannot be made out takes long, and will hardly become better. */
const MOST_TRIALS = 3;

/** The object list of the association in use. */
export const OBJECT_LIST_SN: AttributeDescriptor = {
  classId: 12,
  logicalName: '0.0.40.0.0.255',
  attributeId: 2,
  shortName: RESERVED_BASE_NAME['current association'] + SHORT_NAME_STEP,
};

export class ShortNaming {
  readonly #directory: ObjectDirectory;
  /** Base names that came with tags. */
  readonly #given = new Map<LogicalName, number>();
  #doubtful = false;
  readonly #checked = new Set<LogicalName>();
  #failure: NamesFailure | undefined;
  #trials = 0;

  constructor(directory: ObjectDirectory) {
    this.#directory = directory;
  }

  /** Why the base names of objects are not known, where the object list could not be read. */
  get failure(): NamesFailure | undefined {
    return this.#failure;
  }

  /** There may be another meter than before, or another configuration of it. */
  doubt(): void {
    this.#doubtful = true;
    this.#checked.clear();
  }

  /** The target with the short names of its attributes, as far as they are known. */
  named(target: Target): Target {
    const base = this.#baseOf(target.tag, target.attribute.attributeId);
    if (base === undefined) return target;
    const { attribute, scalerUnit, captureTime } = target;
    return {
      ...target,
      attribute: withShortName(attribute, base),
      scalerUnit: scalerUnit && withShortName(scalerUnit, base),
      captureTime: captureTime && withShortName(captureTime, base),
      nameCheck: this.#isDoubtful(target.tag)
        ? withShortName({ ...attribute, attributeId: LOGICAL_NAME }, base)
        : undefined,
    };
  }

  /** One attribute by its object's base name; undefined where that is not known. */
  attribute(attribute: AttributeDescriptor): AttributeDescriptor | undefined {
    if (attribute.shortName !== undefined) return attribute;
    const base = this.#knownBase(attribute.logicalName);
    const named = base === undefined ? attribute : withShortName(attribute, base);
    return named.shortName === undefined ? undefined : named;
  }

  /** Whether the object list has to be read before these objects can be found. */
  needsObjectList(tags: readonly Pick<AttributeTag, 'logicalName' | 'shortName'>[]): boolean {
    if (this.#directory.knowsBaseNames || this.#trials >= MOST_TRIALS) return false;
    return tags.some(
      ({ logicalName, shortName }) => shortName === undefined && this.#knownBase(logicalName) === undefined,
    );
  }

  /**
   * Reads the object list; where it cannot be had, `failure` says why.
   * @throws DlmsError when the association broke down
   */
  async readObjectList(fetcher: AttributeFetcher): Promise<void> {
    const results: FetchResults = new Map();
    await fetcher.fetch([OBJECT_LIST_SN], results);
    const result = results.get(attributeKey(OBJECT_LIST_SN));
    this.#failure = result === undefined ? undefined : this.#learn(result);
  }

  /** What the answers tell of short names. @returns whether something is to be asked for once more */
  judge(targets: readonly Target[], results: FetchResults): boolean {
    const again = targets.map((target) => this.#isBaseName(target, results));
    return this.#checkNames(targets, results) || again.includes(true);
  }

  #learn(result: FetchResult): NamesFailure | undefined {
    if (result.kind === 'data-access-result') return failureOf(result.result, `is refused: ${result.result}`);
    this.#trials += 1;
    if (result.kind === 'failed') return failureOf('other-reason', `fails: ${result.cause.message}`);
    try {
      this.#directory.learnBaseNames(decodeObjectListSn(result.data));
      this.#doubtful = false;
      return undefined;
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return failureOf('other-reason', `cannot be read: ${error.message}`);
    }
  }

  #knownBase(logicalName: LogicalName): number | undefined {
    return this.#directory.baseName(logicalName) ?? RESERVED[logicalName];
  }

  /** A tag may bring the short name of its attribute, or the base name of its object. */
  #baseOf({ logicalName, shortName }: AttributeTag, attributeId: number): number | undefined {
    if (shortName === undefined) return this.#knownBase(logicalName);
    const base = shortName - SHORT_NAME_STEP * (Math.max(attributeId, LOGICAL_NAME) - LOGICAL_NAME);
    const isBase = base < 0 || this.#directory.baseName(logicalName) === shortName;
    return isBase || this.#given.get(logicalName) === shortName ? shortName : base;
  }

  #isDoubtful({ logicalName, shortName }: AttributeTag): boolean {
    if (!this.#doubtful || shortName !== undefined || this.#checked.has(logicalName)) return false;
    return this.#directory.baseName(logicalName) !== undefined;
  }

  /** What should be a value is the object's logical name: the tag brought the base name. */
  #isBaseName({ tag, attribute }: Target, results: FetchResults): boolean {
    const { logicalName, shortName } = tag;
    if (shortName === undefined || this.#given.get(logicalName) === shortName) return false;
    if (attribute.shortName !== shortName || attribute.attributeId === LOGICAL_NAME) return false;
    if (nameIn(results.get(attributeKey(attribute))) !== logicalName) return false;
    this.#given.set(logicalName, shortName);
    return true;
  }

  #checkNames(targets: readonly Target[], results: FetchResults): boolean {
    for (const { tag, nameCheck } of targets) {
      const name = nameCheck && nameIn(results.get(attributeKey(nameCheck)));
      if (nameCheck === undefined) continue;
      this.#checked.add(tag.logicalName);
      if (name === undefined || name === tag.logicalName) continue;
      this.#directory.forgetBaseNames();
      return true;
    }
    return false;
  }
}

function withShortName(attribute: AttributeDescriptor, base: number): AttributeDescriptor {
  return { ...attribute, shortName: attributeShortName(base, attribute.attributeId) };
}

/** The logical name that a result holds, if it is one. */
function nameIn(result: FetchResult | undefined): LogicalName | undefined {
  if (result?.kind !== 'data' || result.data.kind !== 'octet-string') return undefined;
  return result.data.octets.length === 6 ? logicalNameOf(result.data.octets) : undefined;
}

function failureOf(quality: NamesFailure['quality'], what: string): NamesFailure {
  const error = new DlmsError(`the object list, which tells the short names, ${what}`, {
    code: 'DLMS_SHORT_NAMES',
    layer: 'service',
    fault: 'meter',
    hint: 'Give each signal its short name (SN), or try another client address or authentication.',
  });
  return { quality, error };
}
