import assert from 'node:assert/strict';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import type { DataKind } from '../../src/cosem/data-tag.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { type Coding, checkDecoding, encoded } from '../encoding/coding.js';
import { captures, describeShared } from '../support/shared.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };

/** How the captures' reference decoder calls the types. */
const REFERENCE_TYPE: Partial<Record<DataKind, string>> = {
  'null-data': 'null',
  boolean: 'bool',
  integer: 'int8',
  long: 'int16',
  'double-long': 'int32',
  long64: 'int64',
  unsigned: 'uint8',
  'long-unsigned': 'uint16',
  'double-long-unsigned': 'uint32',
  'long64-unsigned': 'uint64',
};

/** Our Data as the reference decoder would print it; 64-bit integers are doubles in its JSON. */
function referenceForm(data: Data): unknown {
  const type = REFERENCE_TYPE[data.kind] ?? data.kind;
  if ('elements' in data) return { type, value: data.elements.map(referenceForm) };
  if ('octets' in data) return { type, value: toHex(data.octets).toLowerCase() };
  if ('bits' in data) return { type, value: data.bits };
  if ('text' in data) return { type, value: data.text };
  if (!('value' in data)) return { type };
  return { type, value: typeof data.value === 'bigint' ? Number(data.value) : data.value };
}

/** Data-notification: tag, long-invoke-id, date-time with its length, then the data. */
function notifiedData(octets: Uint8Array): Uint8Array {
  return octets.subarray(6 + (octets[5] ?? 0));
}

describeShared('Data that other meters and implementations wrote', (root) => {
  const cases = captures(root).filter(({ malformed }) => malformed === undefined);
  const plain = cases.filter(({ layer }) => layer === 'axdr' || layer === 'axdr-sequence');
  const notified = cases.filter(({ layer, hex = '' }) => layer === 'apdu' && hex.startsWith('0f'));

  it('is there', () => assert.ok(plain.length > 15 && notified.length > 4));

  for (const { id, description, layer, hex = '', reference_decode: reference } of plain) {
    it(`${id}: ${description}`, () => {
      if (layer === 'axdr') assert.deepEqual(referenceForm(checkDecoding(DATA, hex)), reference);
      const reader = new OctetReader(fromHex(hex));
      while (reader.remaining > 0) decodeData(reader);
      assert.equal(reader.position, fromHex(hex).length);
    });
  }

  for (const { id, description, hex = '', reference_decode: reference } of notified) {
    it(`${id}: ${description}`, () => {
      const data = checkDecoding(DATA, toHex(notifiedData(fromHex(hex))));
      assert.deepEqual(referenceForm(data), reference?.data);
    });
  }

  for (const { id, description, hex = '' } of plain.filter(({ layer }) => layer === 'axdr')) {
    it(`${id} comes back octet for octet: ${description}`, () => {
      assert.equal(encoded(DATA, decodeData(new OctetReader(fromHex(hex)))), hex.toUpperCase());
    });
  }
});
