/**
 * Kills a program that reads a ciphered meter, 200 times unless told otherwise, at moments that chance picks,
 * and looks whether it ever used an invocation counter twice: node scripts/kill-trial.mjs [kills] [seed]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { inProject } from './project.mjs';

const [kills = 200, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
const status = build();
if (status !== 0) process.exit(status);

const { killTrial } = createRequire(import.meta.url)(inProject('dist/test/support/kill-trial.js'));
const folder = mkdtempSync(join(tmpdir(), 'dlms-kills-'));
try {
  console.log(`${kills} kills, seed ${seed}`);
  const { seen, readings, last } = await killTrial({ kills, seed, folder });
  const used = new Set(seen.map(({ invocationCounter }) => invocationCounter)).size;
  const isWhole = last.length > 0 && last.every(({ data }) => data !== undefined);
  console.log(
    `${readings} readings between them; ${seen.length} numbers used, ${seen.length - used} of them twice`,
  );
  console.log(`one more reading afterwards: ${isWhole ? 'good' : JSON.stringify(last)}`);
  process.exitCode = used === seen.length && isWhole ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
