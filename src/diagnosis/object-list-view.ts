/**
 * An object list as the editor shows it: each object with its name, group, unit and what this client may do
 * with its attributes. Words that many objects share are said once.
 */
import { attributeAccessNames } from '../cosem/access-mode.js';
import { attributeNames, interfaceClassName, valueAttribute } from '../cosem/interface-class.js';
import { obisWords } from '../cosem/obis-language.js';
import { obisName } from '../cosem/obis-name.js';
import type { ObisWords } from '../cosem/obis-words.js';
import type { MeterObject } from '../meter/meter-object.js';
import { associationVersion } from './association-version.js';
import { OBJECT_GROUPS, type ObjectGroup, objectGroup } from './object-group.js';
import type { ObjectListFile } from './object-list-file.js';

export interface ClassView {
  readonly name: string;
  /** From attribute 1 on. */
  readonly attributes: readonly string[];
  /** The attribute that is the value of such objects, where there is one. */
  readonly value?: number | undefined;
}

export interface ObjectView {
  readonly classId: number;
  readonly version: number;
  /** The dotted code of six groups. */
  readonly obis: string;
  readonly name?: string | undefined;
  /** The English name, where `name` is another one: names of signals stay the same in each language. */
  readonly english?: string | undefined;
  readonly group: ObjectGroup;
  readonly unit?: string | undefined;
  /** By short names. */
  readonly baseName?: number | undefined;
  /** Each `[id, index of its access in accesses]`; absent where the meter does not tell. */
  readonly attributes?: readonly (readonly [id: number, access: number])[] | undefined;
}

export interface ObjectListView {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly readAt: number;
  readonly name: string;
  /** Groups in the order in which they are shown; only those that have objects. */
  readonly groups: readonly ObjectGroup[];
  readonly classes: Readonly<Record<number, ClassView>>;
  /** The Blue Book's words for what a client may do, such as `read_only`, joined by `+`. */
  readonly accesses: readonly string[];
  readonly objects: readonly ObjectView[];
}

/** @param language of the names, by its tag */
export function objectListView(
  { readAt, name, objects, units }: ObjectListFile,
  language = 'en',
): ObjectListView {
  const words = obisWords(language);
  const accesses = new Accesses(associationVersion(objects));
  const views = objects.map((object) =>
    viewOf(object, accesses, { unit: units.get(object.logicalName), words }),
  );
  const present = new Set(views.map(({ group }) => group));
  return {
    readAt,
    name,
    groups: OBJECT_GROUPS.filter((group) => present.has(group)),
    classes: classViews(objects),
    accesses: accesses.words,
    objects: views,
  };
}

interface Beside {
  readonly unit: string | undefined;
  readonly words: ObisWords;
}

function viewOf(object: MeterObject, accesses: Accesses, { unit, words }: Beside): ObjectView {
  const { classId, version, logicalName: obis, baseName, attributes } = object;
  return {
    classId,
    version,
    obis,
    ...namesOf(obis, words),
    group: objectGroup(obis),
    unit,
    baseName,
    attributes:
      attributes.length === 0
        ? undefined
        : attributes.map(({ id, mode }) => [id, accesses.indexOf(mode)] as const),
  };
}

function namesOf(obis: string, words: ObisWords): Pick<ObjectView, 'name' | 'english'> {
  const [name, english] = [obisName(obis, words), obisName(obis)];
  return name === english ? { name } : { name, english };
}

function classViews(objects: readonly MeterObject[]): Readonly<Record<number, ClassView>> {
  const classIds = [...new Set(objects.map(({ classId }) => classId))];
  const viewed = classIds.map((classId) => {
    const view: ClassView = {
      name: interfaceClassName(classId),
      attributes: attributeNames(classId),
      value: valueAttribute(classId),
    };
    return [classId, view] as const;
  });
  return Object.fromEntries(viewed);
}

/** Access modes of one association: a few dozen for thousands of objects. */
class Accesses {
  readonly words: string[] = [];
  readonly #version: number;
  readonly #indexes = new Map<number, number>();

  constructor(associationVersion: number) {
    this.#version = associationVersion;
  }

  indexOf(mode: number): number {
    const known = this.#indexes.get(mode);
    if (known !== undefined) return known;
    this.words.push(attributeAccessNames(mode, this.#version).join('+'));
    this.#indexes.set(mode, this.words.length - 1);
    return this.words.length - 1;
  }
}
