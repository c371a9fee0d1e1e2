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
const LANGUAGES = ['en-US', 'de', 'fr', 'es', 'zh-CN', 'hi-IN'];

const textsOf = (language: string) =>
  (
    JSON.parse(readFileSync(`nodes/locales/${language}/dlms-device.json`, 'utf8')) as {
      readonly 'dlms-device': Readonly<Record<'preset' | 'quirk', Readonly<Record<string, string>>>>;
    }
  )['dlms-device'];

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

describe('the names of the presets', () => {
  const makeOf = new Map(presets.map(({ id, make }) => [id, make]));

  it('are in the catalogue where they hold words, in English as the documents have them', () => {
    const { preset } = textsOf('en-US');
    for (const [id, text] of Object.entries(preset)) assert.equal(text, makeOf.get(id), id);
    const wordy = presets.filter(({ make }) => /(?<![\p{Letter}\d])\p{Lowercase}{2,}/u.test(make));
    assert.ok(wordy.length > 4);
    for (const { id, make } of wordy) assert.ok(preset[id] !== undefined, make);
  });

  for (const language of LANGUAGES.slice(1)) {
    it(`are told apart in ${language}, and keep the names of makes and meters`, () => {
      const { preset } = textsOf(language);
      const labels = presets.map(({ id, make }) => preset[id] ?? make);
      assert.equal(new Set(labels).size, presets.length);
      for (const [id, text] of Object.entries(preset)) {
        assert.notEqual(text, makeOf.get(id));
        const names = makeOf.get(id)?.match(/\b[A-Z][A-Za-z]*\d*\b/g) ?? [];
        const kept = names.filter((name) => !['India', 'Spain'].includes(name));
        for (const name of kept) assert.ok(text.includes(name), `${name} in ${text}`);
      }
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
    const sentences = Object.entries(known).map(([name, { sentence }]) => [name, sentence]);
    assert.deepEqual(textsOf('en-US').quirk, Object.fromEntries(sentences));
  });
});
