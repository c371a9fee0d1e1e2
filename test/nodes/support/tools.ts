/** The tools of the edit dialogs, as an editor asks for them: started with a form, and watched to their end. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { admin, adminPost } from './runtime.js';

export interface Told {
  readonly kind: string;
  readonly [detail: string]: unknown;
}

export interface TestForm {
  readonly id?: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly stored?: readonly string[];
  readonly tags?: readonly string[];
}

/** A form for a simulated meter at this port, where `more` differs. */
export function formFor(port: number, more: Readonly<Record<string, string>> = {}): TestForm['settings'] {
  return {
    transport: 'tcp',
    host: '127.0.0.1',
    port: String(port),
    mode: 'DLMS-HDLC',
    referencing: 'LN',
    clientAddress: '16',
    logicalAddress: '1',
    physicalAddress: '16',
    addressSize: '2',
    timeoutMs: '500',
    retryCounter: '1',
    pollDelayMs: '0',
    ...more,
  };
}

/** @returns the id of the run */
export async function startTool(tool: string, form: TestForm): Promise<string> {
  const { status, body } = await adminPost(`/dlms/tools/${tool}`, { id: 'meter1', ...form });
  assert.equal(status, 200, JSON.stringify(body));
  return (body as { run: string }).run;
}

/** Everything that a run tells until it is over. */
export async function watchTool(run: string): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (let from = 0; ; ) {
    const { status, body } = await admin(`/dlms/tools/runs/${run}?from=${from}`);
    assert.equal(status, 200);
    const { events, next, over } = body as { events: Told[]; next: number; over: boolean };
    told.push(...events);
    if (over) return told;
    from = next;
  }
}

export async function runTool(tool: string, form: TestForm): Promise<readonly Told[]> {
  return watchTool(await startTool(tool, form));
}

interface Step {
  readonly name: string;
  readonly state: string;
  readonly advice: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string };
}

/** The steps of a test as they were last told. */
export function lastSteps(told: readonly Told[]): readonly Step[] {
  const steps = told.flatMap(({ kind, step }) => (kind === 'step' ? [step as Step] : []));
  return [...new Map(steps.map((step) => [step.name, step])).values()];
}

export interface Gateway {
  readonly port: number;
  readonly refused: number;
  close(): Promise<void>;
}

/** A gateway that takes one connection at a time, and closes every other. */
export async function oneConnectionGateway(target: number): Promise<Gateway> {
  let [open, refused] = [0, 0];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (open > 0) {
      refused += 1;
      socket.destroy();
      return;
    }
    open += 1;
    sockets.add(socket);
    const inner = connect(target, '127.0.0.1');
    inner.on('error', () => undefined);
    socket.pipe(inner).pipe(socket);
    socket.on('close', () => {
      open -= 1;
      sockets.delete(socket);
      inner.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return {
    port: address.port,
    get refused() {
      return refused;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Why a run ended without what it was for. */
export function errorIn(told: readonly Told[]): {
  readonly code: string;
  readonly advice: readonly string[];
} {
  const { kind, error } = told.at(-1) ?? { kind: 'nothing' };
  assert.equal(kind, 'failed');
  return error as { code: string; advice: string[] };
}
