/** Runs the command as its users do, as a process of its own, or within the test where the process adds nothing. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/command-line.js';
import type { Output } from '../../src/cli/output.js';

const MAIN = join(__dirname, '../../src/cli/main.js');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | Uint8Array | undefined;
}

export function startDlms(
  args: readonly string[],
  env: RunOptions['env'] = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, DLMS_PASSWORD: '', ...env } });
}

export async function dlms(args: readonly string[], { env, stdin = '' }: RunOptions = {}): Promise<Ended> {
  const child = startDlms(args, env);
  child.stdin.end(stdin);
  return ended(child);
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { status, ...output };
}

/** The reason is one line, and no stack trace. */
export function assertOneLine(stderr: string): void {
  assert.match(stderr, /^dlms: [^\n]+\n$/);
  assert.doesNotMatch(stderr, /\n\s+at /);
}

/** The objects of JSON lines. */
export function linesOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

export interface InProcessOptions {
  /** The error that stdout broke with before anything was written. */
  readonly broken?: Error | undefined;
  readonly stdin?: string | undefined;
  readonly env?: RunOptions['env'];
  /** Of the terminal that shows the results. */
  readonly columns?: number | undefined;
  /** Called with all lines so far after each of them; the command is interrupted when it says so. */
  readonly until?: ((results: readonly string[], notes: readonly string[]) => boolean) | undefined;
}

/** What the command writes, line by line. */
export async function inProcess(
  args: readonly string[],
  { broken, stdin = '', env = {}, columns, until }: InProcessOptions = {},
): Promise<{ status: number; results: string; notes: readonly string[] }> {
  const results: string[] = [];
  const notes: string[] = [];
  const interruption = new AbortController();
  const say = (lines: string[], line: string): void => {
    lines.push(line);
    // As a signal of the system: not in the midst of something.
    if (until?.(results, notes)) setImmediate(() => interruption.abort());
  };
  const output: Output = {
    result: (line) => say(results, line),
    json: (value) => say(results, JSON.stringify(value)),
    note: (line) => say(notes, line),
    columns,
    readerGone: broken === undefined ? new AbortController().signal : AbortSignal.abort(broken),
    flushed: async () => undefined,
  };
  const status = await runCommandLine(args, {
    output,
    environment: env,
    interrupted: interruption.signal,
    readStdin: async () => Buffer.from(stdin),
  });
  return { status, results: results.join('\n'), notes };
}
