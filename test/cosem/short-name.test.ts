/** Short names of attributes and methods, as the Blue Book and recorded clients count them. */
import assert from 'node:assert/strict';
import {
  attributeAtOffset,
  attributeShortName,
  methodAtOffset,
  methodShortName,
  shortNameOf,
} from '../../src/cosem/short-name.js';

const at = (classId: number, methodId: number, version = 0) =>
  methodShortName(0x0100, { classId, version }, methodId);

describe('the short name of an attribute', () => {
  it('is the base name for the logical name, and grows by 8', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 9].map((id) => attributeShortName(0x0100, id)),
      [0x0100, 0x0108, 0x0110, 0x0118, 0x0140],
    );
    assert.equal(attributeShortName(0xfa00, 2), 0xfa08);
    assert.equal(attributeShortName(0xfff8, 1), 0xfff8);
  });

  it('is nowhere beyond the last, before the first, and for the vendors’ negative attributes', () => {
    assert.equal(attributeShortName(0xfff8, 2), undefined);
    for (const id of [0, -1, -128]) assert.equal(attributeShortName(0x0100, id), undefined);
  });
});

describe('the short name of a method', () => {
  it('stands where its class puts it', () => {
    assert.equal(at(3, 1), 0x0128);
    assert.equal(at(4, 1), 0x0138);
    assert.deepEqual([at(5, 1), at(5, 2)], [0x0148, 0x0150]);
    assert.deepEqual([at(7, 1), at(7, 2)], [0x0158, 0x0160]);
    assert.deepEqual([at(8, 1), at(8, 6)], [0x0160, 0x0188]);
    assert.deepEqual([at(70, 1), at(70, 2)], [0x0120, 0x0128]);
    assert.deepEqual([at(11, 1), at(11, 2)], [0x0110, 0x0118]);
    assert.deepEqual([at(18, 1), at(18, 4)], [0x0140, 0x0158]);
  });

  it('of the current association: secrets and reply_to_HLS_authentication', () => {
    const association = { classId: 12, version: 2 };
    assert.deepEqual(
      [5, 6, 8, 10].map((id) => methodShortName(0xfa00, association, id)),
      [0xfa40, 0xfa48, 0xfa58, 0xfa68],
    );
  });

  it('may depend on the version of the class', () => {
    assert.deepEqual([at(64, 1, 0), at(64, 1, 1), at(64, 1, 2)], [0x0128, 0x0130, undefined]);
    assert.deepEqual([at(72, 1, 0), at(72, 1, 1)], [0x0160, undefined]);
  });

  it('is not given to methods and classes that the book gives none', () => {
    assert.deepEqual(
      [at(3, 0), at(3, 2), at(1, 1), at(9999, 1)],
      [undefined, undefined, undefined, undefined],
    );
    assert.equal(methodShortName(0xfff0, { classId: 3, version: 0 }, 1), undefined);
  });

  it('is found again by its offset', () => {
    for (const classId of [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 18, 20, 40, 42, 61, 64, 70, 72]) {
      const object = { classId, version: 0 };
      assert.equal(methodAtOffset(object, (at(classId, 1) ?? 0) - 0x0100), 1, `class ${classId}`);
      assert.equal(methodAtOffset(object, 0x08), undefined, `class ${classId}`);
    }
    assert.equal(methodAtOffset({ classId: 3, version: 0 }, 0x29), undefined);
    assert.equal(methodAtOffset({ classId: 3, version: 0 }, 0x30), undefined);
    assert.deepEqual([0x00, 0x08, 0x10, 0x09, -8].map(attributeAtOffset), [1, 2, 3, undefined, undefined]);
  });
});

describe('a base name in an object list', () => {
  it('may be signed or not', () => {
    assert.deepEqual(
      [-1536, 0xfa00, 0x0100, -32768, 0x7fff].map(shortNameOf),
      [0xfa00, 0xfa00, 0x0100, 0x8000, 0x7fff],
    );
  });

  it('is no short name beyond 16 bits', () => {
    for (const value of [-32769, 65536, 1.5, Number.NaN]) assert.equal(shortNameOf(value), undefined);
  });
});
