/** Thirty meters that answer, one that is dead and one that talks rubbish, on one line of 9600 baud. */
import { parseTag } from '../../src/cosem/obis.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from './async-clock.js';
import { SlowLine } from './slow-line.js';

export interface SharedLineRun {
  /** Good scans of each of the thirty. */
  readonly scans: readonly number[];
  /** Scans that failed although the meter answers. */
  readonly failed: number;
  /** The part of the time in which octets were on the line. */
  readonly carried: number;
  /** The part that would be possible with nothing but the silences and turns of the protocol. */
  readonly possible: number;
}

export interface SharedLineOptions {
  readonly scanRateMs: number;
  readonly pollDelayMs: number;
  readonly minutes: number;
}

const GOOD = 30;
const FIRST = 16;
const DEAD = FIRST + GOOD;
const RUBBISH = DEAD + 1;
const TURN_MS = 20;
const TAGS = ['1.0.1.8.0.255', '1.0.2.8.0.255', '1.0.1.7.0.255', '1.0.32.7.0.255', '1.0.31.7.0.255'];

export async function runSharedLine(options: SharedLineOptions): Promise<SharedLineRun> {
  const { scanRateMs, pollDelayMs, minutes } = options;
  const clock = new AsyncClock();
  const line = new SlowLine(clock, {
    meters: GOOD,
    baudRate: 9600,
    turnMs: TURN_MS,
    rubbishAddress: RUBBISH,
  });
  const pool = new Pool({ clock, random: () => 0.5, open: line.opener });
  const scans = new Array<number>(GOOD).fill(0);
  let failed = 0;
  for (let index = 0; index < GOOD + 2; index += 1) {
    const physicalAddress = FIRST + index;
    const session = pool.session(
      settingsOf({
        host: '',
        transport: 'serial',
        serialPort: '/dev/in-memory',
        physicalAddress,
        pollDelayMs,
      }),
      `user ${index}`,
    );
    session.watch({
      tags: TAGS.map(parseTag),
      periodMs: scanRateMs,
      outcome: ({ failure }) => {
        if (index >= GOOD) return;
        if (failure === undefined) scans[index] = (scans[index] ?? 0) + 1;
        else failed += 1;
      },
    });
  }
  // The first round learns classes and scalers, and that two of the meters do not answer.
  await clock.pass(5 * 60_000);
  scans.fill(0);
  failed = 0;
  const [carriedMs, questions, answers] = [line.carriedMs, line.questions, line.answers];
  await clock.pass(minutes * 60_000);
  const carried = line.carriedMs - carriedMs;
  const pauses = (line.questions - questions) * pollDelayMs + (line.answers - answers) * TURN_MS;
  await clock.until(pool.close());
  return { scans, failed, carried: carried / (minutes * 60_000), possible: carried / (carried + pauses) };
}
