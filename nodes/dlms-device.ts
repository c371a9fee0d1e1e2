/** The config node `dlms-device`: one meter, for all nodes that use it. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { systemClock } from '../src/meter/clock.js';
import { type ResolvedSettings, resolveSettings } from '../src/meter/resolve-settings.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { SessionStatus } from '../src/pool/session-status.js';
import { AliasRegister } from './alias-register.js';
import { attempt } from './attempt.js';
import { captureRoutes } from './capture-routes.js';
import type { DeviceNode } from './device-node.js';
import { deviceRoutes } from './device-routes.js';
import { CREDENTIALS, type DeviceCredentials, deviceSecrets } from './device-secrets.js';
import { flowStart } from './flow-start.js';
import { importRoutes } from './import-routes.js';
import { LinkLog } from './link-log.js';
import { MeterUsers } from './meter-users.js';
import { DEVICE_MIGRATIONS } from './migrate/device.js';
import { migrated } from './migrate/migrate.js';
import { type NodeState, sessionState, statusOf, type Translate } from './node-status.js';
import { recordedMeter } from './recorded-meter.js';
import { sharedPool } from './shared-pool.js';
import { StatusPainter } from './status-painter.js';
import { toolRoutes } from './tool-routes.js';

type Definition = NodeDef & Readonly<Record<string, unknown>>;

export = function register(RED: NodeAPI): void {
  const shared = sharedPool(RED);
  const { pool, store } = shared;
  const flow = flowStart(RED);
  const aliases = new AliasRegister();
  const translate: Translate = (key, values) => RED._(`dlms-device.${key}`, values);

  /** @throws DlmsError DLMS_SETTING */
  function resolve({ id, credentials }: DeviceNode, definition: Definition): ResolvedSettings {
    const resolved = resolveSettings(definition, deviceSecrets(credentials));
    const warning = aliases.take(resolved.settings.alias, id, String(definition.alias ?? '').trim() !== '');
    return warning === undefined ? resolved : { ...resolved, warnings: [...resolved.warnings, warning] };
  }

  /** Logs how it stands with the link, and shows it. */
  function watching(node: Node, meter: MeterSettings | DlmsError, show: (state: NodeState) => void) {
    const alias = meter instanceof DlmsError ? '' : meter.alias;
    const log = new LinkLog(alias, (text) => node.log(text), systemClock);
    return (status: SessionStatus): void => {
      log.changed(status);
      show(sessionState(status, translate));
    };
  }

  function DlmsDevice(this: DeviceNode, saved: Definition): void {
    RED.nodes.createNode(this, saved);
    const definition = migrated(saved, DEVICE_MIGRATIONS);
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
    const meterUsers = new MeterUsers(pool, meter, watching(this, meter, show));

    this.users = {};
    this.recorded = () => recordedMeter(meter, definition, meterUsers.tags);
    this.register = (user, tags) => {
      this.users[user.id] = user;
      const use = attempt(() => meterUsers.join(user.id, tags));
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
  toolRoutes(RED, shared);
  importRoutes(RED);
  captureRoutes(RED, shared);
};
