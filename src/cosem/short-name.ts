/**
 * Short names (Blue Book, short name referencing): 16-bit addresses of attributes and methods, counted from
 * the base name of their object.
 */

/** Base names that every meter keeps for the same objects. */
export const RESERVED_BASE_NAME = {
  'current association': 0xfa00,
  'script table of broadcasts': 0xfb00,
  'SAP assignment': 0xfc00,
  'COSEM logical device name': 0xfd00,
} as const;

/** From one attribute or method of an object to the next. */
export const SHORT_NAME_STEP = 8;

const LARGEST = 0xffff;

interface MethodBlock {
  /** Of method 1, from the base name. */
  readonly offset: number;
  readonly methods: number;
  /** The only version of the class that has its methods there; all known versions where left out. */
  readonly version?: number;
}

/** Methods stand one after the other, where their class puts the first. */
const METHOD_BLOCKS: Readonly<Record<number, readonly MethodBlock[]>> = {
  3: [{ offset: 0x28, methods: 1 }],
  4: [{ offset: 0x38, methods: 1 }],
  5: [{ offset: 0x48, methods: 2 }],
  6: [{ offset: 0x30, methods: 3 }],
  7: [{ offset: 0x58, methods: 4 }],
  8: [{ offset: 0x60, methods: 6 }],
  9: [{ offset: 0x20, methods: 1 }],
  10: [{ offset: 0x20, methods: 3 }],
  11: [{ offset: 0x10, methods: 2 }],
  12: [{ offset: 0x20, methods: 10 }],
  17: [{ offset: 0x20, methods: 1 }],
  18: [{ offset: 0x40, methods: 4 }],
  20: [{ offset: 0x50, methods: 1 }],
  40: [{ offset: 0x38, methods: 1, version: 0 }],
  42: [{ offset: 0x60, methods: 3 }],
  61: [{ offset: 0x28, methods: 2 }],
  64: [
    { offset: 0x28, methods: 2, version: 0 },
    { offset: 0x30, methods: 8, version: 1 },
  ],
  70: [{ offset: 0x20, methods: 2 }],
  72: [{ offset: 0x60, methods: 8, version: 0 }],
};

/** Class and version of the object whose method is meant. */
interface ClassVersion {
  readonly classId: number;
  readonly version: number;
}

/** The short name of an attribute from 1 on; undefined for what no short name can reach. */
export function attributeShortName(baseName: number, attributeId: number): number | undefined {
  return attributeId < 1 ? undefined : withinRange(baseName + SHORT_NAME_STEP * (attributeId - 1));
}

/** The short name of a method from 1 on; undefined where the book gives its class none. */
export function methodShortName(
  baseName: number,
  object: ClassVersion,
  methodId: number,
): number | undefined {
  const block = methodBlock(object);
  if (block === undefined || methodId < 1 || methodId > block.methods) return undefined;
  return withinRange(baseName + block.offset + SHORT_NAME_STEP * (methodId - 1));
}

/** The method `offset` behind the base name, by its number; undefined where no method stands. */
export function methodAtOffset(object: ClassVersion, offset: number): number | undefined {
  const block = methodBlock(object);
  if (block === undefined || offset % SHORT_NAME_STEP !== 0) return undefined;
  const methodId = (offset - block.offset) / SHORT_NAME_STEP + 1;
  return methodId >= 1 && methodId <= block.methods ? methodId : undefined;
}

/** The attribute `offset` behind the base name, by its number; undefined between two attributes. */
export function attributeAtOffset(offset: number): number | undefined {
  return offset % SHORT_NAME_STEP === 0 && offset >= 0 ? offset / SHORT_NAME_STEP + 1 : undefined;
}

/** A base name as object lists write it, −32768 to 65535: many are signed. Undefined for any other number. */
export function shortNameOf(value: number): number | undefined {
  const signed = Number.isInteger(value) && value >= -0x8000 && value <= LARGEST;
  return signed ? value & LARGEST : undefined;
}

function methodBlock({ classId, version }: ClassVersion): MethodBlock | undefined {
  const blocks = METHOD_BLOCKS[classId] ?? [];
  return blocks.find((block) => block.version === undefined || block.version === version);
}

function withinRange(name: number): number | undefined {
  return name >= 0 && name <= LARGEST ? name : undefined;
}
