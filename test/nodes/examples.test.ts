import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FlowNode, freePort, Inbox, load, useRuntime } from './support/runtime.js';

const FOLDER = 'examples';
/** Nodes of the editor's own that do nothing by themselves. */
const IDLE = new Set(['comment', 'inject']);

/** The flow as it is imported, but on a port that is free, and with debug nodes that the test can hear. */
async function runnable(text: string): Promise<FlowNode[]> {
  const nodes = JSON.parse(text) as FlowNode[];
  const ports = new Map<unknown, string>();
  for (const { port } of nodes) {
    if (port !== undefined && !ports.has(port)) ports.set(port, String(await freePort()));
  }
  return nodes
    .filter(({ type }) => !IDLE.has(type))
    .map((node) => (node.type === 'debug' ? { ...node, type: 'helper' } : node))
    .map((node) => (node.port === undefined ? node : { ...node, port: ports.get(node.port) }));
}

describe('the example flows', () => {
  useRuntime();
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

  for (const file of files) {
    it(`"${file}" yields a number as imported, and no error`, async () => {
      const nodes = await runnable(readFileSync(join(FOLDER, file), 'utf8'));
      await load(nodes);
      const sinks = nodes.filter(({ type }) => type === 'helper').map(({ id }) => new Inbox(id));
      const isNumber = ({ payload }: { payload?: unknown }) => typeof payload === 'number';
      await Promise.any(
        sinks.map((inbox) => inbox.until(() => inbox.messages.some(isNumber), 'a number', 8000)),
      );
      const errors = sinks.flatMap(({ messages }) => messages).filter((message) => 'error' in message);
      assert.deepEqual(errors, []);
    });
  }

  it('"2 Many meters on one line" hears each of its meters', async () => {
    const nodes = await runnable(readFileSync(join(FOLDER, '2 Many meters on one line.json'), 'utf8'));
    await load(nodes);
    const [debug] = nodes.filter(({ type }) => type === 'helper');
    const inbox = new Inbox<{ readonly topic?: string }>(debug?.id ?? '');
    const topics = () => new Set(inbox.messages.map(({ topic }) => topic));
    await inbox.until(() => topics().size === 3, 'three topics', 8000);
    assert.deepEqual(
      [...topics()].sort(),
      [1, 2, 3].map((number) => `line-meter-${number}/1.0.1.8.0.255`),
    );
  });

  it('use every node type of the package', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly 'node-red': { readonly nodes: Record<string, string> };
    };
    const used = new Set(
      files.flatMap((file) =>
        (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as FlowNode[]).map(({ type }) => type),
      ),
    );
    assert.deepEqual(
      Object.keys(manifest['node-red'].nodes).filter((type) => !used.has(type)),
      [],
    );
  });
});
