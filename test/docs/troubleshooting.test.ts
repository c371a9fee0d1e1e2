import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DATA_ACCESS_RESULT } from '../../src/cosem/result.js';

const root = projectRoot(__dirname);

function projectRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : projectRoot(dirname(from));
}

/** Codes that stand in the sources; the names of environment variables begin like them. */
function codesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap(
      (path) =>
        readFileSync(join(root, folder, path), 'utf8').match(/(?<!variable: )'DLMS_[A-Z0-9_]+'/g) ?? [],
    )
    .map((code) => code.slice(1, -1));
}

/** Codes that are made of what is wrong with one value. */
function codesOfQualities(): string[] {
  const refusals = Object.keys(DATA_ACCESS_RESULT).filter((name) => name !== 'success');
  const own = [
    'attribute-needed',
    'not-numeric',
    'no-value',
    'not-a-number',
    'no-point-in-time',
    'out-of-range',
  ];
  return [...refusals, ...own].map((quality) => `DLMS_${quality.toUpperCase().replaceAll('-', '_')}`);
}

describe('the troubleshooting page', () => {
  const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
  const chapters = Array.from(page.matchAll(/^### (DLMS_[A-Z0-9_]+)\n(.*)$/gm), ([, code = '', text]) => ({
    code,
    text,
  }));

  it('has one chapter for each code, and none for codes that do not exist', () => {
    const codes = new Set([...codesIn('src'), ...codesIn('nodes'), ...codesOfQualities()]);
    assert.deepEqual(chapters.map(({ code }) => code).sort(), [...codes].sort());
  });

  it('no chapter is empty', () => {
    for (const { code, text } of chapters) assert.ok(text !== '', code);
  });

  it('its links to chapters lead somewhere', () => {
    const anchors = new Set(Array.from(page.matchAll(/^#+ (.*)$/gm), ([, title = '']) => anchorOf(title)));
    for (const [, anchor = ''] of page.matchAll(/\]\(#([^)]*)\)/g)) assert.ok(anchors.has(anchor), anchor);
  });
});

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}

describe('the README', () => {
  it('its links lead to chapters and files that exist', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const anchors = new Set(Array.from(readme.matchAll(/^#+ (.*)$/gm), ([, title = '']) => anchorOf(title)));
    for (const [, target = ''] of readme.matchAll(/\]\(([^):]+)\)/g)) {
      const [path = '', anchor] = target.split('#');
      // Screenshots are made by the demo, not by the build.
      if (path !== '' && !path.startsWith('docs/images/')) assert.ok(existsSync(join(root, path)), path);
      if (path === '' && anchor !== undefined) assert.ok(anchors.has(anchor), anchor);
    }
  });
});
