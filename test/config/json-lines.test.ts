import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonLines } from '../../src/config/json-lines.js';

describe('the lines of a JSON text', () => {
  it('in which its values begin', () => {
    const text = `{
  "devices": [
    { "name": "a", "port": 1 },
    {
      "name": "[{,:\\"}]",
      "port":
        2
    }, {}
  ], "a.b": { "c": [ [true], null ] }
}`;
    assert.deepEqual(Object.fromEntries(jsonLines(text)), {
      devices: 2,
      'devices[0]': 3,
      'devices[0].name': 3,
      'devices[0].port': 3,
      'devices[1]': 4,
      'devices[1].name': 5,
      'devices[1].port': 7,
      'devices[2]': 8,
      'a.b': 9,
      'a.b.c': 9,
      'a.b.c[0]': 9,
      'a.b.c[0][0]': 9,
      'a.b.c[1]': 9,
    });
    assert.equal(jsonLines('[1,\n2]').get('[1]'), 2);
  });

  it('are not told below a key that is far too long: each path would hold it', () => {
    const text = `{"${'k'.repeat(1_000_000)}":[${'0,'.repeat(50_000)}0],\n"b":[1]}`;
    assert.deepEqual(Object.fromEntries(jsonLines(text)), { b: 2, 'b[0]': 2 });
  });

  it('are found for every text, long or deep', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (list) => {
        const lines = jsonLines(JSON.stringify(list, null, 1).replaceAll('\n', '\n'));
        assert.equal(lines.get('[0]'), 2);
        assert.ok(lines.has(`[${list.length - 1}]`));
      }),
      { seed: 3, numRuns: 100 },
    );
    assert.equal(jsonLines(JSON.stringify(['x'.repeat(2_000_000), '\\"'.repeat(1_000_000)])).size, 2);
    assert.ok(jsonLines('['.repeat(10_000) + ']'.repeat(10_000)).size < 10);
  });
});
