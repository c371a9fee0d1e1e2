/** What the edit dialog of a meter asks of the runtime. Nothing here opens a connection or tells a secret. */
import type { NodeAPI } from 'node-red';
import { DlmsError } from '../src/errors.js';
import { resolveSettings } from '../src/meter/resolve-settings.js';
import { serialPorts } from '../src/pool/open-transport.js';
import { attempt } from './attempt.js';
import { asDlmsError } from './read-errors.js';

/** Longer texts are no serial number and no formula that anybody types. */
const MAX_TEXT = 200;

export function deviceRoutes({ httpAdmin, auth }: Pick<NodeAPI, 'httpAdmin' | 'auth'>): void {
  const mayRead = auth.needsPermission('dlms-device.read');

  httpAdmin.get('/dlms/serial-ports', mayRead, (_request, response) => {
    serialPorts().then(
      (ports) => response.json(ports),
      (cause: unknown) => {
        const { code, message, hint } = asDlmsError(cause);
        response.status(500).json({ code, message, hint });
      },
    );
  });

  httpAdmin.get('/dlms/physical-address', mayRead, ({ query }, response) => {
    response.json(computedAddress(query));
  });
}

type Computed =
  | { readonly physicalAddress: number; readonly addressSize: number }
  | { readonly message: string };

/** The address that the settings give, or why they give none. */
function computedAddress(query: Readonly<Record<string, unknown>>): Computed {
  const names = ['mode', 'logicalAddress', 'addressSize', 'serialNumber', 'serialNumberFormula'];
  const asked = Object.fromEntries(names.map((name) => [name, textOf(query[name])]));
  const resolved = attempt(() => resolveSettings({ host: 'meter', referencing: 'LN', ...asked }));
  if (resolved instanceof DlmsError) return { message: resolved.message };
  const { physicalAddress, addressSize } = resolved.settings;
  return { physicalAddress, addressSize };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}
