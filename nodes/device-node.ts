/** What the nodes that use a meter may ask of its config node. */
import type { Node } from 'node-red';
import type { Tag } from '../src/cosem/obis.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { MeterSession } from '../src/pool/meter-session.js';
import type { DeviceCredentials } from './device-secrets.js';
import type { RecordedMeter } from './recording.js';

/** A meter in use, for as long as the user is registered. */
export interface MeterUse {
  readonly settings: MeterSettings;
  readonly session: MeterSession;
}

export interface DeviceNode extends Node<DeviceCredentials> {
  /** By id: Node-RED delivers errors and status of a config node to the flows of these nodes. */
  users: Record<string, Node>;
  /**
   * @param tags that the user reads of it
   * @throws DlmsError DLMS_SETTING where the settings of the meter were refused
   */
  register(user: Node, tags: readonly Tag[]): MeterUse;
  /** Releases the meter after its last user, within two seconds. Never rejects. */
  deregister(user: Node): Promise<void>;
  /** What a recording of this meter would be of. @throws DlmsError as `register` does */
  recorded(): RecordedMeter;
}
