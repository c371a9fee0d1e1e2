/** What the edit dialog of a read node asks of the runtime: names of OBIS codes, and of attributes of classes. */
import type { NodeAPI } from 'node-red';
import { attributeNames, interfaceClassName, valueAttribute } from '../src/cosem/interface-class.js';
import { INTERFACE_CLASSES } from '../src/cosem/interface-class-table.js';
import { likelyClasses } from '../src/cosem/likely-class.js';
import { formatLogicalName, parseTag } from '../src/cosem/obis.js';
import { obisWords } from '../src/cosem/obis-language.js';
import { obisName } from '../src/cosem/obis-name.js';
import { findObjects } from '../src/cosem/obis-search.js';
import type { ObisWords } from '../src/cosem/obis-words.js';
import { DlmsError } from '../src/errors.js';
import { attempt } from './attempt.js';

type Query = Readonly<Record<string, unknown>>;
type Runtime = Pick<NodeAPI, 'httpAdmin' | 'auth'>;

/** Longer texts are no name and no list that the dialog asks for. */
const MAX_TEXT = 4_000;
const MAX_CODES = 100;
const MAX_FOUND = 12;

export function readRoutes({ httpAdmin, auth }: Runtime): void {
  const mayRead = auth.needsPermission('dlms-read.read');

  httpAdmin.get('/dlms/obis-names', mayRead, ({ query }, response) => {
    response.json(query.find === undefined ? describeAll(query) : found(query));
  });

  httpAdmin.get('/dlms/interface-classes', mayRead, (_request, response) => {
    response.json(interfaceClasses());
  });
}

/** What the standard says of a code. */
interface CodeInfo {
  /** The dotted code of six groups. */
  readonly logicalName: string;
  /** As the standard prints it, the current billing period left out. */
  readonly code: string;
  /** In the user's language. */
  readonly name: string | undefined;
  /** Class ids, most likely first. */
  readonly classes: readonly number[];
}

/** The codes that fit what is typed, best first. */
function found({ find, language }: Query): readonly CodeInfo[] {
  const words = obisWords(textOf(language));
  return findObjects(textOf(find), MAX_FOUND, words).map(({ logicalName }) => describe(logicalName, words));
}

/** Of a list of codes with commas between them; what is no code is left out. */
function describeAll({ codes, language }: Query): readonly CodeInfo[] {
  const words = obisWords(textOf(language));
  const tags = textOf(codes)
    .split(',', MAX_CODES)
    .map((code) => attempt(() => parseTag(code)));
  return tags.flatMap((tag) => (tag instanceof DlmsError ? [] : [describe(tag.logicalName, words)]));
}

function describe(logicalName: string, words: ObisWords): CodeInfo {
  return {
    logicalName,
    code: formatLogicalName(logicalName).replace(/\*255$/, ''),
    name: obisName(logicalName, words),
    classes: likelyClasses(logicalName),
  };
}

interface ClassInfo {
  readonly name: string;
  /** From attribute 1 on. */
  readonly attributes: readonly string[];
  /** Where the class has a value of its own. */
  readonly value?: number | undefined;
}

function interfaceClasses(): Readonly<Record<string, ClassInfo>> {
  const classIds = Object.keys(INTERFACE_CLASSES).map(Number);
  return Object.fromEntries(
    classIds.map((classId) => [
      classId,
      {
        name: interfaceClassName(classId),
        attributes: attributeNames(classId),
        value: valueAttribute(classId),
      },
    ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}
