import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DlmsError } from '../../src/errors.js';
import { contentsFromJson, contentsToJson } from '../../src/meter/directory-json.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

const RUNS = { numRuns: 300, seed: 20250115 };

const PROPERTIES = [
  ...[
    'name',
    'alias',
    'transport',
    'host',
    'port',
    'serialPort',
    'baudRate',
    'dataBits',
    'stopBits',
    'parity',
  ],
  ...[
    'flowControl',
    'mode',
    'referencing',
    'logicalAddress',
    'physicalAddress',
    'addressSize',
    'clientAddress',
  ],
  ...[
    'serialNumber',
    'serialNumberFormula',
    'auth',
    'timeoutMs',
    'retryCounter',
    'scanRateMs',
    'pollDelayMs',
  ],
  ...['quirks', 'security'],
];

const VALUE = fc.oneof(
  fc.anything({ maxDepth: 2, withNullPrototype: true, withBigInt: true, withDate: true }),
  fc.integer(),
  fc.constantFrom(
    '',
    '0',
    '1',
    'LN',
    'SN',
    'tcp',
    'serial',
    'Low',
    'DLMS',
    '0x10',
    '-1',
    '1e9',
    'NaN',
    '__proto__',
  ),
);

describe('whatever the settings are', () => {
  it('they work, or are refused in words', () => {
    const input = fc.dictionary(fc.constantFrom(...PROPERTIES), VALUE, { noNullPrototype: true });
    fc.assert(
      fc.property(input, fc.string(), (properties, password) => {
        try {
          const { settings } = resolveSettings({ referencing: 'LN', ...properties }, { password });
          assert.match(settings.alias, /^[A-Za-z0-9_-]+$/);
        } catch (error) {
          assert.ok(error instanceof DlmsError, String(error));
          assert.equal(error.code, 'DLMS_SETTING');
        }
      }),
      RUNS,
    );
  });
});

describe('whatever stands in the file of a meter', () => {
  it('is read as knowledge that can be kept, or as nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (text, entries) => {
          const known = { version: 1, classes: entries, scalers: entries, refused: entries, listLimit: text };
          for (const json of [text, JSON.stringify(known), JSON.stringify({ ...entries, version: 1 })]) {
            const contents = contentsFromJson(json);
            if (contents === undefined) continue;
            assert.deepEqual(contentsFromJson(contentsToJson(contents)), contents);
          }
        },
      ),
      RUNS,
    );
  });
});
