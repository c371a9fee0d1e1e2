/** The makes of the meter's form: what they fill in works, and says nothing that the package does not know. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { QUIRKS, type Quirk } from '../../src/client/quirk-table.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';

interface Preset {
  readonly id: string;
  readonly make: string;
  readonly bySerialNumber: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

const { presets, quirks } = require(resolve('resources/dlms-presets.js')) as {
  readonly presets: readonly Preset[];
  readonly quirks: Readonly<Record<string, readonly number[] | null>>;
};
const known: Readonly<Record<string, Quirk>> = QUIRKS;

const KEY = '00'.repeat(16);

describe('the presets by make', () => {
  it('have each their own id, and are told apart by their make', () => {
    assert.ok(presets.length > 10);
    assert.equal(new Set(presets.map(({ id }) => id)).size, presets.length);
    assert.equal(new Set(presets.map(({ make }) => make)).size, presets.length);
  });

  it('each set the same fields, and never a secret or a line', () => {
    const fields =
      'mode iecReadout referencing clientAddress logicalAddress physicalAddress addressSize auth security ' +
      'securitySuite invocationCounter quirks';
    for (const { settings } of presets) assert.deepEqual(Object.keys(settings), fields.split(' '));
  });

  for (const { make, settings, bySerialNumber } of presets) {
    it(`${make}: is a meter, with what the user adds`, () => {
      const own = { host: 'meter', serialNumber: bySerialNumber ? '35061234' : '0' };
      const isSecured = settings.security !== 'None';
      const secrets = isSecured ? { blockCipherKey: KEY, authenticationKey: KEY } : { password: 'ofTheUser' };
      const resolved = resolveSettings({ ...settings, ...own }, secrets);
      assert.deepEqual(resolved.warnings, []);
      assert.equal(resolved.settings.auth, settings.auth);
      if (bySerialNumber) assert.equal(resolved.settings.physicalAddress, 2234);
    });
  }
});

describe('the quirks in the editor', () => {
  it('are those of the package, with the same numbers', () => {
    assert.deepEqual(Object.keys(quirks).sort(), Object.keys(known).sort());
    for (const [name, range] of Object.entries(quirks)) {
      const [least = 0, most = 0, usual = 0] = range ?? [];
      assert.deepEqual(range === null ? undefined : [least, most], known[name]?.range, name);
      assert.ok(range === null || (usual >= least && usual <= most), name);
    }
  });

  it('say in English what the package says', () => {
    const catalogue = JSON.parse(readFileSync('nodes/locales/en-US/dlms-device.json', 'utf8')) as {
      readonly 'dlms-device': { readonly quirk: Record<string, string> };
    };
    const sentences = Object.entries(known).map(([name, { sentence }]) => [name, sentence]);
    assert.deepEqual(catalogue['dlms-device'].quirk, Object.fromEntries(sentences));
  });
});
