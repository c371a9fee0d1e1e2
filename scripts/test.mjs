/**
 * `npm test`: installs what is missing, builds, lints, and runs the suite. Arguments go to mocha.
 * Skipped tests are listed at the end with their reason; with REQUIRE_ALL=1 they are failures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { runTool } from './project.mjs';

function step(title, run) {
  console.log(`\n> ${title}`);
  const status = run();
  if (status !== 0) process.exit(status);
}

ensureInstalled();
step('build', build);
step('lint', () => runTool('@biomejs/biome/bin/biome', ['check', '.']));
// What the engine keeps between its runs is not kept between tests, nor in the home of who runs them.
const state = mkdtempSync(join(tmpdir(), 'dlms-state-'));
process.on('exit', () => rmSync(state, { recursive: true, force: true }));
step('test', () =>
  runTool('mocha/bin/mocha.js', ['--reporter', 'scripts/mocha-reporter.cjs', ...process.argv.slice(2)], {
    ...process.env,
    DLMS_STATE_DIR: state,
  }),
);
