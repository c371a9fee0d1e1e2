/** The tools of the edit dialogs have words for everything that the runtime may tell them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { ADVICE } from '../../src/diagnosis/advice.js';
import { OBJECT_GROUPS } from '../../src/diagnosis/object-group.js';
import { FACT_WORDS, STEP_WORDS } from '../../src/diagnosis/words.js';

interface Texts {
  readonly [key: string]: string | Texts;
}

const read = (path: string) => readFileSync(path, 'utf8');
const catalogue = (JSON.parse(read('nodes/locales/en-US/dlms-device.json')) as Record<string, Texts>)[
  'dlms-device'
] as Texts;

const at = (key: string) =>
  key.split('.').reduce<string | Texts | undefined>((texts, part) => {
    return typeof texts === 'object' ? texts[part] : undefined;
  }, catalogue);
const keysAt = (key: string) => Object.keys(at(key) as Texts);

describe('the words of the tools', () => {
  it('for advice are those of the command line', () => assert.deepEqual(at('advice'), ADVICE));

  it('for steps and facts are those of the command line', () => {
    assert.deepEqual(at('step'), STEP_WORDS);
    const { 'no-limit': _, ...facts } = at('fact') as Texts;
    assert.deepEqual(facts, FACT_WORDS);
  });

  it('are there for each group, state, reach, end and access', () => {
    assert.deepEqual(keysAt('browse.group'), [...OBJECT_GROUPS]);
    assert.deepEqual(keysAt('state'), ['waiting', 'running', 'done', 'refused', 'failed', 'skipped']);
    assert.deepEqual(keysAt('reach'), [
      ...['silent', 'hung-up', 'noise', 'iec', 'refused-link', 'linked', 'refused', 'readout', 'associated'],
    ]);
    assert.deepEqual(keysAt('tool.ended'), ['stopped', 'too-long', 'left']);
    assert.deepEqual(keysAt('find.mode'), ['DLMS-HDLC', 'IEC', 'DLMS-WRAPPER']);
    const modes = read('src/cosem/access-mode.ts').match(/'\w+_(?:access|only|write|request|response)'/g);
    for (const mode of modes ?? []) {
      if (!/^'(?:access|authenticated_access)'$/.test(mode))
        assert.ok(at(`browse.access.${mode.slice(1, -1)}`) !== undefined, mode);
    }
  });

  it('are all that the scripts ask for, and none is left over', () => {
    const scripts = readdirSync('resources').filter((name) => /^dlms-(?:device-|brows|tool)/.test(name));
    const source = scripts.map((name) => read(`resources/${name}`)).join('\n');
    const asked = [...source.matchAll(/\btext\('((?:test|find|browse|tool)\.[\w.-]+)'/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(asked.length > 30);
    assert.deepEqual(
      asked.filter((key) => typeof at(key) !== 'string'),
      [],
    );
    const dynamic = /^(?:browse\.(?:group|access)|find\.(?:mode|wants-|all-want-)|tool\.(?:ended|fault))/;
    const mentioned = new Set(source.match(/(?:test|find|browse|tool)\.[\w-]+/g) ?? []);
    // The buttons of a dialog are named by their keys.
    const named = new Set(
      (source.match(/button\('[\w-]+'/g) ?? []).map((each) => `browse.${each.slice(8, -1)}`),
    );
    const left = ['test', 'find', 'browse', 'tool'].flatMap((part) =>
      keysAt(part)
        .map((key) => `${part}.${key}`)
        .filter((key) => !dynamic.test(key) && !mentioned.has(key) && !named.has(key)),
    );
    assert.deepEqual(
      left.filter((key) => !key.endsWith('.title')),
      [],
    );
  });
});
