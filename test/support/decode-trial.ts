/**
 * `dlms decode` on inputs that chance makes: random octets, and mutations of what the caller brings. Looks for
 * exceptions, for inputs that take long, and for memory that grows.
 */

import type { MessageKeys } from '../../src/cli/decode/decipherer.js';
import { decodeCapture } from '../../src/cli/decode/decode-capture.js';
import { decodeRecording } from '../../src/cli/decode/decode-recording.js';
import { inputOf } from '../../src/cli/decode/input/input.js';
import type { Report } from '../../src/cli/decode/report.js';
import { treeOf } from '../../src/cli/decode/tree.js';
import { toHex } from '../../src/encoding/hex.js';
import { DlmsError } from '../../src/errors.js';
import { type Chance, mutated } from './mutations.js';

export interface DecodeTrial {
  readonly inputs: number;
  readonly seed: number;
  /** Octets that mutations begin with. */
  readonly seeds: readonly Uint8Array[];
  readonly keys: MessageKeys;
  /** Hears of each sample of memory. */
  readonly onProgress?: (done: number, outcome: TrialOutcome) => void;
}

export interface TrialOutcome {
  reports: number;
  /** Milliseconds of the slowest input, and that input. */
  slowestMs: number;
  slowest: Uint8Array;
  /** Octets that the process grew by since the trial began. */
  grownBy: number;
  /** The first input that ended with another error than one that tells what is wrong with it. */
  failure?: { readonly input: Uint8Array; readonly error: unknown };
}

const SAMPLE_EVERY = 1000;
const MOST_REPETITIONS = 3;

export function decodeTrial({ inputs, seed, seeds, keys, onProgress }: DecodeTrial): TrialOutcome {
  const chance = chanceOf(seed);
  const outcome: TrialOutcome = { reports: 0, slowestMs: 0, slowest: new Uint8Array(), grownBy: 0 };
  const before = process.memoryUsage().rss;
  for (let done = 1; done <= inputs && outcome.failure === undefined; done += 1) {
    const input = mutated(seeds, chance);
    judge(input, chance() < 0.5 ? keys : {}, outcome);
    if (done % SAMPLE_EVERY !== 0) continue;
    outcome.grownBy = Math.max(outcome.grownBy, process.memoryUsage().rss - before);
    onProgress?.(done, outcome);
  }
  return outcome;
}

function judge(input: Uint8Array, keys: MessageKeys, outcome: TrialOutcome): void {
  let ms = attempt(input, keys, outcome);
  // What the machine does meanwhile counts as well: only what is slow each time is slow.
  for (let left = MOST_REPETITIONS; left > 0 && ms > outcome.slowestMs; left -= 1) {
    ms = Math.min(ms, attempt(input, keys, outcome));
  }
  if (ms > outcome.slowestMs) Object.assign(outcome, { slowestMs: ms, slowest: input });
}

/** Milliseconds that it took. */
function attempt(input: Uint8Array, keys: MessageKeys, outcome: TrialOutcome): number {
  const begun = performance.now();
  try {
    for (const report of decoded(input, keys)) {
      outcome.reports += 1;
      print(report, input);
    }
  } catch (error) {
    // Text without octets is refused in words.
    if (!(error instanceof DlmsError)) outcome.failure = { input, error };
  }
  return performance.now() - begun;
}

function decoded(input: Uint8Array, keys: MessageKeys): Iterable<Report> {
  const found = inputOf(input);
  return 'conversations' in found ? decodeCapture(found, keys) : decodeRecording(found, keys);
}

/** As the command prints it. @throws Error where places are outside of the input */
function print(report: Report, input: Uint8Array): void {
  const { offset, length } = report;
  if (!(offset >= 0 && length >= 0 && Number.isInteger(offset + length))) {
    throw new Error(`a report at ${offset} of ${length} octets in ${toHex(input)}`);
  }
  if (JSON.stringify(report).length === 0 || treeOf(report).length === 0)
    throw new Error('nothing is printed');
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
