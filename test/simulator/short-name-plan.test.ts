/** Where the objects of a simulated meter stand by short names, and what is found there. */
import assert from 'node:assert/strict';
import { attributeShortName, methodShortName } from '../../src/cosem/short-name.js';
import { array, integer } from '../../src/simulator/data-values.js';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import { shortNamePlan, variableAt } from '../../src/simulator/short-name-plan.js';
import { LOW } from './association-fixture.js';
import { dataOf, name, objectsOf, openShort, readAll } from './read-fixture.js';
import { elementsOf } from './reading.js';

const { model } = demoMeter();
const plan = shortNamePlan(model);

describe('the address plan of a meter', () => {
  it('has room for every object, each at a multiple of 8, none over another', () => {
    assert.equal(plan.length, model.size);
    const taken = new Set<number>();
    for (const { baseName, size } of plan) {
      assert.equal(baseName % 8, 0);
      for (let at = baseName; at < baseName + size; at += 8) {
        assert.ok(!taken.has(at), at.toString(16));
        taken.add(at);
      }
    }
  });

  it('keeps to the reserved base names, and begins with the others at 0100', () => {
    const at = (logicalName: string) =>
      plan.find(({ object }) => object.logicalName === logicalName)?.baseName;
    assert.equal(at('0.0.40.0.0.255'), 0xfa00);
    assert.equal(at('0.0.41.0.0.255'), 0xfc00);
    assert.equal(at('0.0.42.0.0.255'), 0xfd00);
    assert.equal(plan.find(({ baseName }) => baseName === 0x0100)?.object.logicalName, '0.0.96.1.0.255');
  });

  it('finds every attribute and every method where the book puts it', () => {
    for (const { baseName, object } of plan) {
      for (const attributeId of [1, ...object.attributes.map(({ id }) => id)]) {
        const found = variableAt(plan, attributeShortName(baseName, attributeId) ?? 0);
        assert.deepEqual(found, { kind: 'attribute', object, attributeId });
      }
      for (const { id: methodId } of object.methods) {
        const found = variableAt(plan, methodShortName(baseName, object, methodId) ?? 0);
        assert.deepEqual(found, { kind: 'method', object, methodId });
      }
    }
  });

  it('finds nothing between two attributes, before the first object and behind the last', () => {
    for (const shortName of [0x0000, 0x00f8, 0x0101, 0x0107, 0xf9f8, 0xfb00, 0xfff8, 0xffff]) {
      assert.equal(variableAt(plan, shortName), undefined, shortName.toString(16));
    }
  });
});

describe('the object list by short names', () => {
  it('names every object with its base name, class and version; the association is of class 12', () => {
    const listed = objectsOf(openShort());
    assert.deepEqual(
      listed,
      plan.map(({ baseName, object: { classId, version, logicalName } }) => ({
        baseName,
        classId,
        version,
        logicalName,
      })),
    );
    assert.deepEqual(
      listed.find(({ baseName }) => baseName === 0xfa00),
      { baseName: 0xfa00, classId: 12, version: 2, logicalName: '0.0.40.0.0.255' },
    );
  });

  it('hides from the public client what it may not read, and ends early where it is told to', () => {
    const shown = objectsOf(openShort({ options: LOW }));
    assert.ok(shown.length > 3 && shown.length < plan.length);
    assert.ok(shown.every(({ logicalName }) => !logicalName.startsWith('1.0.1.8')));
    assert.equal(objectsOf(openShort({ options: { objectListLimit: 5 } })).length, 5);
  });

  it('has access rights beside it, element for element', () => {
    const meter = openShort();
    const rights = elementsOf(dataOf(readAll(meter, name(0xfa10))[0])).map(elementsOf);
    assert.equal(rights.length, plan.length);
    for (const [at, [baseName, attributes, methods]] of rights.entries()) {
      const placed = plan[at];
      assert.ok(placed !== undefined && baseName?.kind === 'long');
      assert.equal(baseName.value & 0xffff, placed.baseName);
      assert.equal(elementsOf(attributes).length, 1 + placed.object.attributes.length);
      assert.equal(elementsOf(methods).length, placed.object.methods.length);
    }
    const profile = rights[plan.findIndex(({ object }) => object.classId === 7)];
    const [, , buffer] = [undefined, ...elementsOf(profile?.[1])];
    assert.deepEqual(elementsOf(buffer)[2], array([integer(1), integer(2)]));
  });
});
