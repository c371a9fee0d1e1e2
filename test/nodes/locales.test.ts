/** The catalogues and help of every language against those of en-US, and those against the code that uses them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'nodes/locales';
const FIRST = 'en-US';
const LANGUAGES = ['en-US', 'de', 'fr', 'es', 'zh-CN', 'hi-IN'];
const TYPES = readdirSync(join(FOLDER, FIRST))
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

type Texts = ReadonlyMap<string, string>;

function textsIn(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  assert.ok(typeof value === 'object' && value !== null, path);
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(inner, path === '' ? key : `${path}.${key}`),
  );
}

const read = (language: string, file: string) => readFileSync(join(FOLDER, language, file), 'utf8');
const textsOf = (language: string, type: string): Texts =>
  new Map(textsIn(JSON.parse(read(language, `${type}.json`))));
/** `__count__` and `{{count}}`, each once, in order. */
const placeholders = (text: string) => [...new Set(text.match(/__\w+?__|\{\{\w+\}\}/g))].sort();
/** What a help page is made of: its tags, and the codes and names in it, without the words. */
const structure = (html: string) => html.match(/<\/?(?:h3|dl|dt|dd|ul|ol|li|table|tr|td|pre)\b/g)?.join(' ');

/** Every text that stands in the code of the nodes and their forms. */
function sources(): string {
  const files = ['nodes', 'resources', 'src/diagnosis', 'src/pool'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:html|js|ts)$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  return files.join('\n');
}

describe('the languages of the editor', () => {
  it('are six', () => {
    assert.deepEqual(readdirSync(FOLDER).sort(), [...LANGUAGES].sort());
  });

  for (const language of LANGUAGES.filter((each) => each !== FIRST)) {
    for (const type of TYPES) {
      it(`${language}: ${type} has every text of ${FIRST}, with the same placeholders, and no other`, () => {
        const [texts, first] = [textsOf(language, type), textsOf(FIRST, type)];
        assert.deepEqual([...texts.keys()].sort(), [...first.keys()].sort());
        const changed = [...texts].filter(
          ([key, text]) => String(placeholders(text)) !== String(placeholders(first.get(key) ?? '')),
        );
        assert.deepEqual(changed, []);
        const empty = [...texts].filter(([key, text]) => text.trim() === '' && first.get(key)?.trim() !== '');
        assert.deepEqual(empty, []);
      });

      it(`${language}: ${type} is translated`, () => {
        const [texts, first] = [textsOf(language, type), textsOf(FIRST, type)];
        const sentences = [...texts].filter(([, text]) => text.split(' ').length > 4);
        const same = sentences.filter(([key, text]) => text === first.get(key)).map(([key]) => key);
        assert.deepEqual(same, []);
      });

      it(`${language}: the help of ${type} has all its parts`, () => {
        const [help, first] = [read(language, `${type}.html`), read(FIRST, `${type}.html`)];
        assert.equal(structure(help), structure(first));
        assert.match(help, new RegExp(`data-help-name="${type}"`));
        assert.notEqual(help, first);
      });
    }
  }

  for (const type of TYPES) {
    it(`${FIRST}: every text of ${type} is used`, () => {
      const code = sources();
      const stems = [...code.matchAll(/`([\w.-]*)\$\{/g)].map((match) =>
        (match[1] ?? '').replace(`${type}.`, ''),
      );
      const literals = new Set(
        [...code.matchAll(/['"`\]]([\w-]+(?:\.[\w-]+)+)['"`]/g)].map((match) => match[1] ?? ''),
      );
      const isUsed = (key: string) =>
        literals.has(key) ||
        literals.has(`${type}.${key}`) ||
        stems.some((stem) => stem.includes('.') && key.startsWith(stem));
      const unused = [...textsOf(FIRST, type).keys()]
        .map((key) => key.replace(`${type}.`, ''))
        .filter((key) => !isUsed(key));
      assert.deepEqual(unused, []);
    });
  }
});
