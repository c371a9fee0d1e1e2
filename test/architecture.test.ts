/** The house keeps its own rules: who imports whom, which words the pure rooms do without, small files. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  barrels,
  circles,
  forbiddenWords,
  foreignModules,
  importsThatRise,
  longFiles,
  missingTargets,
  namedTransports,
  testsWithoutAssertion,
} from './support/architecture-rules.js';
import { readSources, type SourceFile, sourceFile } from './support/source-code.js';

type Rule = (files: readonly SourceFile[]) => string[];

const root = projectRoot(__dirname);

function projectRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : projectRoot(dirname(from));
}

function holds(breaches: readonly string[]): void {
  assert.equal(breaches.length, 0, `\n  ${breaches.join('\n  ')}\n`);
}

describe('the house', () => {
  const files = readSources(root, ['src', 'nodes']);
  const tests = readSources(root, ['test']);

  it('imports fall: each room imports only rooms below it', () => holds(importsThatRise(files)));
  it('every import stays inside src/ and nodes/', () => holds(missingTargets(files)));
  it('no files import each other in a circle', () => holds(circles(files)));
  it('the pure rooms wait for nothing, roll no dice and read no clock', () => holds(forbiddenWords(files)));
  it('packages and built-in modules stand only in the rooms that need them', () =>
    holds(foreignModules(files)));
  it('only the opener names a transport', () => holds(namedTransports(files)));
  it('no file hands on what another made', () => holds(barrels(files)));
  it('no file is longer than 300 lines', () => holds(longFiles([...files, ...tests])));
  it('every test file asserts something', () => holds(testsWithoutAssertion(tests)));
});

describe('the rules of the house, on breaches made for the purpose', () => {
  const breach = (rule: Rule, path: string, text: string, expected: RegExp): void => {
    assert.match(rule([sourceFile(path, text)]).join('\n'), expected);
  };
  const fine = (rule: Rule, path: string, text: string): void => {
    assert.deepEqual(rule([sourceFile(path, text)]), []);
  };

  it('a codec that imports the client', () => {
    breach(
      importsThatRise,
      'src/apdu/get.ts',
      "\nimport { a } from '../client/stack.js';",
      /get\.ts:2 .*apdu may/,
    );
  });
  it('a client that imports the simulator, or the other way round', () => {
    breach(importsThatRise, 'src/client/a.ts', "import type { A } from '../simulator/b.js';", /a\.ts:1 /);
    breach(importsThatRise, 'src/simulator/a.ts', "import type { A } from '../client/b.js';", /a\.ts:1 /);
  });
  it('an engine that imports a node, and a transport that knows a codec', () => {
    breach(importsThatRise, 'src/meter/a.ts', "import { A } from '../../nodes/b.js';", /a\.ts:1 /);
    breach(importsThatRise, 'src/transport/tcp.ts', "import { A } from '../encoding/hex.js';", /tcp\.ts:1 /);
  });
  it('a machine that knows the line, where the simulator host may', () => {
    breach(
      importsThatRise,
      'src/client/a.ts',
      "import type { T } from '../transport/transport.js';",
      /a\.ts:1 /,
    );
    fine(importsThatRise, 'src/simulator/host.ts', "import type { T } from '../transport/transport.js';");
    fine(importsThatRise, 'src/meter/pump.ts', "import type { T } from '../transport/transport.js';");
  });
  it('a room that nobody planned', () => {
    breach(importsThatRise, 'src/misc/a.ts', "import { A } from '../errors.js';", /'misc' is not in/);
  });
  it('two files that import each other', () => {
    const files = [
      sourceFile('src/cosem/a.ts', "import { b } from './b.js';"),
      sourceFile('src/cosem/b.ts', "import type { a } from './a.js';"),
    ];
    assert.deepEqual(circles(files), ['src/cosem/a.ts -> src/cosem/b.ts -> src/cosem/a.ts: a circle']);
  });
  it('a machine that reads the clock, but not one that only speaks of it', () => {
    breach(forbiddenWords, 'src/client/a.ts', '// a\nconst now = Date.now();', /a\.ts:2 'Date\.now'/);
    breach(forbiddenWords, 'src/framing/a.ts', 'const a = `$' + '{process.pid}`;', /'process'/);
    fine(forbiddenWords, 'src/client/a.ts', "/** A Promise, async. */\nconst a = 'process'; // setTimeout");
    fine(forbiddenWords, 'src/client/a.ts', 'const quote = /[\'"`]/; // Promise');
    fine(forbiddenWords, 'src/meter/a.ts', 'const now = Date.now();');
  });
  it('a pure room that imports a module, and keys outside their room', () => {
    breach(
      foreignModules,
      'src/client/a.ts',
      "import { EventEmitter } from 'node:events';",
      /a\.ts:1 .*node:events/,
    );
    breach(foreignModules, 'src/meter/a.ts', "import { createHash } from 'node:crypto';", /node:crypto/);
    breach(foreignModules, 'src/meter/a.ts', "const a = await import('serialport');", /serialport/);
    fine(foreignModules, 'src/security/a.ts', "import { createHash } from 'node:crypto';");
    fine(foreignModules, 'nodes/a.ts', "import type { NodeAPI } from 'node-red';");
  });
  it('a pool that names a transport beside the opener', () => {
    breach(
      namedTransports,
      'src/pool/line.ts',
      "import { openTcp } from '../transport/tcp.js';",
      /line\.ts:1 /,
    );
    fine(namedTransports, 'src/pool/open-transport.ts', "import { openTcp } from '../transport/tcp.js';");
  });
  it('a file that re-exports, and one that imports the public face', () => {
    breach(barrels, 'src/cosem/all.ts', "export { a } from './a.js';", /all\.ts:1 re-exports/);
    breach(barrels, 'src/cosem/all.ts', "export type { A } from './a.js';", /all\.ts:1 re-exports/);
    breach(barrels, 'src/cosem/all.ts', "export * from './a.js';", /all\.ts:1 re-exports/);
    breach(barrels, 'src/cosem/all.ts', "import { a } from './a.js';\nexport { a };", /all\.ts:2 re-exports/);
    breach(barrels, 'src/cli/main.ts', "import { a } from '../index.js';", /main\.ts:1 imports src\/index/);
    fine(barrels, 'src/index.ts', "export { a } from './meter/a.js';");
  });
  it('a file of 301 lines', () => {
    breach(longFiles, 'src/cosem/a.ts', 'a\n'.repeat(301), /a\.ts:301 has 301 lines/);
    fine(longFiles, 'src/cosem/a.ts', 'a\n'.repeat(300));
  });
  it('a test that looks but does not judge', () => {
    breach(
      testsWithoutAssertion,
      'test/a.test.ts',
      "it('runs', () => run());",
      /a\.test\.ts:1 asserts nothing/,
    );
  });
});
