/** The node `dlms-read`: reads signals of a meter at a rate, on input, or both. */
import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';
import { DlmsError } from '../src/errors.js';
import type { Properties } from '../src/meter/signal-messages.js';
import { attempt } from './attempt.js';
import type { DeviceNode } from './device-node.js';
import { flowStart } from './flow-start.js';
import { type NodeState, statusOf, type Translate } from './node-status.js';
import { asDlmsError } from './read-errors.js';
import { Reader, type ReaderHost } from './reader.js';
import { readerSettings } from './reader-settings.js';
import { StatusPainter } from './status-painter.js';

interface Definition extends NodeDef {
  readonly device: string;
  readonly [property: string]: unknown;
}

/** Why a node cannot read. */
interface Refusal {
  readonly error: DlmsError;
  readonly state: NodeState;
  /** Whether Catch nodes are to hear of it from this node. */
  readonly tell: boolean;
}

type Send = (messages: NodeMessage[][]) => void;

export = function register(RED: NodeAPI): void {
  const flow = flowStart(RED);
  const translate: Translate = (key, values) => RED._(`dlms-read.${key}`, values);

  function deviceOf({ device }: Definition): DeviceNode | undefined {
    const node = RED.nodes.getNode(device);
    return node?.type === 'dlms-device' ? (node as DeviceNode) : undefined;
  }

  function isDisabled(id: string): boolean {
    let disabled = false;
    RED.nodes.eachNode((node) => {
      if (node.id === id && 'd' in node && node.d === true) disabled = true;
    });
    return disabled;
  }

  function open(
    node: Node,
    definition: Definition,
    device: DeviceNode | undefined,
    host: ReaderHost,
  ): Reader | Refusal {
    if (device === undefined) return withoutDevice(definition.device, isDisabled(definition.device));
    const meter = attempt(() => device.register(node));
    const settings = attempt(() => readerSettings(definition));
    // Where the meter's own settings are wrong, its node tells so.
    if (meter instanceof DlmsError) return { error: meter, state: { kind: 'refused' }, tell: false };
    if (settings instanceof DlmsError) return { error: settings, state: { kind: 'refused' }, tell: true };
    return new Reader(settings, meter, host);
  }

  /** The messages as properties of the one that asked; further ones are copies of it. */
  function answers(message: NodeMessageInFlow, list: readonly Properties[]): NodeMessage[] {
    const copies = list.slice(1).map(() => RED.util.cloneMessage(message));
    return list.map((properties, index) => Object.assign(copies[index - 1] ?? message, properties));
  }

  async function answer(opened: Reader | Refusal, message: NodeMessageInFlow, send: Send): Promise<void> {
    if (!(opened instanceof Reader)) throw opened.error;
    const report = await opened.answer(message.job);
    if (report === undefined) return;
    if (report.messages.length > 0) send([answers(message, report.messages)]);
    if (report.error !== undefined) throw report.error;
  }

  function DlmsRead(this: Node, definition: Definition): void {
    RED.nodes.createNode(this, definition);
    const painter = new StatusPainter((status) => this.status(status));
    const host: ReaderHost = {
      send: (messages) => this.send([messages.map((properties) => ({ ...properties }))]),
      error: (error) => this.error(error, {}),
      log: (text) => this.log(text),
      warn: (text) => this.warn(text),
      show: (state) => painter.show(statusOf(state, translate)),
      translate,
    };
    // Kept: when this node closes, another one may stand under the same id.
    const device = deviceOf(definition);
    const opened = open(this, definition, device, host);
    if (!(opened instanceof Reader)) host.show(opened.state);
    void flow.started().then(() => {
      if (opened instanceof Reader) opened.start();
      else if (opened.tell) host.error(opened.error);
    });
    this.on('input', (message, send, done) => {
      answer(opened, message, send as Send).then(
        () => done(),
        (cause: unknown) => done(asDlmsError(cause)),
      );
    });
    this.on('close', (done: () => void) => {
      if (opened instanceof Reader) opened.stop();
      painter.close();
      const left = device?.deregister(this) ?? Promise.resolve();
      left.then(done, () => done());
    });
  }

  RED.nodes.registerType('dlms-read', DlmsRead);
};

function withoutDevice(id: string | undefined, disabled: boolean): Refusal {
  const value = id ? `"${id}" ${disabled ? 'is disabled' : 'does not exist'}` : 'is not set';
  const error = new DlmsError(`device ${value}: choose a meter that is switched on`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'settings',
    hint: 'Open the read node and choose its meter.',
  });
  return { error, state: { kind: disabled ? 'disabled' : 'no-device' }, tell: !disabled };
}
