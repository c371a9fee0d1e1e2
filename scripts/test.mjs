/**
 * `npm test`: installs what is missing, builds, lints, and runs the suite: first what needs nothing but this
 * package, files side by side; then, one after the other, what a browser, a broker, a database or a killed process
 * takes part in. Arguments go to mocha, which then runs once. Skipped tests are listed at the end with their reason;
 * with REQUIRE_ALL=1 they are failures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { runTool } from './project.mjs';

function run(title, act) {
  console.log(`\n> ${title}`);
  return act();
}

/** What comes after it makes no sense where it fails. */
function step(title, act) {
  const status = run(title, act);
  if (status !== 0) process.exit(status);
}

ensureInstalled();
step('build', build);
step('lint', () => runTool('@biomejs/biome/bin/biome', ['check', '.']));
// What the engine keeps between its runs is not kept between tests, nor in the home of who runs them.
const state = mkdtempSync(join(tmpdir(), 'dlms-state-'));
process.on('exit', () => rmSync(state, { recursive: true, force: true }));

/** What wants the machine for itself. */
const ALONE = [
  'dist/test/browser/**/*.test.js',
  'dist/test/services/**/*.test.js',
  'dist/test/**/*-kills.test.js',
];
const ALL = 'dist/test/**/*.test.js';

const mocha = (...args) =>
  runTool('mocha/bin/mocha.js', ['--reporter', 'scripts/mocha-reporter.cjs', ...args], {
    ...process.env,
    DLMS_STATE_DIR: state,
  });

const given = process.argv.slice(2);
const files = given.some((argument) => argument.includes('dist/')) ? [] : [ALL];
if (given.length > 0) step('test', () => mocha(...given, ...files));
else {
  // One more than there are cores: many tests wait for a line.
  const jobs = String(availableParallelism() + 1);
  const side = ['--parallel', '--jobs', jobs, ...ALONE.flatMap((alone) => ['--ignore', alone]), ALL];
  const first = run('test, side by side', () => mocha(...side));
  const second = run('test, one after the other', () => mocha(...ALONE));
  process.exitCode = first === 0 ? second : first;
}
