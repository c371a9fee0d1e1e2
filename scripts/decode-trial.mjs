/**
 * `dlms decode` on random octets and on mutations of the reference vectors, captures and recorded sessions, a
 * million unless told otherwise, in a process that may hold no more than 64 MiB:
 * node scripts/decode-trial.mjs [inputs] [seed]
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { inProject } from './project.mjs';

const LIMIT_MIB = 64;
const SLOW_MS = 1000;

const [inputs = 1_000_000, seed = Date.now() % 100_000] = process.argv.slice(2).map(Number);
const { DECODE_TRIAL_BUILD: folder } = process.env;
// Where errors come from is not looked at, and takes a fifth of the time.
Error.stackTraceLimit = 0;

if (folder === undefined) {
  const status = build();
  if (status !== 0) process.exit(status);
  const args = [
    `--max-old-space-size=${LIMIT_MIB}`,
    '--max-semi-space-size=2',
    fileURLToPath(import.meta.url),
  ];
  const env = { ...process.env, DECODE_TRIAL_BUILD: 'dist' };
  const child = spawnSync(process.execPath, [...args, String(inputs), String(seed)], {
    env,
    stdio: 'inherit',
  });
  process.exit(child.status ?? 1);
}

const require = createRequire(import.meta.url);
const { decodeTrial } = require(inProject(folder, 'test/support/decode-trial.js'));
const { trialKeys, trialSeeds } = require(inProject(folder, 'test/support/decode-trial-seeds.js'));

const mib = (octets) => (octets / 1024 / 1024).toFixed(1);
const begun = performance.now();
const rate = (done) => Math.round((done * 1000) / (performance.now() - begun));
const onProgress = (done, { slowestMs, grownBy }) => {
  if (done % 100_000 !== 0) return;
  console.log(
    `${done}: ${rate(done)} a second, slowest ${slowestMs.toFixed(0)} ms, ${mib(grownBy)} MiB more`,
  );
};

console.log(`${inputs} inputs, seed ${seed}`);
const outcome = decodeTrial({ inputs, seed, seeds: trialSeeds(), keys: trialKeys, onProgress });
const { reports, slowestMs, slowest, grownBy, failure } = outcome;
console.log(`${reports} reports; ${mib(grownBy)} MiB more than at the beginning; ${rate(inputs)} a second`);
console.log(`slowest ${slowestMs.toFixed(1)} ms: ${Buffer.from(slowest.subarray(0, 40)).toString('hex')}`);
if (failure !== undefined) console.log(Buffer.from(failure.input).toString('hex'), failure.error);
const good = failure === undefined && slowestMs < SLOW_MS && grownBy < LIMIT_MIB * 1024 * 1024;
process.exitCode = good ? 0 : 1;
