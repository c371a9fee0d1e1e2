/** Node-RED's runtime with the nodes of this package, and a simulated meter beside it. */
import assert from 'node:assert/strict';
import { type EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node, NodeInitializer, NodeMessage } from 'node-red';

import testHelper = require('node-red-node-test-helper');
import dlmsDevice = require('../../../nodes/dlms-device.js');
import dlmsRead = require('../../../nodes/dlms-read.js');
import dlmsSimulator = require('../../../nodes/dlms-simulator.js');

export type FlowNode = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };
export type DeployType = 'full' | 'flows' | 'nodes';
export type Credentials = Readonly<Record<string, Readonly<Record<string, string>>>>;
export interface Caught {
  readonly message: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly source: { readonly id: string; readonly type: string };
}

const PACKAGE: NodeInitializer[] = [dlmsDevice, dlmsRead, dlmsSimulator];

const NODE_RED = process.env.NODE_RED_PATH ?? require.resolve('node-red');

/** Registers the hooks of a suite that runs flows. */
export function useRuntime(): void {
  before(async () => {
    testHelper.init(NODE_RED);
    await testHelper.startServer();
  });
  afterEach(async () => {
    await testHelper.unload();
  });
  after(async () => {
    await testHelper.stopServer();
  });
}

/** An answer of the admin API. */
export async function admin(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const { status, body } = await testHelper.request().get(path);
  return { status, body };
}

/** A file of the admin API. */
export async function adminFile(
  path: string,
): Promise<{ readonly status: number; readonly text: string; readonly headers: Record<string, string> }> {
  const { status, text, headers } = await testHelper.request().get(path);
  return { status, text, headers };
}

/** An answer of the admin API to a question in JSON. */
export async function adminPost(
  path: string,
  question: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { status, body } = await testHelper.request().post(path).send(question);
  return { status, body };
}

/** An answer of the admin API to octets of no type. */
export async function adminUpload(
  path: string,
  octets: Uint8Array,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const request = testHelper.request().post(path).set('Content-Type', 'application/octet-stream');
  const { status, body } = await request.send(octets);
  return { status, body };
}

export async function adminDelete(path: string): Promise<number> {
  const { status } = await testHelper.request().delete(path);
  return status;
}

/** Ends the running flows, as Node-RED does when it stops. */
export async function stopFlows(): Promise<void> {
  await testHelper.unload();
}

/** @param others nodes that the flow needs beside those of this package */
export async function load(
  flow: readonly FlowNode[],
  credentials: Credentials = {},
  others: readonly NodeInitializer[] = [],
): Promise<void> {
  await testHelper.load([...PACKAGE, ...others], [...flow], credentials);
}

export async function deploy(
  flow: readonly FlowNode[],
  type: DeployType,
  credentials: Credentials = {},
): Promise<void> {
  await testHelper.setFlows([...flow], type, credentials);
}

/** Deploys as the editor does, with the credentials inside of their nodes, and exports what there is then. */
export async function deployAndExport(flow: readonly FlowNode[]): Promise<readonly object[]> {
  await testHelper._redNodes.setFlows([...flow], 'full');
  // It is saved then; that it runs is another matter.
  const places = flow.filter(({ type }) => type !== 'tab');
  const missing = () => places.some(({ id }) => testHelper.getNode(id) === null);
  for (let tries = 0; tries < 500 && missing(); tries += 1) await sleep(10);
  return testHelper._redNodes.getFlows().flows;
}

/** All that the runtime logged since the flow was loaded. */
export function logged(): readonly unknown[][] {
  return testHelper.log().args;
}

export function nodeOf(id: string): Node {
  const node = testHelper.getNode(id);
  assert.ok(node, `node ${id} runs`);
  return node;
}

/** The first arguments of all calls of one of the node's methods from now on, as they come. */
export function callsOf(id: string, method: 'error' | 'warn' | 'log'): unknown[] {
  const first: unknown[] = [];
  const emitter: EventEmitter = nodeOf(id);
  emitter.on(`call:${method}`, (call: { readonly args: readonly unknown[] }) => first.push(call.args[0]));
  return first;
}

/** All messages that a helper node got so far, and a way to wait for more. */
export class Inbox<T = NodeMessage> {
  readonly messages: T[] = [];
  readonly #waiters = new Set<() => void>();

  constructor(id: string) {
    nodeOf(id).on('input', (message: unknown) => {
      this.messages.push(message as T);
      for (const wake of this.#waiters) wake();
    });
  }

  /** Resolves with the messages when there are `count`; fails after `ms`. */
  async atLeast(count: number, ms = 5000): Promise<readonly T[]> {
    return this.until(() => this.messages.length >= count, `${count} messages`, ms);
  }

  until(condition: () => boolean, what: string, ms = 5000): Promise<readonly T[]> {
    if (condition()) return Promise.resolve(this.messages);
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve(this.messages);
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(check);
        reject(new Error(`${what} did not come; these did: ${JSON.stringify(this.messages)}`));
      }, ms);
      this.#waiters.add(check);
    });
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}
