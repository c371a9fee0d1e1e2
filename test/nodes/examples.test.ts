import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stateInTempFolder } from '../support/state-folder.js';
import {
  coreNodes,
  EXAMPLES,
  example,
  exampleOnFreePorts,
  exampleText,
  withoutSecrets,
} from './support/examples.js';
import { deployAndExport, type FlowNode, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

const OWN = ['dlms-device', 'dlms-read', 'dlms-simulator'];
/** What runs here beside the nodes of this package. */
const CORE = ['tab', 'catch', 'function', 'switch', 'change'];
/** Where messages end; what stands behind them is not here. */
const SINK = /^(debug|mqtt out|influxdb out|ui-(text|gauge|chart))$/;

const isSink = ({ type }: FlowNode) => SINK.test(type);
const asksFirst = ({ type, trigger }: FlowNode) => type === 'dlms-read' && trigger === 'input';

/** With sinks that the test can hear, and without what has no part in reading. */
function hearable(nodes: readonly FlowNode[]): FlowNode[] {
  return nodes
    .filter((node) => [...OWN, ...CORE].includes(node.type) || isSink(node))
    .map((node) => (isSink(node) ? { ...node, type: 'helper' } : node));
}

function holdsNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number';
  return Object.values(value).some(holdsNumber);
}

/** Waits until one of the sinks of a running flow has a number. @returns all that came */
function firstNumber(nodes: readonly FlowNode[]): Promise<readonly object[]> {
  const messages: object[] = [];
  const number = new Promise<readonly object[]>((resolve, reject) => {
    const give = () => reject(new Error(`no number came; this did: ${JSON.stringify(messages)}`));
    const timer = setTimeout(give, 8000);
    const hear = (message: object) => {
      messages.push(message);
      if (!('payload' in message && holdsNumber(message.payload))) return;
      clearTimeout(timer);
      resolve(messages);
    };
    for (const { id } of nodes.filter(({ type }) => type === 'helper')) nodeOf(id).on('input', hear);
  });
  for (const { id } of nodes.filter(asksFirst)) nodeOf(id).receive({});
  return number;
}

describe('the example flows', () => {
  useRuntime();
  stateInTempFolder();

  for (const name of EXAMPLES) {
    it(`"${name}" yields a number as imported, and no error`, async () => {
      const { flow, credentials } = withoutSecrets(hearable(await exampleOnFreePorts(name)));
      await load(flow, credentials, coreNodes('function', 'switch', 'change'));
      const errors = (await firstNumber(flow)).filter((message) => 'error' in message);
      assert.deepEqual(errors, []);
    });
  }

  it('"2 Many meters on one line" hears each of its meters', async () => {
    const nodes = hearable(await exampleOnFreePorts('2 Many meters on one line'));
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

  it('"5 A secured meter" brings its keys, as the editor deploys them, and never gives them away again', async () => {
    const nodes = hearable(await exampleOnFreePorts('5 A secured meter'));
    await load([{ id: 'empty', type: 'tab', label: 'empty' }, ...withoutSecrets(nodes).flow]);
    const exported = JSON.stringify(await deployAndExport(nodes));
    const errors = (await firstNumber(nodes)).filter((message) => 'error' in message);
    assert.deepEqual(errors, []);
    assert.match(exported, /secured-meter/);
    assert.doesNotMatch(exported, /00010203|D0D1D2D3|credentials/);
  });
});

describe('the example flows, all imported together', () => {
  const all = EXAMPLES.flatMap(example);
  const valuesOf = (type: string, property: string) =>
    all.filter((node) => node.type === type).map((node) => node[property]);

  it('use every node type of the package', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly 'node-red': { readonly nodes: Record<string, string> };
    };
    const used = new Set(all.map(({ type }) => type));
    assert.deepEqual(
      Object.keys(manifest['node-red'].nodes).filter((type) => !used.has(type)),
      [],
    );
  });

  it('share no id, no port, no alias of a meter and no name of a tab', () => {
    const shared = [
      all.map(({ id }) => id),
      valuesOf('dlms-simulator', 'port'),
      valuesOf('dlms-device', 'alias'),
      valuesOf('tab', 'label'),
    ].map((values) => values.filter((value, at) => values.indexOf(value) !== at));
    assert.deepEqual(shared, [[], [], [], []]);
  });

  it('read the meters that they simulate', () => {
    const ports = new Set(valuesOf('dlms-simulator', 'port'));
    assert.deepEqual(
      valuesOf('dlms-device', 'port').filter((port) => !ports.has(port)),
      [],
    );
  });

  it('say on their tabs what is needed, and on a comment what to look at', () => {
    for (const name of EXAMPLES) {
      const nodes = example(name);
      assert.match(String(nodes.find(({ type }) => type === 'tab')?.info), /Runs as imported/, name);
      assert.ok(
        nodes.some(({ type, info }) => type === 'comment' && String(info).length > 40),
        name,
      );
    }
    for (const palette of ['node-red-contrib-influxdb', '@flowfuse/node-red-dashboard']) {
      assert.ok(EXAMPLES.some((name) => exampleText(name).includes(`Install \`${palette}\` first`)));
    }
  });
});

describe('the nodes in ready flows', () => {
  const defaultsOf = (type: string): string[] => {
    const html = readFileSync(`nodes/${type}.html`, 'utf8');
    const defaults = html.match(/defaults: \{([\s\S]*?)\n {6}\}/)?.[1] ?? '';
    return [...defaults.matchAll(/^ {8}(\w+):/gm)].map((match) => match[1] ?? '');
  };
  const PLACE = ['id', 'type', 'z', 'x', 'y', 'wires', 'credentials'];

  function assertCurrent(nodes: readonly FlowNode[], where: string): void {
    for (const node of nodes.filter(({ type }) => OWN.includes(type))) {
      const properties = Object.keys(node).filter((name) => !PLACE.includes(name));
      assert.deepEqual(properties.sort(), defaultsOf(node.type).sort(), `${node.type} in ${where}`);
    }
  }

  for (const name of EXAMPLES) {
    it(`have the properties that the editor gives them now: "${name}"`, () => {
      assertCurrent(example(name), name);
    });
  }

  it('have the properties that the editor gives them now: the demo', async () => {
    const { demoFlow } = (await import(resolve('scripts/demo-flow.mjs'))) as {
      demoFlow(port: number): FlowNode[];
    };
    assertCurrent(demoFlow(14058), 'the demo');
  });
});
