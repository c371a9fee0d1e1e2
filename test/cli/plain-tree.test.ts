import assert from 'node:assert/strict';
import { treeLines } from '../../src/cli/plain-tree.js';

describe('plain objects as lines', () => {
  it('have one line a member, with Data as type and value', () => {
    const fields = {
      attribute: { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 },
      result: { kind: 'data', data: { type: 'long', value: -5 } },
      conformance: ['get', 'set'],
      empty: null,
    };
    assert.deepEqual(treeLines(fields), [
      'attribute: classId 3, logicalName 1.0.1.8.0.255, attributeId 2',
      'result: kind data, data long -5',
      'conformance: [get; set]',
      'empty: null',
    ]);
  });

  it('go below their name where they do not fit its line', () => {
    const element = { type: 'octet-string', value: 'AB'.repeat(30) };
    const lines = treeLines({ data: { type: 'structure', value: [element, element] } });
    assert.deepEqual(lines, [
      'data:',
      '  type: structure',
      '  value:',
      `    1: octet-string ${'AB'.repeat(30)}`,
      `    2: octet-string ${'AB'.repeat(30)}`,
    ]);
  });

  it('have lists of words in lines that fit', () => {
    const services = Array.from({ length: 12 }, (_, at) => `service-number-${at}`);
    const [name, ...lines] = treeLines({ services });
    assert.equal(name, 'services:');
    assert.ok(lines.length === 3 && lines.every((line) => line.length <= 102), lines.join('\n'));
    assert.equal(lines.map((line) => line.trim()).join(', '), services.join(', '));
  });

  it('stay on their line whatever a text holds', () => {
    assert.deepEqual(treeLines({ text: 'a\u001b[31m\nb' }), ['text: a [31m b']);
  });
});
