/** The node `dlms-simulator`: simulated meters that listen while the flow runs. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { SIMULATED_SECRETS, type SimulatedSecrets } from '../src/config/simulated-security.js';
import { type HostOptions, type SimulatorHost, startSimulator } from '../src/simulator/host.js';
import { deviceSecrets } from './device-secrets.js';
import { flowStart } from './flow-start.js';
import { migrated } from './migrate/migrate.js';
import { SIMULATOR_MIGRATIONS } from './migrate/simulator.js';
import { type NodeState, reasonText, statusOf, type Translate } from './node-status.js';
import { asDlmsError } from './read-errors.js';
import { simulatorOptions } from './simulator-settings.js';
import { StatusPainter } from './status-painter.js';

type Credentials = { -readonly [Name in keyof SimulatedSecrets]?: string };

type Definition = NodeDef & Readonly<Record<string, unknown>>;

export = function register(RED: NodeAPI): void {
  const flow = flowStart(RED);
  const translate: Translate = (key, values) => RED._(`dlms-simulator.${key}`, values);

  function SimulatorNode(this: Node<Credentials>, saved: Definition): void {
    RED.nodes.createNode(this, saved);
    const definition = migrated(saved, SIMULATOR_MIGRATIONS);
    const painter = new StatusPainter((status) => this.status(status));
    const show = (state: NodeState) => painter.show(statusOf(state, translate));
    const flowStarted = flow.started();
    const fail = (cause: unknown): undefined => {
      const error = asDlmsError(cause);
      show({ kind: 'failed', reason: reasonText(error.code, translate) });
      void flowStarted.then(() => this.error(error, {}));
      return undefined;
    };
    const run = async () => {
      // Throws for a variable that does not exist.
      deviceSecrets(this.credentials);
      return start(simulatorOptions(definition, this.credentials), show);
    };
    const host = run().catch(fail);
    flow.await(host);
    this.on('close', (done: () => void) => {
      painter.close();
      const closed = host.then((running) => running?.close());
      closed.then(done, () => done());
    });
  }

  /** Shows the port and how many are connected, from now on. */
  async function start(options: HostOptions, show: (state: NodeState) => void): Promise<SimulatorHost> {
    show({ kind: 'connecting' });
    let port = '';
    const listening = (count: number) =>
      show({ kind: 'value', text: translate('status.listening', { port, count: String(count) }) });
    const host = await startSimulator({ ...options, onConnections: listening });
    port = String(host.hdlcPort ?? host.wrapperPort ?? host.iecPort);
    listening(host.connections);
    return host;
  }

  RED.nodes.registerType<Node<Credentials>, Definition, unknown, Credentials>(
    'dlms-simulator',
    SimulatorNode,
    {
      credentials: Object.fromEntries(SIMULATED_SECRETS.map((name) => [name, { type: 'password' }])),
    },
  );
};
