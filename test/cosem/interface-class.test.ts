import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attributeMeaning,
  attributeName,
  attributeNames,
  interfaceClassName,
  valueAttribute,
  valueCompanions,
} from '../../src/cosem/interface-class.js';
import { describeShared } from '../support/shared.js';

describe('interface classes', () => {
  it('have the names of the book', () => {
    assert.equal(interfaceClassName(3), 'Register');
    assert.equal(interfaceClassName(15), 'Association LN');
    assert.deepEqual(attributeNames(3), ['logical_name', 'value', 'scaler_unit']);
    assert.equal(attributeName(7, 3), 'capture_objects');
    assert.equal(attributeName(70, 4), 'control_mode');
  });

  it('that the book does not know are numbered', () => {
    assert.equal(interfaceClassName(123456), 'class 123456');
    assert.deepEqual(attributeNames(9999), ['logical_name']);
    assert.equal(attributeName(9999, 1), 'logical_name');
    assert.equal(attributeName(3, 9), 'attribute 9');
    assert.equal(attributeName(3, -1), 'attribute -1');
  });

  it('Data and registers have a value, others need an attribute', () => {
    assert.deepEqual([1, 3, 4, 5].map(valueAttribute), [2, 2, 2, 2]);
    assert.deepEqual([7, 8, 15, 70].map(valueAttribute), [undefined, undefined, undefined, undefined]);
  });

  it('values have their scaler_unit, status and capture_time beside them', () => {
    assert.deepEqual(valueCompanions(1, 2), {});
    assert.deepEqual(valueCompanions(3, 2), { scalerUnit: 3 });
    assert.deepEqual(valueCompanions(4, 2), { scalerUnit: 3, status: 4, captureTime: 5 });
    assert.deepEqual(valueCompanions(5, 2), { scalerUnit: 4, status: 5, captureTime: 6 });
    assert.deepEqual(valueCompanions(5, 3), { scalerUnit: 4, status: 5, captureTime: 6 });
    assert.equal(valueCompanions(3, 3), undefined);
    assert.equal(valueCompanions(8, 2), undefined);
  });

  it('companions are the attributes that the table calls so', () => {
    for (const [classId, attributeId] of [
      [3, 2],
      [4, 2],
      [5, 2],
      [5, 3],
      [61, 2],
      [67, 7],
    ] as const) {
      const { scalerUnit, status, captureTime } = valueCompanions(classId, attributeId) ?? {};
      assert.equal(attributeName(classId, scalerUnit ?? 0), 'scaler_unit');
      if (status !== undefined) assert.equal(attributeName(classId, status), 'status');
      if (captureTime !== undefined) assert.equal(attributeName(classId, captureTime), 'capture_time');
    }
  });

  it('octet-strings that are date-times', () => {
    assert.equal(attributeMeaning(8, 2), 'date-time');
    assert.equal(attributeMeaning(4, 5), 'date-time');
    assert.equal(attributeMeaning(5, 6), 'date-time');
    assert.equal(attributeMeaning(1, 2), 'value');
  });
});

describeShared('the interface classes of the reference', (root) => {
  const text = readFileSync(join(root, 'reference', '09-interface-classes.md'), 'utf8');
  const classes = [...text.matchAll(/^\*\*(\d+) ([^*[]+?)(?: \[[^\]]*\])?\*\*/gm)];

  it('are there', () => assert.ok(classes.length > 40));

  for (const [, id, name = ''] of classes) {
    it(`${id} ${name}`, () => {
      const plain = (words: string) =>
        words
          .toLowerCase()
          .replaceAll(/[^a-z0-9]/g, '')
          .replace('pair1', 'pair');
      assert.equal(plain(interfaceClassName(Number(id))), plain(name));
      assert.ok(attributeNames(Number(id)).length > 1);
    });
  }

  // `**3 Register [0]**: 2 value any; 3 scaler_unit su. M1 …`
  const described = [...text.matchAll(/^\*\*(\d+) [^*]+\*\*[^:\n]*: (2 .+)$/gm)];

  for (const [, id, attributes = ''] of described.filter(([, id]) => id !== '24')) {
    it(`attributes of ${id}`, () => {
      const numbered = [
        ...(attributes.split(/\. M\d/, 1)[0]?.matchAll(/(?:^|; |v\d: )(\d+) ([A-Za-z_-]{3,})/g) ?? []),
      ];
      assert.ok(numbered.length > 0);
      for (const [, attributeId, name = ''] of numbered) {
        const known = attributeName(Number(id), Number(attributeId));
        assert.ok(known.startsWith(name.replace(/_address(es)?$/, '')), `${attributeId}: ${known}, ${name}`);
      }
    });
  }
});
