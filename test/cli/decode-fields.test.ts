/** Every field stands where it says: the octets there are its own, and no octet of a PDU is left out. */
import assert from 'node:assert/strict';
import { decodeLeadingApdu } from '../../src/apdu/apdu.js';
import { apduFields } from '../../src/cli/decode/fields/apdu-fields.js';
import type { Field } from '../../src/cli/decode/fields/field.js';
import { placeFrom } from '../../src/cli/decode/place.js';
import { errorsOf, type Report } from '../../src/cli/decode/report.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { chanceOf } from '../support/decode-trial.js';
import { mutated } from '../support/mutations.js';
import { captures, describeShared, vectors } from '../support/shared.js';
import { keysOf, octetsOf } from './corpus-facts.js';
import { decodeWhole } from './decoding.js';

/** Their octets are joined or deciphered: only the first one is where the field says. */
const APART = new Set(['joined', 'joined segments', 'deciphered', 'contents']);

/** AARQ and AARE. */
const ACSE = new Set([0x60, 0x61]);

function plainFields(fields: readonly Field[]): readonly Field[] {
  return fields
    .filter(({ name }) => !APART.has(name))
    .flatMap((field) => [field, ...plainFields(field.fields ?? [])]);
}

function named(fields: readonly Field[], name: string): Field | undefined {
  for (const field of fields) {
    const found = field.name === name ? field : named(field.fields ?? [], name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The octets that the field shows are those at its offset. */
function assertInPlace({ name, offset, length, octets }: Field, input: Uint8Array): void {
  const shown = octets.replace(/[ …]/g, '');
  if (shown === '***') return;
  assert.ok(offset >= 0 && offset + length <= input.length, `${name} at ${offset} of ${length}`);
  assert.ok(shown.length / 2 <= length, `${name} at ${offset} shows too much`);
  const there = input.subarray(offset, offset + shown.length / 2);
  // Text comes with its parity bits.
  const same = [there, there.map((octet) => octet & 0x7f)].some((each) => toHex(each) === shown);
  assert.ok(same, `${name} at ${offset} is ${shown}, there is ${toHex(there)}`);
}

/** Fields stand one behind the other, and fill what they are in. */
function assertNoGaps(fields: readonly Field[], start: number, end: number): void {
  let at = start;
  for (const field of fields) {
    assert.equal(field.offset, at, `${field.name} does not follow what is before it`);
    at = field.offset + field.length;
    const [first] = field.fields ?? [];
    if (first !== undefined) assertNoGaps(field.fields ?? [], first.offset, at);
  }
  assert.equal(at, end);
}

const TILED = new Set(['hdlc', 'wrapper', 'mbus', 'llc', 'apdu', 'data']);

/** Where both an APDU and a Data fit, both are told. */
function isTiled({ kind, error, data, fields }: Report): boolean {
  const names = fields.flatMap(({ name, fields: inner = [] }) => [name, ...inner.map((each) => each.name)]);
  const isAmbiguous = kind === 'apdu' && data !== undefined;
  return TILED.has(kind) && error === undefined && !isAmbiguous && !names.some((name) => APART.has(name));
}

describe('the fields of what was decoded', () => {
  it('of a frame down to the values, with their names and quantities', () => {
    const input = '7EA02A41088313041 3E6E7000F40000000000101020309060100010700FF060000046202020F00161B4EA27E';
    const [report] = decodeWhole(input.replace(' ', ''));
    const fields = report?.fields ?? [];
    const told = ['destination', 'LLC', 'octet-string', 'double-long-unsigned'].map((name) => {
      const { offset, length, value, meaning } = named(fields, name) ?? {};
      return [offset, length, value, meaning];
    });
    assert.deepEqual(told, [
      [3, 1, '32', undefined],
      [9, 3, undefined, 'response'],
      [22, 8, '0100010700FF', '1.0.1.7.0.255 active power import'],
      [30, 5, 1122, '1122 W'],
    ]);
  });

  it('of capture objects name classes and attributes', () => {
    const [report] = decodeWhole('C401C100010102041200030906010001080 0FF0F02120000'.replace(' ', ''));
    const meanings = plainFields(report?.fields ?? []).map(({ meaning }) => meaning);
    for (const meaning of ['Register', '1.0.1.8.0.255 active energy import, total', 'value']) {
      assert.ok(meanings.includes(meaning), meaning);
    }
  });

  it('end where an APDU cannot be read, with the reason there', () => {
    const [report] = decodeWhole('C401C1000203120001');
    assert.deepEqual(report?.errors, [
      { offset: 9, code: 'DLMS_TRUNCATED', message: 'ends after 9 octets where 1 more are due at octet 9' },
    ]);
    const values = plainFields(report?.fields ?? []).map(({ value }) => value);
    assert.ok(values.includes(1));
  });

  it('are not more than anybody reads', () => {
    const [report] = decodeWhole(`0184000186A0${'00'.repeat(100_000)}`);
    const fields = plainFields(report?.fields ?? []);
    assert.ok(fields.length <= 20_003);
    const last = fields.at(-1);
    assert.deepEqual([last?.name, (last?.offset ?? 0) + (last?.length ?? 0)], ['more fields', 100_006]);
  });

  it('hide passwords, keys and what sets them', () => {
    const cases = [
      [
        '6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0',
        '31323334',
      ],
      ['01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0', '00112233'],
      ['C101C1000F0000280000FF0700090831323334353637 38'.replace(' ', ''), '31323334'],
      ['C301C1000F0000280000FF020109083132333435363738', '31323334'],
      ['06010 2FA40010908 3132333435363738'.replaceAll(' ', ''), '31323334'],
    ] as const;
    for (const [hex, secret] of cases) {
      const text = JSON.stringify(decodeWhole(hex)).replaceAll(' ', '');
      assert.match(text, /\*\*\*/);
      assert.doesNotMatch(text, new RegExp(secret), hex);
    }
  });
});

describeShared('the fields of what others sent', (root) => {
  const inputs = [
    ...vectors(root).map(({ id, hex }) => ({ id, octets: fromHex(hex ?? ''), keys: {} })),
    ...captures(root).map((capture) => ({
      id: capture.id,
      octets: octetsOf(capture),
      keys: keysOf(capture),
    })),
  ].filter(({ octets }) => octets.length > 0);

  it('show the octets that stand at their offsets', () => {
    for (const { id, octets, keys } of inputs) {
      for (const { fields } of decodeWhole(octets, keys)) {
        for (const field of plainFields(fields)) {
          assert.doesNotThrow(() => assertInPlace(field, octets), id);
        }
      }
    }
  });

  it('of joined segments and blocks begin in the segment or block that they are in', () => {
    const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
    for (const [ids, last] of [
      [['hdlc.seg.1', 'hdlc.seg.2'], 'joined segments'],
      [['gbt.1', 'gbt.2'], 'joined'],
      [['get.res.block1', 'get.res.block2'], 'joined'],
    ] as const) {
      const octets = fromHex(ids.map((id) => byId.get(id)).join(''));
      const joined = named(decodeWhole(octets).at(-1)?.fields ?? [], last);
      const inside = plainFields(joined?.fields ?? []);
      assert.ok(inside.length > 12);
      for (const { name, offset, octets: shown } of inside) {
        if (shown !== '') assert.equal(toHex(octets.subarray(offset, offset + 1)), shown.slice(0, 2), name);
      }
      const places = inside.map(({ offset }) => offset);
      assert.deepEqual(
        places,
        [...places].sort((one, other) => one - other),
      );
    }
  });

  it('leave no octet of a frame or PDU out', () => {
    let tiled = 0;
    for (const { id, octets } of inputs) {
      for (const report of decodeWhole(octets).filter(isTiled)) {
        tiled += 1;
        const { offset, length, fields } = report;
        assert.doesNotThrow(() => assertNoGaps(fields, offset, offset + length), id);
      }
    }
    assert.ok(tiled > 300);
  });

  it('can be read wherever the APDU can, and nowhere else', () => {
    const apdus = vectors(root).filter(({ kind }) => ['apdu', 'glo', 'gglo', 'gbt', 'gciph'].includes(kind));
    const seeds = apdus.map(({ hex }) => fromHex(hex));
    const chance = chanceOf(17);
    for (let left = 4000; left > 0; left -= 1) {
      const octets = mutated(seeds, chance);
      const length = lengthOf(octets);
      const fields = apduFields({ octets, place: placeFrom(0) });
      const [last] = fields.slice(-1);
      if (last?.name === 'more fields') continue;
      const isRead = errorsOf(fields).length === 0;
      // An AARQ or AARE of fields that are all right can lack one.
      if (length !== undefined || !ACSE.has(octets[0] ?? 0))
        assert.equal(isRead, length !== undefined, toHex(octets));
      if (length !== undefined && last !== undefined)
        assert.equal(last.offset + last.length, length, toHex(octets));
    }
  });
});

/** Octets of the APDU in front; undefined where it cannot be read. */
function lengthOf(octets: Uint8Array): number | undefined {
  try {
    return octets.length - decodeLeadingApdu(octets).trailing.length;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}
