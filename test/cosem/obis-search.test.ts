/** Codes found by what people type. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { obisCatalogue } from '../../src/cosem/obis-catalogue.js';
import { obisName } from '../../src/cosem/obis-name.js';
import { findObjects } from '../../src/cosem/obis-search.js';

const first = (text: string) => findObjects(text, 1)[0]?.logicalName;
const names = (text: string, count = 3) => findObjects(text, count).map(({ name }) => name);

describe('codes by their names', () => {
  const WANTED: Readonly<Record<string, string>> = {
    'active energy import': '1.0.1.8.0.255',
    'Import Active energy': '1.0.1.8.0.255',
    'act en imp': '1.0.1.8.0.255',
    energy: '1.0.1.8.0.255',
    kWh: '1.0.1.8.0.255',
    'A+': '1.0.1.8.0.255',
    '+A': '1.0.1.8.0.255',
    'a-': '1.0.2.8.0.255',
    'consumption energy': '1.0.1.8.0.255',
    'tariff 2': '1.0.1.8.2.255',
    'reactive energy export': '1.0.4.8.0.255',
    'active power import': '1.0.1.7.0.255',
    'voltage L1': '1.0.32.7.0.255',
    voltage: '1.0.12.7.0.255',
    'current l2': '1.0.51.7.0.255',
    frequency: '1.0.14.7.0.255',
    Hz: '1.0.14.7.0.255',
    'power factor': '1.0.13.7.0.255',
    'max demand': '1.0.1.6.0.255',
    'thd voltage l1': '1.0.32.7.124.255',
    'phase angle': '1.0.81.7.0.255',
    clock: '0.0.1.0.0.255',
    'date time': '0.0.1.0.0.255',
    'serial number': '0.0.96.1.0.255',
    'logical device name': '0.0.42.0.0.255',
    'disconnect control': '0.0.96.3.10.255',
    'gas volume corrected': '7.0.3.1.0.255',
    'heat energy': '6.0.1.0.0.255',
    'cold water': '8.0.1.0.0.255',
  };
  for (const [text, logicalName] of Object.entries(WANTED)) {
    it(`"${text}" finds ${logicalName}`, () => assert.equal(first(text), logicalName));
  }

  it('come with those that are more than was asked for behind', () => {
    assert.deepEqual(names('voltage', 4), ['voltage', 'voltage L1', 'voltage L2', 'voltage L3']);
    assert.deepEqual(names('active energy import', 5), [
      'active energy import, total',
      'active energy import L1, total',
      'active energy import L2, total',
      'active energy import L3, total',
      'active energy import, rate 1',
    ]);
  });

  it('need all words, and the starts of words', () => {
    assert.deepEqual(names('voltage gas'), []);
    assert.deepEqual(names('oltage'), []);
    assert.ok(!names('active energy import', 100).some((name) => name.startsWith('reactive')));
  });
});

describe('codes by their start', () => {
  it('are found in each notation', () => {
    for (const text of ['1-0:32.7', '1.0.32.7', '32.7.', '1-0:32.7.0*255']) {
      assert.equal(first(text), '1.0.32.7.0.255', text);
    }
    assert.equal(first('0-0:1.0.0'), '0.0.1.0.0.255');
  });

  it('come with the code itself first, also where it is not a common one', () => {
    assert.deepEqual(findObjects('1-0:1.8.0*101', 5), [
      { logicalName: '1.0.1.8.0.101', name: 'active energy import, total, last billing period' },
    ]);
    assert.equal(first('1.8.0'), '1.0.1.8.0.255');
  });

  it('are none for what nothing begins with', () => {
    for (const text of ['', '  ', '...', '9.9.9.9.9.9.9', '1-0:999', '-', '"', '\u0000']) {
      assert.deepEqual(findObjects(text, 5), [], text);
    }
  });
});

describe('the codes that can be searched in', () => {
  it('have each their name, once in a medium', () => {
    const catalogue = obisCatalogue();
    assert.ok(catalogue.length > 3000 && catalogue.length < 6000, `${catalogue.length}`);
    for (const { logicalName, name } of catalogue) assert.equal(name, obisName(logicalName));
    const keys = catalogue.map(({ logicalName, name }) => `${logicalName.split('.', 1)} ${name}`);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('answer any text, with no more than is asked for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat(20), (text, limit) => {
        assert.ok(findObjects(text, limit).length <= limit);
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
