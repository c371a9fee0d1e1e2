/**
 * `npm run test:matrix`: the tests of the nodes on every supported pair of Node-RED and Node.js, and on the
 * newest the journeys through its editor, which `npm test` makes on Node-RED 4. What a pair
 * needs is installed once, under .matrix/; arguments go to mocha.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { inProject, root } from './project.mjs';

const NODES = 'dist/test/nodes/**/*.test.js';
const JOURNEYS = 'dist/test/browser/journey*.test.js';
const PAIRS = [
  { nodeRed: 4, node: 20, tests: [NODES] },
  { nodeRed: 4, node: 24, tests: [NODES] },
  { nodeRed: 5, node: 24, tests: [NODES, JOURNEYS] },
];

/** Installs one package by itself and returns the folder that holds its node_modules. */
function installed(name, major) {
  const folder = inProject('.matrix', `${name}-${major}`);
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  console.log(`Installing ${name} ${major} ...`);
  const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent', `${name}@${major}`], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) throw new Error(`${name} ${major} cannot be installed`);
  return folder;
}

/** The Node.js of a major version: this one where it is of that version. */
function nodeOf(major) {
  if (Number.parseInt(process.versions.node, 10) === major) return process.execPath;
  return join(installed('node', major), 'node_modules', 'node', 'bin', 'node');
}

function nodeRedOf(major) {
  return createRequire(join(installed('node-red', major), 'package.json')).resolve('node-red');
}

function run({ nodeRed, node, tests }) {
  console.log(`\n> Node-RED ${nodeRed}, Node.js ${node}`);
  const args = ['--no-config', '--enable-source-maps', '--timeout', '20000'];
  const reporter = ['--reporter', 'scripts/mocha-reporter.cjs'];
  const env = { ...process.env, NODE_RED_PATH: nodeRedOf(nodeRed) };
  const mocha = [inProject('node_modules', 'mocha', 'bin', 'mocha.js'), ...args, ...reporter, ...tests];
  const { status } = spawnSync(nodeOf(node), [...mocha, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status === 0;
}

ensureInstalled();
if (build() !== 0) process.exit(1);
const failed = PAIRS.filter((pair) => !run(pair));
for (const { nodeRed, node } of failed) console.error(`failed: Node-RED ${nodeRed}, Node.js ${node}`);
process.exit(failed.length === 0 ? 0 : 1);
