/** Programs that npm cannot bring, such as a broker or a database: started for a suite, each in a folder of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../nodes/support/runtime.js';

export interface Service {
  /** Of this machine, where it listens. */
  readonly port: number;
  /** Ends the program and removes its folder. */
  stop(): Promise<void>;
}

export interface ServiceStart {
  readonly program: string;
  /** The text of its configuration. @param folder where it may write */
  readonly configuration: (port: number, folder: string) => string;
  /** @param file with the configuration */
  readonly args: (file: string) => readonly string[];
  readonly isReady: (port: number) => Promise<boolean>;
}

const PATIENCE_MS = 20_000;
const TRIES = 3;
const LAST_WORDS = 500;

/** Daemons lie where an ordinary user does not look. */
function pathOf(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Runs `suite` where this machine has the program, or registers the one named skip. */
export function describeService(title: string, program: string, suite: () => void): void {
  if (pathOf(program) !== undefined) {
    describe(title, suite);
    return;
  }
  it(`${title}: skipped, ${program} is missing`, function skipped() {
    if (process.env.REQUIRE_ALL === '1') assert.fail(`${program} is missing and REQUIRE_ALL=1`);
    this.skip();
  });
}

/** On a port that is free; somebody else may take it first, and then there is another one. */
export async function startService(start: ServiceStart): Promise<Service> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOn(await freePort(), start);
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

async function startOn(port: number, start: ServiceStart): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), `dlms-${start.program}-`));
  const file = join(folder, 'service.conf');
  writeFileSync(file, start.configuration(port, folder));
  const stdio = ['ignore', 'ignore', 'pipe'] as const;
  const child = spawn(pathOf(start.program) ?? start.program, start.args(file), { stdio: [...stdio] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(child, start.program, () => start.isReady(port));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

async function ready(child: ChildProcess, program: string, isReady: () => Promise<boolean>): Promise<void> {
  let failure: Error | undefined;
  let words = '';
  child.once('error', (error) => {
    failure = error;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-LAST_WORDS);
  });
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isReady())) {
    if (failure !== undefined) throw failure;
    assert.equal(child.exitCode, null, `${program} ended by itself: ${words}`);
    assert.ok(Date.now() < deadline, `${program} did not start: ${words}`);
    await sleep(50);
  }
}

/** With an end by force, for what does not want to. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(force);
}
