/** The config node `dlms-device`: one meter, for all nodes that use it. */
import type { NodeAPI, NodeDef } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { type ResolvedSettings, resolveSettings } from '../src/meter/resolve-settings.js';
import { AliasRegister } from './alias-register.js';
import { attempt } from './attempt.js';
import type { DeviceNode } from './device-node.js';
import { deviceRoutes } from './device-routes.js';
import { CREDENTIALS, type DeviceCredentials, deviceSecrets } from './device-secrets.js';
import { flowStart } from './flow-start.js';
import { MeterUsers } from './meter-users.js';
import { type NodeState, sessionStates, statusOf, type Translate } from './node-status.js';
import { sharedPool } from './shared-pool.js';
import { StatusPainter } from './status-painter.js';

type Definition = NodeDef & Readonly<Record<string, unknown>>;

export = function register(RED: NodeAPI): void {
  const { pool, store } = sharedPool(RED);
  const flow = flowStart(RED);
  const aliases = new AliasRegister();
  const translate: Translate = (key, values) => RED._(`dlms-device.${key}`, values);

  /** @throws DlmsError DLMS_SETTING */
  function resolve({ id, credentials }: DeviceNode, definition: Definition): ResolvedSettings {
    const resolved = resolveSettings(definition, deviceSecrets(credentials));
    aliases.take(resolved.settings.alias, id, String(definition.alias ?? '').trim() !== '');
    return resolved;
  }

  function DlmsDevice(this: DeviceNode, definition: Definition): void {
    RED.nodes.createNode(this, definition);
    const painter = new StatusPainter((status) => this.status(status));
    const show = (state: NodeState) => painter.show(statusOf(state, translate));
    const flowStarted = flow.started();
    const refuse = (error: DlmsError): DlmsError => {
      show({ kind: 'refused' });
      void flowStarted.then(() => this.error(error, {}));
      return error;
    };
    const resolved = attempt(() => resolve(this, definition));
    const meter = resolved instanceof DlmsError ? refuse(resolved) : resolved.settings;
    if (!(resolved instanceof DlmsError)) for (const warning of resolved.warnings) this.warn(warning);
    const meterUsers = new MeterUsers(pool, meter, (status) => {
      for (const state of sessionStates(status, translate)) show(state);
    });

    this.users = {};
    this.register = (user) => {
      this.users[user.id] = user;
      const use = attempt(() => meterUsers.join(user.id));
      if (!(use instanceof DlmsError)) return use;
      // What the constructor refused is told already.
      throw use === meter ? use : refuse(use);
    };
    this.deregister = async (user) => {
      delete this.users[user.id];
      await meterUsers.leave(user.id);
      await store.flush();
    };
    this.on('close', () => {
      aliases.giveBack(this.id);
      painter.close();
    });
  }

  RED.nodes.registerType<DeviceNode, Definition, unknown, DeviceCredentials>('dlms-device', DlmsDevice, {
    credentials: CREDENTIALS,
  });

  deviceRoutes(RED);
};
