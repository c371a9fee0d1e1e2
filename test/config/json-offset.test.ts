import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonErrorOffset } from '../../src/config/json-offset.js';

describe('where a text stops being JSON', () => {
  const cases: readonly (readonly [text: string, offset: number, what: string])[] = [
    ['{ "a": 1, }', 10, 'a comma before the closing brace'],
    ['{ "a" 1 }', 6, 'no colon behind a key'],
    ['{ "a": abc }', 7, 'a word that is no value'],
    ['{ "a": "b }', 7, 'a text without its end'],
    ['[1, 2', 5, 'a list without its end'],
    ['[1 2]', 3, 'no comma between values'],
    ['{"a":1}}', 7, 'a brace too many'],
    ['{"a":1] ', 6, 'a bracket that closes a brace'],
    ['1 2', 2, 'two values'],
    ['', 0, 'nothing at all'],
    ['{"a": "x\ny"}', 6, 'a line break within a text'],
    ["{'a': 1}", 1, 'single quotes'],
    ['[01]', 2, 'a number with a leading zero'],
    ['{a: 1}', 1, 'a key without quotes'],
    ['[,]', 1, 'a comma without a value before it'],
  ];
  for (const [text, offset, what] of cases) {
    it(what, () => assert.equal(jsonErrorOffset(text), offset));
  }

  it('a very long text, with and without an end', () => {
    const long = `["${'a'.repeat(3_000_000)}${'\\\\n'.repeat(1_000_000)}"`;
    assert.equal(jsonErrorOffset(long), long.length);
    assert.equal(jsonErrorOffset(long.slice(0, -1)), 1);
  });

  it('a text that is JSON is followed to its end', () => {
    fc.assert(
      fc.property(fc.json(), (text) => assert.equal(jsonErrorOffset(text), text.length)),
      { seed: 1, numRuns: 200 },
    );
  });

  it('a text that is cut stops before its end or at it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const part = text.slice(0, cut % (text.length + 1));
        assert.ok(jsonErrorOffset(part) <= part.length);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});
