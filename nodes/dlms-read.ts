/** The node `dlms-read`: reads signals of a meter at a rate, on input, or both. */
import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { failureMessage, type Properties } from '../src/meter/signal-messages.js';
import type { ScanReport } from '../src/pool/scan-report.js';
import { attempt } from './attempt.js';
import type { DeviceNode, MeterUse } from './device-node.js';
import { flowStart } from './flow-start.js';
import type { MessageMeters } from './message-meters.js';
import { migrated } from './migrate/migrate.js';
import { READ_MIGRATIONS } from './migrate/read.js';
import { statusOf, type Translate } from './node-status.js';
import { asDlmsError } from './read-errors.js';
import { readRoutes } from './read-routes.js';
import { Reader, type ReaderHost } from './reader.js';
import { deviceOf, isRefusal, messageMeters, ownMeter, type Refusal, refusal } from './reader-meters.js';
import { readerSettings } from './reader-settings.js';
import { sharedPool } from './shared-pool.js';
import { StatusPainter } from './status-painter.js';

interface Definition extends NodeDef {
  readonly device: string;
  readonly [property: string]: unknown;
}

interface Opened {
  readonly reader: Reader | Refusal;
  readonly others?: MessageMeters | undefined;
  /** Whether a message without a value is sent beside an error. */
  readonly showsGaps?: boolean | undefined;
}

type Answer = Pick<ScanReport, 'messages' | 'error'> | undefined;
type Send = (messages: NodeMessage[][]) => void;

/** By these a message shows that it comes from a read node. */
const OF_AN_ANSWER = ['dlms', 'error'];
/** What another read node may have left on a message would be taken for a part of this answer. */
const OF_ONE_ANSWER = [...OF_AN_ANSWER, 'quality', 'unit'];

export = function register(RED: NodeAPI): void {
  const flow = flowStart(RED);
  const translate: Translate = (key, values) => RED._(`dlms-read.${key}`, values);

  function open(
    node: Node,
    definition: Definition,
    device: DeviceNode | undefined,
    host: ReaderHost,
  ): Opened {
    const settings = attempt(() => readerSettings(definition));
    const [allowsMeter, signals] =
      settings instanceof DlmsError ? [false, []] : [settings.allowsMeter, settings.signals];
    const tags = signals.map(({ tag }) => tag);
    const own = ownMeter(RED, node, { device, id: definition.device }, tags);
    const showsGaps = settings instanceof DlmsError ? false : settings.showsGaps;
    if (isRefusal(own) && !allowsMeter) return { reader: own, showsGaps };
    if (settings instanceof DlmsError) return { reader: refusal(settings, { kind: 'refused' }, true) };
    const others = allowsMeter ? messageMeters(RED, node, device, own) : undefined;
    showOwn(own, definition, host);
    const reader = new Reader(settings, { own: isRefusal(own) ? own.error : own, others }, host);
    return { reader, others, showsGaps };
  }

  /** A node for the meters of messages needs none of its own. */
  function showOwn(own: MeterUse | Refusal, { device }: Definition, host: ReaderHost): void {
    if (!isRefusal(own)) return;
    host.show(device ? own.state : { kind: 'idle' });
    if (device && own.tell) void flow.started().then(() => host.error(own.error));
  }

  /** The messages as properties of the one that asked; further ones are copies of it. */
  function answers(message: NodeMessageInFlow, list: readonly Properties[]): NodeMessage[] {
    if (OF_AN_ANSWER.some((property) => property in message)) {
      for (const property of OF_ONE_ANSWER) Reflect.deleteProperty(message, property);
    }
    const copies = list.slice(1).map(() => RED.util.cloneMessage(message));
    return list.map((properties, index) => Object.assign(copies[index - 1] ?? message, properties));
  }

  async function answer(opened: Opened, message: NodeMessageInFlow, send: Send): Promise<void> {
    const report = await reportOf(opened, message);
    if (report === undefined) return;
    if (report.messages.length > 0) send([answers(message, report.messages)]);
    if (report.error !== undefined) throw report.error;
  }

  async function reportOf({ reader, showsGaps }: Opened, { job, meter }: NodeMessageInFlow): Promise<Answer> {
    try {
      if (isRefusal(reader)) throw reader.error;
      return await reader.answer({ job, meter });
    } catch (cause) {
      const error = asDlmsError(cause);
      return { error, messages: showsGaps ? [failureMessage(error, Date.now())] : [] };
    }
  }

  async function release(node: Node, { others }: Opened, device: DeviceNode | undefined): Promise<void> {
    await Promise.all([others?.close(), device?.deregister(node)]);
    if (others !== undefined) await sharedPool(RED).store.flush();
  }

  function DlmsRead(this: Node, saved: Definition): void {
    RED.nodes.createNode(this, saved);
    const definition = migrated(saved, READ_MIGRATIONS);
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
    const device = deviceOf(RED, definition.device);
    const opened = open(this, definition, device, host);
    const { reader } = opened;
    if (isRefusal(reader)) host.show(reader.state);
    void flow.started().then(() => {
      if (!isRefusal(reader)) reader.start();
      else if (reader.tell) host.error(reader.error);
    });
    this.on('input', (message, send, done) => {
      answer(opened, message, send as Send).then(
        () => done(),
        (cause: unknown) => done(asDlmsError(cause)),
      );
    });
    this.on('close', (done: () => void) => {
      if (!isRefusal(reader)) reader.stop();
      painter.close();
      release(this, opened, device).then(done, () => done());
    });
  }

  RED.nodes.registerType('dlms-read', DlmsRead);

  readRoutes(RED);
};
