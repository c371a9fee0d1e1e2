/**
 * compact-array (Green Book, xDLMS ASN.1 Data): a type description, the length of the contents in octets,
 * then the elements without their tags. The number of elements is not stored.
 */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { readSimple, type SimpleData, writeSimple } from './simple-data.js';
import { decodeTypeDescription, encodeTypeDescription, type TypeDescription } from './type-description.js';

/** Data as it can stand in a compact array: everything but a further compact array. */
export type CompactElement =
  | SimpleData
  | { readonly kind: 'array' | 'structure'; readonly elements: readonly CompactElement[] };

export interface CompactArray {
  readonly kind: 'compact-array';
  readonly type: TypeDescription;
  readonly elements: readonly CompactElement[];
}

/**
 * Elements of compact arrays that one Data may still hold. null-data, empty structures and structures around
 * one value take no octets of their own, so octets alone do not bound the elements that a type description
 * makes of them: each octet of contents adds ELEMENTS_PER_OCTET, beyond what there is to spare.
 */
export interface ElementBudget {
  left: number;
}

const ELEMENTS_PER_OCTET = 2;

/**
 * Reads what follows the tag.
 * @param depth How many further levels of nesting are allowed.
 */
export function decodeCompactArray(reader: OctetReader, depth: number, budget: ElementBudget): CompactArray {
  const type = decodeTypeDescription(reader, depth);
  const contents = new OctetReader(readOctetString(reader), reader.layer);
  budget.left += contents.remaining * ELEMENTS_PER_OCTET;
  const elements: CompactElement[] = [];
  while (contents.remaining > 0) {
    const before = contents.remaining;
    elements.push(wholeElement(contents, type, budget));
    if (contents.remaining === before) throw contents.malformed('compact-array of elements without octets');
  }
  return { kind: 'compact-array', type, elements };
}

/** Writes what follows the tag. @throws DlmsError DLMS_VALUE_RANGE when an element is not of the type. */
export function encodeCompactArray(writer: OctetWriter, { type, elements }: CompactArray): void {
  encodeTypeDescription(writer, type);
  const contents = new OctetWriter();
  for (const element of elements) writeElement(contents, type, element);
  writeOctetString(writer, contents.toOctets());
}

// The contents are all there: an element that runs over their end is wrong, not short of octets.
function wholeElement(reader: OctetReader, type: TypeDescription, budget: ElementBudget): CompactElement {
  try {
    return readElement(reader, type, budget);
  } catch (error) {
    if (!(error instanceof DlmsError) || error.code !== 'DLMS_TRUNCATED') throw error;
    throw reader.malformed('compact-array whose last element is cut off');
  }
}

function readElement(reader: OctetReader, type: TypeDescription, budget: ElementBudget): CompactElement {
  budget.left -= 1;
  if (budget.left < 0) throw reader.malformed('compact-array with more elements than its octets can back');
  if (type.kind === 'array') {
    const elements: CompactElement[] = [];
    for (let left = type.count; left > 0; left -= 1) elements.push(readElement(reader, type.element, budget));
    return { kind: type.kind, elements };
  }
  if (type.kind === 'structure') {
    return { kind: type.kind, elements: type.elements.map((member) => readElement(reader, member, budget)) };
  }
  return readSimple(reader, type.kind);
}

function writeElement(writer: OctetWriter, type: TypeDescription, element: CompactElement): void {
  if (type.kind !== element.kind) throw unmatched(type, element);
  if (!('elements' in element)) {
    writeSimple(writer, element);
    return;
  }
  const members = memberTypes(type, element.elements.length);
  if (members === undefined) throw unmatched(type, element);
  element.elements.forEach((member, at) => {
    writeElement(writer, members[at] ?? type, member);
  });
}

function memberTypes(type: TypeDescription, count: number): readonly TypeDescription[] | undefined {
  if (type.kind === 'array' && type.count === count) return new Array(count).fill(type.element);
  return type.kind === 'structure' && type.elements.length === count ? type.elements : undefined;
}

function unmatched(type: TypeDescription, element: CompactElement): DlmsError {
  return new DlmsError(`an element of kind ${element.kind} is not of its compact-array's type ${type.kind}`, {
    code: 'DLMS_VALUE_RANGE',
    layer: 'service',
    fault: 'package',
  });
}
