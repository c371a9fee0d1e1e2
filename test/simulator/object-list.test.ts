import assert from 'node:assert/strict';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { ask, decode, OBJECT_LIST, open, WITHOUT_BLOCKS } from './get-fixture.js';
import { elementsOf } from './reading.js';

describe('the object list of a meter', () => {
  const elements = (options: SimulatorOptions) => {
    const response = decode(ask(open(0, { conformance: WITHOUT_BLOCKS, options }), OBJECT_LIST));
    assert.ok(response.kind === 'get-response-normal' && response.result.kind === 'data');
    return elementsOf(response.result.data).map(elementsOf);
  };
  const names = (options: SimulatorOptions) =>
    elements(options).map(([, , name]) => (name?.kind === 'octet-string' ? name.octets.join('.') : ''));

  it('lists every object with class, version and rights of each attribute and method', () => {
    const listed = elements({});
    assert.equal(listed.length, demoMeter().model.size);
    for (const [classId, version, name, rights] of listed) {
      assert.ok(name?.kind === 'octet-string' && classId?.kind === 'long-unsigned');
      const object = demoMeter().model.get(name.octets.join('.'));
      assert.equal(classId.value, object?.classId);
      assert.deepEqual(version, { kind: 'unsigned', value: object?.version });
      const [attributes, methods] = elementsOf(rights);
      assert.equal(elementsOf(attributes).length, 1 + (object?.attributes.length ?? 0));
      assert.equal(elementsOf(methods).length, object?.methods.length);
    }
  });

  it('tells that the profile can be read by range and by entry', () => {
    const profile = elements({}).find(
      ([classId]) => classId?.kind === 'long-unsigned' && classId.value === 7,
    );
    const [attributes] = elementsOf(profile?.[3]);
    const [, , selectors] = elementsOf(elementsOf(attributes)[1]);
    assert.deepEqual(selectors, {
      kind: 'array',
      elements: [
        { kind: 'integer', value: 1 },
        { kind: 'integer', value: 2 },
      ],
    });
  });

  it('is the nameplate for the public client of a meter that asks for a password', () => {
    assert.deepEqual(names({ auth: 'Low', password: 'x' }), [
      '0.0.42.0.0.255',
      '0.0.41.0.0.255',
      '0.0.96.1.0.255',
      '0.0.40.0.0.255',
      '0.0.1.0.0.255',
    ]);
  });

  it('can be cut short', () => {
    assert.equal(names({ objectListLimit: 3 }).length, 3);
  });
});
