/**
 * How much of a shared line's time carries octets: 32 meters on one line of 9600 baud, one of them dead, one
 * talking rubbish, asked for more than the line can carry. Run: node dist/bench/shared-line.js
 */
import { runSharedLine } from '../test/support/shared-line.js';

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

async function main(): Promise<void> {
  for (const pollDelayMs of [200, 50, 20]) {
    const { scans, carried, possible } = await runSharedLine({ scanRateMs: 5_000, pollDelayMs, minutes: 20 });
    console.log(
      [
        `poll delay ${String(pollDelayMs).padStart(3)} ms`,
        `octets on the line ${percent(carried)} of the time`,
        `the protocol's pauses allow ${percent(possible)}`,
        `reached ${percent(carried / possible)} of that`,
        `scans a meter ${Math.min(...scans)} to ${Math.max(...scans)}`,
      ].join(', '),
    );
  }
}

void main();
