/** What the edit dialog of a meter asks of the runtime. Nothing here opens a connection or tells a secret. */
import type { NodeAPI } from 'node-red';
import { toHex } from '../src/encoding/hex.js';
import { DlmsError } from '../src/errors.js';
import { resolveSettings } from '../src/meter/resolve-settings.js';
import { wireAddress } from '../src/meter/wire-address.js';
import { serialPorts } from '../src/pool/open-transport.js';
import { attempt } from './attempt.js';
import { asDlmsError } from './read-errors.js';
import { secretKinds } from './secret-kinds.js';

type Query = Readonly<Record<string, unknown>>;
type Runtime = Pick<NodeAPI, 'httpAdmin' | 'auth'> & {
  readonly nodes: Pick<NodeAPI['nodes'], 'getCredentials'>;
};

/** Longer texts are no serial number and no formula that anybody types. */
const MAX_TEXT = 200;

const ADDRESSING = [
  'mode',
  'iecReadout',
  'iecDeviceAddress',
  'clientAddress',
  'logicalAddress',
  'physicalAddress',
  'addressSize',
  'serialNumber',
  'serialNumberFormula',
];

export function deviceRoutes({ httpAdmin, auth, nodes }: Runtime): void {
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

  httpAdmin.get('/dlms/stored-secrets', mayRead, ({ query }, response) => {
    response.json(secretKinds(nodes.getCredentials(textOf(query.id))));
  });
}

interface ComputedAddress {
  readonly mode: string;
  readonly physicalAddress: number;
  /** Octets of the HDLC server address. */
  readonly addressSize: number;
  /** The size in place of one octet, where that was too small. */
  readonly raised?: number | undefined;
  /** What goes out, as hexadecimal octets; the call as the text that it is. */
  readonly call?: string | undefined;
  readonly server?: string | undefined;
  readonly client?: string | undefined;
}

/** The address that the settings give, also as it goes out on the line; or why they give none. */
function computedAddress(query: Query): ComputedAddress | { readonly message: string } {
  const asked = Object.fromEntries(ADDRESSING.map((name) => [name, textOf(query[name])]));
  const resolved = attempt(() => resolveSettings({ host: 'meter', referencing: 'LN', ...asked }));
  if (resolved instanceof DlmsError) return { message: resolved.message };
  const { mode, physicalAddress, addressSize } = resolved.settings;
  const { call, server, client } = wireAddress(resolved.settings);
  const isRaised = mode !== 'DLMS-WRAPPER' && textOf(query.addressSize) === '1' && addressSize > 1;
  return {
    mode,
    physicalAddress,
    addressSize,
    raised: isRaised ? addressSize : undefined,
    call: call && new TextDecoder().decode(call).trimEnd(),
    server: server && toHex(server, ' '),
    client: client && toHex(client, ' '),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}
