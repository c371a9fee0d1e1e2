/** The object list of the Association SN. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Data, decodeData, encodeData } from '../../src/cosem/data.js';
import {
  decodeObjectListSn,
  objectListSnData,
  type SnObjectListElement,
} from '../../src/cosem/object-list-sn.js';
import { DlmsError } from '../../src/errors.js';
import { type Coding, decoded, encoded } from '../encoding/coding.js';
import { describeShared, vectors } from '../support/shared.js';
import { anyData } from './any-data.js';

const DATA: Coding<Data> = { encode: encodeData, decode: decodeData };
const read = (hex: string) => decodeObjectListSn(decoded(DATA, hex));

const REGISTER: SnObjectListElement = {
  baseName: 0x0100,
  classId: 3,
  version: 0,
  logicalName: '1.0.1.8.0.255',
};
const ASSOCIATION: SnObjectListElement = {
  baseName: 0xfa00,
  classId: 12,
  version: 2,
  logicalName: '0.0.40.0.0.255',
};
const CLASS_VERSION_NAME = '120003 1100 0906 0100010800FF';

describeShared('the worked object list of an Association SN', (root) => {
  it('is read, and written to the same octets: assoc.sn.list', () => {
    const hex = vectors(root).find(({ id }) => id === 'assoc.sn.list')?.hex ?? '';
    assert.deepEqual(read(hex), [REGISTER, ASSOCIATION]);
    assert.equal(encoded(DATA, objectListSnData([REGISTER, ASSOCIATION])), hex);
  });
});

describe('the object list of an Association SN', () => {
  it('may have base names that are not signed, or longer than they need be', () => {
    for (const base of ['12FA00', '10FA00', '050000FA00', '05FFFFFA00', '060000FA00']) {
      const [element] = read(`0101 0204 ${base} ${CLASS_VERSION_NAME}`);
      assert.equal(element?.baseName, 0xfa00, base);
    }
  });

  it('is read without the elements that name no object', () => {
    const bad = [
      `0204 0600010000 ${CLASS_VERSION_NAME}`,
      `0204 00 ${CLASS_VERSION_NAME}`,
      `0204 1401000000000000FF ${CLASS_VERSION_NAME}`,
      '0204 100100 00 1100 0906 0100010800FF',
      '0204 100100 120003 1100 0905 01000108FF',
      '0203 100100 120003 1100',
      '1105',
    ].map((element) => element.replaceAll(' ', ''));
    for (const element of bad) {
      assert.deepEqual(read(`0102 ${element} 0204 100100 ${CLASS_VERSION_NAME}`), [REGISTER], element);
    }
  });

  it('may be empty, and of elements with more members than the book has', () => {
    assert.deepEqual(read('0100'), []);
    assert.deepEqual(read(`0101 0205 100100 ${CLASS_VERSION_NAME} 1107`), [REGISTER]);
  });

  it('counts as version 0 where the version cannot be read', () => {
    assert.deepEqual(read('0101 0204 100100 120003 00 0906 0100010800FF'), [REGISTER]);
  });

  it('that is no array, or names no object at all, is damaged', () => {
    for (const hex of [
      '1107',
      '00',
      '0904 01020304',
      '0101 0203 120003 1100 0906 0100010800FF',
      '010200 00',
    ]) {
      assert.throws(() => read(hex), isMalformed, hex);
    }
  });

  it('gives elements or one typed error, whatever Data comes', () => {
    const check = (data: Data) => {
      try {
        const elements = decodeObjectListSn(data);
        assert.deepEqual(decodeObjectListSn(objectListSnData(elements)), elements);
      } catch (error) {
        assert.ok(isMalformed(error));
      }
    };
    const integer = fc
      .integer({ min: -70_000, max: 70_000 })
      .map((value): Data => ({ kind: 'double-long', value }));
    const name = fc
      .uint8Array({ minLength: 5, maxLength: 6 })
      .map((octets): Data => ({ kind: 'octet-string', octets }));
    const member = fc.oneof({ weight: 3, arbitrary: integer }, { weight: 3, arbitrary: name }, anyData());
    const element = fc
      .tuple(integer, integer, member, fc.oneof({ weight: 5, arbitrary: name }, member))
      .map((elements): Data => ({ kind: 'structure', elements }));
    const list = fc
      .array(fc.oneof({ weight: 5, arbitrary: element }, anyData()))
      .map((elements): Data => ({ kind: 'array', elements }));
    fc.assert(fc.property(fc.oneof(list, anyData()), check), { seed: 12, numRuns: 500 });
  });
});

function isMalformed(error: unknown): boolean {
  return error instanceof DlmsError && error.code === 'DLMS_MALFORMED' && error.fault === 'meter';
}
