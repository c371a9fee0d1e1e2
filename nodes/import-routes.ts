/**
 * A configuration file made a flow for the editor: devices and signals in JSON, as a workbook, as CSV or as a
 * flow. The answer holds no secret, but where it is asked for those that the file itself has: for the form that
 * fills them in. Nothing that Node-RED keeps is ever in it.
 */
import type { Request, Response } from 'express';
import type { NodeAPI } from 'node-red';
import type { Configuration } from '../src/config/configuration.js';
import { plainCredentials } from '../src/config/credentials-file.js';
import { secretsNeeded } from '../src/config/device-entry.js';
import { flowOf } from '../src/config/flow-writer.js';
import type { Folder } from '../src/config/folder.js';
import { readConfiguration } from '../src/config/read-configuration.js';
import { decodeText } from '../src/config/text-encoding.js';
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
  const secrets = files.length > 1 ? files.find(isOfSecrets) : undefined;
  const [first, ...others] = files.filter((file) => file !== secrets);
  if (first === undefined) {
    response.status(400).json({ code: 'nothing' });
    return;
  }
  const folder = others.length === 0 ? undefined : folderOf([first, ...others]);
  const credentials = secrets && plainCredentials(secrets.name, decodeText(secrets.octets));
  const configuration = await readConfiguration(first.name, first.octets, { folder, credentials });
  const label = first.name.replace(/\.[^.]*$/, '');
  const withSecrets = request.query.secrets === '1';
  response.set('Cache-Control', 'no-store').json(told(configuration, label, withSecrets));
}

/** The file that Node-RED keeps beside a flow, `flows_cred.json`. */
function isOfSecrets({ name }: ImportFile): boolean {
  return /cred[^.]*\.json$/i.test(name);
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
  /**
   * For a form that takes one of them: `secrets`, the names of those that its node needs; `values`, those that the
   * file has, where they were asked for.
   */
  readonly devices: readonly object[];
  readonly signals: readonly object[];
  readonly warnings: readonly PlacedText[];
}

function told(configuration: Configuration, label: string, withSecrets: boolean): Told {
  const { devices, signals, warnings } = configuration;
  const { nodes, deviceIds } = flowOf(configuration, label);
  return {
    nodes,
    devices: devices.map((device) => {
      const { alias, enabled, properties, secrets: values } = device;
      const entry = { id: deviceIds.get(alias), alias, enabled, properties, secrets: secretsNeeded(device) };
      return withSecrets ? { ...entry, values } : entry;
    }),
    signals: signals.map(({ device, enabled, row }) => ({ device, enabled, row })),
    warnings: warnings.map(placedText),
  };
}

function refuse(response: Response, cause: unknown): void {
  const { code, message, hint, cause: found } = asDlmsError(cause);
  const texts = Array.isArray(found) ? found.map(String) : [message];
  // Of very many problems the last line says how many more there are.
  const [, more] = /^and (\d+) more$/.exec(texts.at(-1) ?? '') ?? [];
  const count = more === undefined ? texts.length : texts.length - 1 + Number(more);
  response.status(400).json({ code, message, hint, count, problems: texts.map(placedText) });
}
