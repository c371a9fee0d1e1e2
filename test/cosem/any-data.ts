/** Arbitrary Data for property tests: every kind, nested, compact arrays among them. */
import fc from 'fast-check';
import type { CompactElement } from '../../src/cosem/compact-array.js';
import type { Data } from '../../src/cosem/data.js';
import type { SimpleData } from '../../src/cosem/simple-data.js';
import type { TypeDescription } from '../../src/cosem/type-description.js';

const octets = (size: { minLength?: number; maxLength: number }) => fc.uint8Array(size);
const exactly = (length: number) => octets({ minLength: length, maxLength: length });

function integers(kind: string, min: number, max: number): fc.Arbitrary<SimpleData> {
  return fc.integer({ min, max }).map((value) => ({ kind, value }) as SimpleData);
}

const SIGNED = [
  ['integer', 8],
  ['delta-integer', 8],
  ['long', 16],
  ['delta-long', 16],
  ['double-long', 32],
  ['delta-double-long', 32],
] as const;

const UNSIGNED = [
  ['unsigned', 8],
  ['enum', 8],
  ['delta-unsigned', 8],
  ['long-unsigned', 16],
  ['delta-long-unsigned', 16],
  ['double-long-unsigned', 32],
  ['delta-double-long-unsigned', 32],
] as const;

const singles = fc.float({ noNaN: true });
const doubles = fc.double({ noNaN: true });

/** Simple values, one arbitrary a kind; none but the first two takes no octets in a compact array. */
const SIMPLE: readonly fc.Arbitrary<SimpleData>[] = [
  fc.constant<SimpleData>({ kind: 'null-data' }),
  fc.constant<SimpleData>({ kind: 'dont-care' }),
  fc.boolean().map((value) => ({ kind: 'boolean', value })),
  fc
    .array(fc.constantFrom('0', '1'), { maxLength: 40 })
    .map((bits) => ({ kind: 'bit-string', bits: bits.join('') })),
  octets({ maxLength: 140 }).map((value) => ({ kind: 'octet-string', octets: value })),
  octets({ maxLength: 20 }).map((value) => ({
    kind: 'visible-string',
    text: Buffer.from(value).toString('latin1'),
  })),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => ({ kind: 'utf8-string', text })),
  ...SIGNED.map(([kind, bits]) => integers(kind, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1)),
  ...UNSIGNED.map(([kind, bits]) => integers(kind, 0, 2 ** bits - 1)),
  integers('bcd', 0, 99),
  singles.map((value) => ({ kind: 'float32', value })),
  singles.map((value) => ({ kind: 'floating-point', value })),
  doubles.map((value) => ({ kind: 'float64', value })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({ kind: 'long64', value })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => ({ kind: 'long64-unsigned', value })),
  exactly(12).map((value) => ({ kind: 'date-time', octets: value })),
  exactly(5).map((value) => ({ kind: 'date', octets: value })),
  exactly(4).map((value) => ({ kind: 'time', octets: value })),
];

interface Column {
  readonly type: TypeDescription;
  readonly element: fc.Arbitrary<CompactElement>;
}

const simpleColumn: fc.Arbitrary<Column> = fc
  .constantFrom(...SIMPLE.slice(2))
  .chain((element) => element.map(({ kind }) => ({ type: { kind }, element })));

const arrayColumn: fc.Arbitrary<Column> = fc.tuple(simpleColumn, fc.integer({ min: 1, max: 3 })).map(
  ([{ type, element }, count]): Column => ({
    type: { kind: 'array', count, element: type },
    element: fc
      .array(element, { minLength: count, maxLength: count })
      .map((elements) => ({ kind: 'array', elements })),
  }),
);

const structureColumn: fc.Arbitrary<Column> = fc
  .array(fc.oneof(simpleColumn, arrayColumn), { minLength: 1, maxLength: 3 })
  .map((members) => ({
    type: { kind: 'structure', elements: members.map(({ type }) => type) },
    element: fc
      .tuple(...members.map(({ element }) => element))
      .map((elements) => ({ kind: 'structure', elements })),
  }));

export function anyCompactArray(): fc.Arbitrary<Data> {
  return fc
    .oneof(simpleColumn, arrayColumn, structureColumn)
    .chain(({ type, element }) =>
      fc.array(element, { maxLength: 3 }).map((elements) => ({ kind: 'compact-array', type, elements })),
    );
}

export function anyData(): fc.Arbitrary<Data> {
  const { data } = fc.letrec<{ data: Data }>((tie) => ({
    data: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      ...SIMPLE,
      anyCompactArray(),
      fc
        .tuple(fc.constantFrom('array', 'structure'), fc.array(tie('data'), { maxLength: 4 }))
        .map(([kind, elements]) => ({ kind, elements }) as Data),
    ),
  }));
  return data;
}
