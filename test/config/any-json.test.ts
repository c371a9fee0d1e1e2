import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEVICE_ENTRY_NAMES, SIGNAL_FILE_NAMES } from '../../src/config/file-names.js';
import { fileOf } from '../../src/config/file-writer.js';
import { flowOf } from '../../src/config/flow-writer.js';
import { DlmsError } from '../../src/errors.js';
import { read, variable } from './files.js';

const WORDS = [
  'a',
  'b',
  't1',
  'tab',
  'group',
  'subflow',
  'subflow:a',
  'dlms-device',
  'dlms-read',
  'global-config',
];
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...WORDS,
    '',
    variable('a'),
    '1.8.0',
    '__proto__',
    { toString: false },
    1,
    0,
    -1,
    1e300,
    true,
    null,
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const objectOf = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 8 });
const row = objectOf(['job', 'todo', 'alias', 'name', 'value', 'type', 'sn', 'enable', 'toString']);
const node = fc
  .tuple(
    fc.record({ id: fc.constantFrom('a', 'b', 't1'), type: fc.constantFrom(...WORDS) }),
    objectOf([
      'z',
      'g',
      'd',
      'disabled',
      'device',
      'alias',
      'name',
      'host',
      'port',
      'job',
      'credentials',
      'env',
    ]),
    fc.record({ env: fc.array(row), signals: fc.array(row) }, { requiredKeys: [] }),
  )
  .map((parts) => Object.assign({}, ...parts) as object);
const names = [...DEVICE_ENTRY_NAMES, ...SIGNAL_FILE_NAMES].map(({ file }) => file);
const entries = fc.array(objectOf(names), { maxLength: 4 });

describe('any JSON in place of a configuration', () => {
  const check = (content: fc.Arbitrary<object>, seed: number) =>
    fc.assert(
      fc.asyncProperty(content, async (file) => {
        try {
          const configuration = await read('a.json', file, { partial: true });
          assert.ok(JSON.stringify(fileOf(configuration)));
          assert.ok(JSON.stringify(flowOf(configuration, 'a').nodes));
        } catch (error) {
          assert.ok(error instanceof DlmsError, String(error));
        }
      }),
      { seed, numRuns: 150 },
    );

  it('as a flow, is read or refused', () => check(fc.array(node, { maxLength: 8 }), 11));
  it('as devices and signals, is read or refused', () =>
    check(fc.record({ devices: entries, signals: entries }), 12));
});
