/** How a meter is asked for what everybody may know: as the public client, without authentication or security. */
import { hidden } from './secret-octets.js';
import type { MeterSettings } from './settings.js';

/** Of the public client in every meter (Blue Book, reserved client addresses). */
const PUBLIC_CLIENT = 16;

export function publicSettings(settings: MeterSettings): MeterSettings {
  const password = hidden(new Uint8Array(0));
  return { ...settings, clientAddress: PUBLIC_CLIENT, auth: 'None', password, security: undefined };
}
