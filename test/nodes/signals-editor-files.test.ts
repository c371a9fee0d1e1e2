/** The words of the edit dialog of a read node, and its parts by name. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { SIGNAL_CASES } from '../support/signal-cases.js';

type Words = { readonly [key: string]: string | Words };

const read = (path: string) => readFileSync(path, 'utf8');
const catalogue = JSON.parse(read('nodes/locales/en-US/dlms-read.json'))['dlms-read'] as Words;
const html = read('nodes/dlms-read.html');
const scripts = readdirSync('resources').filter((name) => /^dlms-(?:signals|read)-.*\.js$/.test(name));
const source = scripts.map((name) => read(`resources/${name}`)).join('\n');

const wordOf = (key: string) =>
  key
    .split('.')
    .reduce<string | Words | undefined>(
      (at, part) => (typeof at === 'object' ? at[part] : undefined),
      catalogue,
    );
const missing = (keys: readonly string[]) => keys.filter((key) => typeof wordOf(key) !== 'string');
const all = (pattern: RegExp) => [...source.matchAll(pattern)].map((match) => match[1] ?? '');
const under = (group: string, keys: readonly string[]) => keys.map((key) => `${group}.${key}`);

describe('the words of the form of a read node', () => {
  it('are in the catalogue where they are named in full', () => {
    const said = all(/\btext\('([\w.-]+)'/g);
    assert.ok(said.length > 25);
    assert.deepEqual(missing(said), []);
  });

  it('are in the catalogue for each button, loss, column and choice', () => {
    const toolbar = read('resources/dlms-signals-toolbar.js');
    const buttons = [...toolbar.matchAll(/^ {4}\['([a-z]+)', '[a-z-]+'\],$/gm)].map(
      (match) => match[1] ?? '',
    );
    assert.equal(buttons.length, 9);
    const losses = [
      ...['names', 'aliases', 'types', 'logs', 'short-names', 'pulses', 'switches'],
      ...['off', 'unreadable', 'twice'],
    ];
    const columns = [
      ...['todo', 'attribute', 'alias', 'name', 'sn', 'numberType', 'log', 'enable', 'job'],
      ...['pulseShortMs', 'pulseLongMs', 'device'],
    ];
    const choices = [
      ...under('trigger', ['both', 'scan', 'input']),
      ...under('allowMeter', ['0', '1']),
      ...under('output', ['each', 'one', 'influx']),
      ...under('onFailure', ['catch', 'message']),
    ];
    assert.deepEqual(
      missing([
        ...under('button', buttons),
        ...under('lost', losses),
        ...under('column', columns),
        ...under('option', [...choices, ...under('enable', ['0', '1']), ...under('log', ['0', '1'])]),
        ...under('hint', choices),
        ...under('note', ['no-rows', 'no-codes', 'too-many-rows']),
        ...under('title', ['enable', 'log']),
        ...under('placeholder', ['job', 'pulseShortMs', 'pulseLongMs']),
      ]),
      [],
    );
  });

  it('are in the catalogue for each reason that the rules give', () => {
    const reasons = SIGNAL_CASES.flatMap(({ wrong }) => (wrong === undefined ? [] : [wrong[2]]));
    const given = [...source.matchAll(/\bkey: '([\w-]+)'/g)].map((match) => match[1] ?? '');
    const told = ['no-rows', 'no-codes', 'too-many-rows'];
    assert.deepEqual(
      missing(under('error', [...reasons, ...given.filter((key) => !told.includes(key))])),
      [],
    );
  });
});

describe('the form of a read node', () => {
  it('has every part that its scripts look for', () => {
    const ids = all(/\$\('#(meterflow-[\w-]+)[ ']/g);
    assert.ok(ids.length > 10);
    assert.deepEqual(
      ids.filter((id) => !html.includes(`id="${id}"`)),
      [],
    );
  });

  it('loads each of its scripts', () => {
    assert.deepEqual(
      scripts.filter((name) => !html.includes(`/${name}"`)),
      [],
    );
  });

  it('takes its colours from the theme of the editor', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? '';
    assert.ok(style.length > 1000);
    assert.doesNotMatch(
      style,
      /#[0-9a-f]{3,8}\s*[;)]|rgba?\(|hsla?\(|(?:color|background):\s*(?!none|inherit|var)[a-z]+\s*;/i,
    );
  });
});
