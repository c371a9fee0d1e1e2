import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { logicalNameOf } from '../../src/cosem/descriptor.js';
import { likelyClasses } from '../../src/cosem/likely-class.js';
import { parseTag } from '../../src/cosem/obis.js';
import { obisName } from '../../src/cosem/obis-name.js';
import { describeShared } from '../support/shared.js';

const nameOf = (text: string) => obisName(parseTag(text).logicalName);
const classesOf = (text: string) => likelyClasses(parseTag(text).logicalName);

describe('names of OBIS codes', () => {
  const NAMES: Readonly<Record<string, string | undefined>> = {
    '1-0:1.8.0': 'active energy import, total',
    '1-0:1.8.1': 'active energy import, rate 1',
    '1-0:2.8.2': 'active energy export, rate 2',
    '1-0:5.8.0': 'reactive energy QI, total',
    '1-0:21.8.0': 'active energy import L1, total',
    '1-0:15.8.0': 'active energy absolute, total',
    '1-0:1.8.0*101': 'active energy import, total, last billing period',
    '1-0:1.8.0*102': 'active energy import, total, billing period 2 back',
    '1-0:1.8.0*07': 'active energy import, total, billing period 7',
    '1-0:98.1.0*126': 'billing values profile, last billing periods',
    '1-0:1.9.0': 'active energy import in the billing period, total',
    '1-0:1.7.0': 'active power import',
    '1-0:41.7.0': 'active power import L2',
    '1-1:1.7.0': 'active power import, channel 1',
    '1-0:16.7.0': 'active power net',
    '1-0:1.6.0': 'maximum active demand import',
    '1-0:1.6.1': 'maximum active demand import, rate 1',
    '1-0:1.4.0': 'current average active demand import',
    '1-0:1.5.0': 'last average active demand import',
    '1-0:1.2.0': 'cumulative maximum active demand import',
    '1-0:32.7.0': 'voltage L1',
    '1-0:72.7.0': 'voltage L3',
    '1-0:51.7.0': 'current L2',
    '1-0:32.7.3': 'voltage L1, harmonic 3',
    '1-0:31.7.124': 'current L1, total harmonic distortion',
    '1-0:32.32.0': 'voltage L1, under limit occurrences',
    '1-0:13.7.0': 'power factor',
    '1-0:14.7.0': 'frequency',
    '1-0:91.7.0': 'current neutral',
    '1-0:81.7.10': 'phase angle U(L2) to U(L1)',
    '1-0:81.7.5': 'phase angle 5',
    '1-0:99.1.0': 'load profile 1',
    '1-0:0.0.0': 'electricity ID 1',
    '0-0:1.0.0': 'clock',
    '0-0:42.0.0': 'COSEM logical device name',
    '0-0:96.1.0': 'device ID 1, serial number',
    '0-0:96.1.3': 'device ID 4',
    '0-0:40.0.0': 'current association',
    '0-1:24.2.1': 'M-Bus value 1, channel 1',
    '0-0:96.3.10': 'disconnect control',
    '0-0:97.98.0': 'alarm register 1',
    '7-0:3.0.0': 'gas forward volume, unconverted',
    '8-0:1.0.0': 'cold water volume',
    '6-0:1.0.0': 'heat energy',
    '6-0:10.0.0': 'heat flow temperature',
    '4-0:1.0.0': 'heat cost allocator units',
    '1-0:1.200.0': undefined,
    '1-0:128.7.0': undefined,
    '3-0:1.8.0': undefined,
    '0-0:200.0.0': undefined,
  };
  for (const [text, name] of Object.entries(NAMES)) {
    it(`${text}: ${name}`, () => assert.equal(nameOf(text), name));
  }

  it('of any code are whole, or there is none', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 6, maxLength: 6 }),
        fc.integer({ min: 0, max: 9 }),
        (octets, a) => {
          const name = obisName(logicalNameOf(Uint8Array.of(a, ...octets.subarray(1))));
          assert.ok(name === undefined || !/[{}]|undefined|NaN/.test(name), name);
        },
      ),
      { seed: 17, numRuns: 2000 },
    );
  });
});

describe('likely classes', () => {
  const CLASSES: Readonly<Record<string, readonly number[]>> = {
    '1-0:1.8.0': [3, 4, 5, 1],
    '1-0:32.7.0': [3, 4, 5, 1],
    '1-0:1.6.0': [4, 3, 5, 1],
    '1-0:1.4.0': [5, 3, 4, 1],
    '1-0:1.5.0': [5, 3, 4, 1],
    '1-0:32.5.0': [3, 4, 5, 1],
    '1-0:99.1.0': [7],
    '0-0:1.0.0': [8, 1, 3],
    '0-0:96.1.0': [1, 3, 4],
    '0-1:24.2.1': [4, 3, 1],
    '0-0:98.1.0': [7],
    '0-0:40.0.0': [15, 12],
    '7-0:3.0.0': [3, 4, 1],
    '1-0:1.200.0': [3, 4, 5, 1],
    '0-0:200.0.0': [1, 3, 4, 5],
  };
  for (const [text, classes] of Object.entries(CLASSES)) {
    it(`${text}: ${classes.join(', ')}`, () => assert.deepEqual(classesOf(text), classes));
  }
});

describeShared('the OBIS tables of the reference', (root) => {
  const text = readFileSync(join(root, 'reference', '10-obis.md'), 'utf8');
  // Rows with one plain code, a name and a class: `| 1-0:1.8.0*255 | active energy import, total | 3 | Wh |`.
  const rows = [
    ...text.matchAll(/^\| (\d-[0b]:\d+\.\d+\.(?:\d+|e|x))\S* (?:\(.*?\) )?\| ([^|]+) \| ([\d, ]+) \|/gm),
  ];

  it('are there', () => assert.ok(rows.length > 60));

  for (const [, code = '', name, classes = ''] of rows) {
    it(`${code} ${name}: class ${classes}`, () => {
      const tag = code.replace('-b:', '-0:').replace(/[ex]$/, '0');
      assert.ok(nameOf(tag) !== undefined);
      const likely = classesOf(tag).slice(0, 2);
      assert.ok(
        classes.split(',').some((id) => likely.includes(Number(id))),
        likely.join(', '),
      );
    });
  }
});
