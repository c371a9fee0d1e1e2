/**
 * A configuration file made a flow for the editor: devices and signals in JSON, as a workbook, as CSV or as a
 * flow. The answer holds no secret: whoever imports the flow puts them in.
 */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import type { Configuration } from '../src/config/configuration.js';
import { secretsNeeded } from '../src/config/device-entry.js';
import { flowOf } from '../src/config/flow-writer.js';
import type { Folder } from '../src/config/folder.js';
import { readConfiguration } from '../src/config/read-configuration.js';
import { type ImportFile, importFiles } from './import-files.js';
import { type PlacedText, placedText } from './placed-text.js';
import { asDlmsError } from './read-errors.js';

type Runtime = Pick<NodeAPI, 'httpAdmin' | 'auth'>;

export function importRoutes({ httpAdmin, auth }: Runtime): void {
  httpAdmin.post('/dlms/import', auth.needsPermission('flows.write'), (request, response) => {
    answer(request, response).catch((cause: unknown) => refuse(response, cause));
  });
}

async function answer(request: Request, response: Response): Promise<void> {
  const files = await importFiles(request);
  if (files === undefined) {
    response.status(413).json({ code: 'too-large' });
    return;
  }
  const [first, ...others] = files;
  if (first === undefined) {
    response.status(400).json({ code: 'nothing' });
    return;
  }
  const folder = others.length === 0 ? undefined : folderOf(files);
  const configuration = await readConfiguration(first.name, first.octets, { folder });
  response.json(told(configuration, first.name.replace(/\.[^.]*$/, '')));
}

/** The files that came together. */
function folderOf(files: readonly ImportFile[]): Folder {
  const octetsOf = (name: string) => files.find((file) => file.name === name)?.octets;
  return {
    names: async () => files.map(({ name }) => name),
    read: async (name) => octetsOf(name) ?? new Uint8Array(),
  };
}

interface Told {
  /** For the editor's import. */
  readonly nodes: readonly object[];
  /** For a form that takes one of them; with the names of the secrets that its node needs. */
  readonly devices: readonly object[];
  readonly signals: readonly object[];
  readonly warnings: readonly PlacedText[];
}

function told(configuration: Configuration, label: string): Told {
  const { devices, signals, warnings } = configuration;
  const { nodes, deviceIds } = flowOf(configuration, label);
  return {
    nodes,
    devices: devices.map((device) => {
      const { alias, enabled, properties } = device;
      return { id: deviceIds.get(alias), alias, enabled, properties, secrets: secretsNeeded(device) };
    }),
    signals: signals.map(({ device, enabled, row }) => ({ device, enabled, row })),
    warnings: warnings.map(placedText),
  };
}

function refuse(response: Response, cause: unknown): void {
  const { code, message, hint, cause: found } = asDlmsError(cause);
  const texts = Array.isArray(found) ? found.map(String) : [message];
  response.status(400).json({ code, message, hint, problems: texts.map(placedText) });
}
