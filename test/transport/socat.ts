/** A pair of serial ports that are wired to one another, where this machine has socat. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SerialPair {
  readonly near: string;
  readonly far: string;
  /** As if the adapters were unplugged. */
  unplug(): Promise<void>;
  /** As if they were plugged in again. */
  plugIn(): Promise<void>;
  remove(): Promise<void>;
}

/** Runs `suite` with a function that makes pairs, or registers the one named skip. */
export function describeSerial(title: string, suite: (pair: () => Promise<SerialPair>) => void): void {
  if (spawnSync('socat', ['-V']).error === undefined) {
    describe(title, () => suite(serialPair));
    return;
  }
  it(`${title}: skipped, socat is missing`, function skipped() {
    if (process.env.REQUIRE_ALL === '1') assert.fail('socat is missing and REQUIRE_ALL=1');
    this.skip();
  });
}

async function serialPair(): Promise<SerialPair> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-serial-'));
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  let socat = await started(near, far);
  return {
    near,
    far,
    unplug: () => ended(socat),
    plugIn: async () => {
      socat = await started(near, far);
    },
    remove: async () => {
      await ended(socat);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function started(near: string, far: string): Promise<ChildProcess> {
  const ends = [near, far].map((path) => `pty,raw,echo=0,link=${path}`);
  const socat = spawn('socat', ends, { stdio: 'ignore' });
  for (let tries = 0; !(existsSync(near) && existsSync(far)); tries += 1) {
    assert.ok(tries < 200, 'socat makes no ports');
    await sleep(10);
  }
  return socat;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await exit;
}
