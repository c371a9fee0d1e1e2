/**
 * A program that reads a ciphered meter again and again, killed at moments that chance picks; the meter is
 * simulated here, refuses numbers that were used before, and tells each that it sees.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { Reading } from '../../src/meter/reading.js';
import { type ResolvedSettings, resolveSettings } from '../../src/meter/resolve-settings.js';
import { openTransport } from '../../src/pool/open-transport.js';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { seededRandom } from './fault-line.js';

export interface KillTrial {
  readonly kills: number;
  readonly seed: number;
  /** Where the killed program keeps its counters. */
  readonly folder: string;
  /** A key, or `auto`. */
  readonly dedicatedKey?: string | undefined;
}

export interface KillTrialResult {
  /** In the order in which the meter saw them. */
  readonly seen: readonly SeenCounter[];
  /** Readings that were made between the kills. */
  readonly readings: number;
  /** Of one reading after the last kill. */
  readonly last: readonly Reading[];
}

const KEYS = {
  blockCipherKey: '000102030405060708090A0B0C0D0E0F',
  authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
};
export const TAGS = ['1.0.1.8.0.255', '1.0.32.7.0.255', '0.0.42.0.0.255:2'];
/** Every other life ends so early that there may be no reading in it. */
const MOST_LIFE_MS = 60;

export async function killTrial(trial: KillTrial): Promise<KillTrialResult> {
  const seen: SeenCounter[] = [];
  const random = seededRandom(trial.seed);
  const meter = await startSimulator({
    wrapperPort: 0,
    auth: 'HighGmac',
    security: 'AuthenticationEncryption',
    ...KEYS,
    onCounter: (counter) => seen.push(counter),
  });
  try {
    let readings = 0;
    for (let kill = 0; kill < trial.kills; kill += 1) {
      readings += await killed(meter, trial, { readings: kill % 2, ms: random() * MOST_LIFE_MS });
    }
    return { seen, readings, last: await readOnce(meter, trial) };
  } finally {
    await meter.close();
  }
}

/** What the killed program is started with, too. */
export function trialSettings(port: number, dedicatedKey: string | undefined): ResolvedSettings {
  return resolveSettings(
    {
      ...{ host: '127.0.0.1', port, mode: 'DLMS-WRAPPER', referencing: 'LN', logicalAddress: 1 },
      ...{ clientAddress: 1, auth: 'HighGmac', security: 'AuthenticationEncryption', pollDelayMs: 0 },
    },
    { ...KEYS, dedicatedKey },
  );
}

/**
 * Runs the program, and kills it so long after it has started, or after so many readings.
 * @returns how many readings it made
 */
async function killed(
  meter: SimulatorHost,
  { folder, dedicatedKey }: KillTrial,
  after: { readonly readings: number; readonly ms: number },
): Promise<number> {
  const given = [String(meter.wrapperPort), folder, dedicatedKey ?? ''];
  const child: ChildProcess = fork(join(__dirname, 'kill-trial-reader.js'), given);
  const ended = once(child, 'exit');
  let messages = 0;
  child.on('message', () => {
    messages += 1;
  });
  while (messages <= after.readings) await Promise.race([once(child, 'message'), ended.then(diedByItself)]);
  await sleep(after.ms);
  child.kill('SIGKILL');
  await ended;
  return messages - 1;
}

function diedByItself([status]: readonly unknown[]): never {
  throw new Error(`the reading program ended by itself: ${String(status)}`);
}

async function readOnce(
  meter: SimulatorHost,
  { folder, dedicatedKey }: KillTrial,
): Promise<readonly Reading[]> {
  const { settings } = trialSettings(meter.wrapperPort ?? 0, dedicatedKey);
  const client = new MeterClient({ settings, open: openTransport(settings), counters: counterStore(folder) });
  try {
    return await client.read(TAGS);
  } finally {
    await client.close();
  }
}
