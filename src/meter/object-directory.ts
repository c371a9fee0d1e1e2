/**
 * What is known of a meter's objects: their interface classes, scalers and units, and how the meter bears
 * lists. Each is asked for once in the meter's life, refusals included, and kept across restarts.
 */
import type { AttributeDescriptor, LogicalName } from '../cosem/descriptor.js';
import type { ObjectListElement } from '../cosem/object-list.js';
import type { SnObjectListElement } from '../cosem/object-list-sn.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';
import {
  contentsFromJson,
  contentsToJson,
  type DirectoryContents,
  emptyContents,
  type KnownClass,
  type ObjectListState,
  type Refusal,
} from './directory-json.js';
import type { DirectoryStore } from './directory-store.js';

/** Names an attribute in maps, and the place where READ finds it: another place may hold something else. */
export function attributeKey(attribute: AttributeDescriptor): string {
  const { classId, logicalName, attributeId, shortName } = attribute;
  const key = `${classId}:${logicalName}:${attributeId}`;
  return shortName === undefined ? key : `${key}@${shortName}`;
}

export class ObjectDirectory {
  readonly #save: (json: string) => void;
  #contents: DirectoryContents;
  #saving = false;

  constructor(contents: DirectoryContents = emptyContents(), save: (json: string) => void = () => undefined) {
    this.#contents = contents;
    this.#save = save;
  }

  /** Undefined: never asked. '' : asked, and the meter does not tell. */
  get identity(): string | undefined {
    return this.#contents.identity;
  }

  get objectList(): ObjectListState {
    return this.#contents.objectList;
  }

  get listLimit(): number {
    return this.#contents.listLimit ?? Number.POSITIVE_INFINITY;
  }

  classOf(logicalName: LogicalName): KnownClass | undefined {
    return this.#contents.classes.get(logicalName);
  }

  /** Whether the object list of an association by short names was read, so that its base names are all. */
  get knowsBaseNames(): boolean {
    return this.#contents.baseNames !== undefined;
  }

  baseName(logicalName: LogicalName): number | undefined {
    return this.#contents.baseNames?.get(logicalName);
  }

  scaler(attribute: AttributeDescriptor): ScalerUnit | undefined {
    return this.#contents.scalers.get(attributeKey(attribute));
  }

  refusal(attribute: AttributeDescriptor): Refusal | undefined {
    return this.#contents.refused.get(attributeKey(attribute));
  }

  /** Another meter than before answers here: nothing that was learned holds. */
  learnIdentity(identity: string): void {
    if (this.#contents.identity === identity) return;
    if (this.#contents.identity !== undefined) this.#contents = emptyContents();
    this.#contents.identity = identity;
    this.#changed();
  }

  /** The object answered as one of this class. */
  learnClass(logicalName: LogicalName, classId: number): void {
    if (this.classOf(logicalName) !== undefined) return;
    this.#contents.classes.set(logicalName, { classId, listed: false });
    this.#changed();
  }

  learnObjectList(elements: readonly ObjectListElement[]): void {
    for (const { classId, logicalName } of elements) {
      this.#contents.classes.set(logicalName, { classId, listed: true });
    }
    this.#contents.objectList = 'read';
    this.#changed();
  }

  /** Of two objects with one logical name, the first counts. */
  learnBaseNames(elements: readonly SnObjectListElement[]): void {
    const baseNames = new Map<string, number>();
    for (const { logicalName, classId, baseName } of elements) {
      if (baseNames.has(logicalName)) continue;
      baseNames.set(logicalName, baseName);
      this.#contents.classes.set(logicalName, { classId, listed: true });
    }
    this.#contents.baseNames = baseNames;
    this.#changed();
  }

  /** Something else stands at a base name than was learned: none of them can be trusted. */
  forgetBaseNames(): void {
    this.#contents.baseNames = undefined;
    this.#changed();
  }

  learnNoObjectList(): void {
    this.#contents.objectList = 'refused';
    this.#changed();
  }

  learnScaler(attribute: AttributeDescriptor, scalerUnit: ScalerUnit): void {
    this.#contents.scalers.set(attributeKey(attribute), scalerUnit);
    this.#changed();
  }

  learnRefusal(attribute: AttributeDescriptor, reason: Refusal): void {
    this.#contents.refused.set(attributeKey(attribute), reason);
    this.#changed();
  }

  /** Lists of more attributes than this are answered badly; 1 is no lists at all. Only ever shrinks. */
  limitLists(attributes: number): void {
    if (attributes >= this.listLimit) return;
    this.#contents.listLimit = Math.max(1, attributes);
    this.#changed();
  }

  /** What is learned from one answer is saved at once. */
  #changed(): void {
    if (this.#saving) return;
    this.#saving = true;
    queueMicrotask(() => {
      this.#saving = false;
      this.#save(contentsToJson(this.#contents));
    });
  }
}

/** A text that cannot be read counts as nothing known. Never throws. */
export async function loadDirectory(
  store: DirectoryStore,
  key: string,
  onWarning: (message: string) => void = () => undefined,
): Promise<ObjectDirectory> {
  const json = await store.load(key).catch(() => undefined);
  const contents = json === undefined ? undefined : contentsFromJson(json);
  if (json !== undefined && contents === undefined) {
    onWarning(`what was learned of the meter at ${key} is damaged and is learned again`);
  }
  return new ObjectDirectory(contents, (changed) => store.save(key, changed));
}
