/** The demo as `npm start` runs it, on free ports and in a user directory of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Demo {
  readonly url: string;
  /** Everything that it printed. */
  output(): string;
  stop(): Promise<void>;
}

const START_MS = 60_000;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-demo-'));
  const [port, meterPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    PORT: String(port),
    DLMS_DEMO_DIR: folder,
    DLMS_DEMO_METER_PORT: String(meterPort),
  };
  const child = spawn(process.execPath, ['scripts/demo.mjs'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  await announced(child, () => printed.includes('  Editor '));
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => printed,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function announced(child: ChildProcess, ready: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the demo did not start')), START_MS);
    child.stdout?.on('data', () => {
      if (!ready()) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (status) => {
      clearTimeout(timer);
      reject(new Error(`the demo ended with ${status}`));
    });
  });
}
