/** What Node-RED loads beside the code: catalogues, help, forms, and the checks of the edit dialogs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseTag } from '../../src/cosem/obis.js';
import { DlmsError } from '../../src/errors.js';

const TYPES = ['dlms-device', 'dlms-read', 'dlms-simulator'] as const;
const read = (path: string) => readFileSync(path, 'utf8');

/** All keys of a catalogue, with dots. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, path === '' ? key : `${path}.${key}`));
}

for (const type of TYPES) {
  describe(`the editor files of ${type}`, () => {
    const html = read(`nodes/${type}.html`);
    const keys = new Set(keysOf(JSON.parse(read(`nodes/locales/en-US/${type}.json`))));

    it('label only with keys of the catalogue', () => {
      const used = [...html.matchAll(/data-i18n="(?:\[\w+\])?([\w.-]+)"/g)].map((match) => match[1] ?? '');
      assert.ok(used.length > 5);
      assert.deepEqual(
        used.filter((key) => !keys.has(key)),
        [],
      );
    });

    it('name a reason where a value is wrong: the editor takes one only from checks with two parameters', () => {
      const checks = [...html.matchAll(/const valid = \(check\) => function \((.*?)\)/g)].map(
        (match) => match[1],
      );
      assert.deepEqual(checks, ['value, _options']);
    });

    it('have help for the type, in the catalogue of its language', () => {
      const help = read(`nodes/locales/en-US/${type}.html`);
      assert.match(help, new RegExp(`data-help-name="${type}"`));
      assert.doesNotMatch(help, /<(b|i|strong|em)>/);
    });

    it('give every property a place in the form or leave it to files, and use no reserved name', () => {
      const defaults = html.match(/defaults: \{([\s\S]*?)\n {6}\}/)?.[1] ?? '';
      const names = [...defaults.matchAll(/^ {8}(\w+):/gm)].map((match) => match[1] ?? '');
      assert.ok(names.length > 5);
      const reserved = [
        'changed',
        'dirty',
        'id',
        'inputLabels',
        'moved',
        'outputLabels',
        'selected',
        'type',
        'users',
      ];
      assert.deepEqual(
        names.filter((name) => reserved.includes(name) || name.length === 1),
        [],
      );
      const later = ['flowControl', 'signals', 'version'];
      const missing = names.filter((name) => !new RegExp(`id="node-(config-)?input-${name}"`).test(html));
      assert.deepEqual(
        missing.filter((name) => !later.includes(name)),
        [],
      );
    });
  });
}

describe('the scripts of the edit dialogs', () => {
  const scripts = readdirSync('resources').filter((name) => name.endsWith('.js'));

  it('run alone and in any order, for the editor waits for none of them', () => {
    for (const names of [scripts, [...scripts].reverse()]) {
      const scope: { MeterflowDlms?: Record<string, unknown> } = {};
      for (const name of names) runInNewContext(read(`resources/${name}`), { globalThis: scope });
      for (const key of ['tag', 'choice', 'groups', 'presets', 'deviceProblem', 'openDeviceForm']) {
        assert.ok(scope.MeterflowDlms?.[key] !== undefined, key);
      }
    }
  });

  it('say only what the catalogue of the meter has', () => {
    const keys = new Set(keysOf(JSON.parse(read('nodes/locales/en-US/dlms-device.json'))));
    const source = scripts
      .filter((name) => /^dlms-(?:device|file|flow)-/.test(name))
      .map((name) => read(`resources/${name}`));
    const said = [...source.join('\n').matchAll(/\b(?:text|#text)\('([\w.-]+)'/g)].map((match) => match[1]);
    assert.ok(said.length > 20);
    assert.deepEqual(
      said.filter((key) => !keys.has(`dlms-device.${key}`)),
      [],
    );
  });

  it('give only reasons that the catalogue of the meter has', () => {
    const keys = new Set(keysOf(JSON.parse(read('nodes/locales/en-US/dlms-device.json'))));
    const checks = ['dlms-device-checks.js', 'dlms-key-rules.js'].map((name) => read(`resources/${name}`));
    const given = [...checks.join('\n').matchAll(/(?:key|wrongSide): '([\w-]+)'/g)].map((match) => match[1]);
    assert.ok(given.length > 20);
    assert.deepEqual(
      given.filter((key) => !keys.has(`dlms-device.error.${key}`)),
      [],
    );
  });

  it('are all loaded by the forms that use them, and are there', () => {
    for (const type of TYPES) {
      const loaded = [
        ...read(`nodes/${type}.html`).matchAll(/src="resources\/@[^/]+\/[^/]+\/([\w-]+\.js)"/g),
      ];
      assert.deepEqual(
        loaded.map((match) => match[1] ?? '').filter((name) => !scripts.includes(name)),
        [],
      );
      assert.ok(loaded.length >= 2);
    }
  });
});

interface Rules {
  tag(value: unknown): unknown;
  job(value: unknown): unknown;
  alias(value: unknown): unknown;
  integer(least: number, most: number, options?: { blank: boolean }): (value: unknown) => unknown;
  oneOf(allowed: readonly string[]): (value: unknown) => unknown;
}

describe('the checks of the edit dialogs', () => {
  const rules = require(resolve('resources/dlms-rules.js')) as Rules;

  const codes = [
    '1.0.1.8.0.255',
    '1.0.1.8.0',
    '1-0:1.8.0*255',
    '1-0:1.8.0&99',
    '1-0:1.8.0',
    '1.8.0',
    '1.8',
    'F.F',
    'C.1.0',
    '1-0-1-8-0-255',
    '0100010800FF',
    '1.0.1.8.0.255:2',
    '0.0.1.0.0.255:-3',
    '1.0.1.8.0.255:0',
    '1.0.1.8.0.255:128',
    '1.0.1.8.0.256',
    '1.0.1.8.0.255.1',
    '1-0:1.8.0:x',
    'energy',
    '1',
    '',
  ];
  for (const code of codes) {
    it(`judge the code "${code}" as the runtime does`, () => {
      let accepted = true;
      try {
        parseTag(code);
      } catch (error) {
        assert.ok(error instanceof DlmsError);
        accepted = false;
      }
      assert.equal(rules.tag(code) === undefined, accepted);
    });
  }

  it('take lists of codes, device_status, and a variable in place of anything', () => {
    assert.equal(rules.job('1.8.0, 2.8.0 device_status'), undefined);
    assert.equal(rules.job(''), undefined);
    assert.deepEqual(rules.job('1.8.0, x'), { key: 'tag', value: 'x' });
    const variable = '$'.concat('{NAME}');
    for (const check of [rules.job, rules.tag, rules.alias, rules.integer(1, 5), rules.oneOf(['a'])]) {
      assert.equal(check(variable), undefined);
    }
  });

  it('name the range and the words', () => {
    assert.deepEqual(rules.integer(1, 5)('6'), { key: 'integer', least: 1, most: 5 });
    assert.deepEqual(rules.integer(1, 5)(''), { key: 'required' });
    assert.equal(rules.integer(1, 5, { blank: true })(''), undefined);
    assert.deepEqual(rules.oneOf(['a', 'b'])('c'), { key: 'one-of', allowed: 'a, b' });
    assert.deepEqual(rules.alias('a b'), { key: 'alias' });
  });
});
