/** `dlms import`: a flow for Node-RED out of a file of devices and signals. */
import { writeFile } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import type { Configuration } from '../config/configuration.js';
import { secretsNeeded } from '../config/device-entry.js';
import { DEVICE_FILE_NAMES, fileNameOf } from '../config/file-names.js';
import { type Flow, flowOf } from '../config/flow-writer.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { addCredentialOptions, loadConfiguration, tellWarnings } from './configuration-options.js';
import { usageError } from './failure.js';
import type { Output } from './output.js';

const EPILOGUE = `
The file is JSON, .xlsx with the sheets Devices and Signals, one of a CSV pair or its folder, or a flow. The flow
has a node for each device, and a read node for each device and job; import it in the editor's menu. \${NAME}
stays as it is. Passwords and keys are no part of a flow: stderr says which devices need them. With
--credentials-out they are written to a file of their own, by the ids of the nodes.

Example: dlms import plant.xlsx > flow.json`;

export function addImport(program: Command, context: CommandContext): void {
  const command = program
    .command('import')
    .summary('a flow for Node-RED from a file')
    .description('Makes a flow for Node-RED out of a file of devices and signals.')
    .argument('<file>', 'the file, or the folder of a CSV pair')
    .option('--label <text>', 'name of the tab (that of the file)')
    .option('--credentials-out <file>', 'where to write passwords and keys, readable by you alone');
  addCredentialOptions(command)
    .addHelpText(EPILOGUE)
    .action((path: string, options: Record<string, unknown>) => importFile(path, options, context));
}

async function importFile(
  path: string,
  options: Readonly<Record<string, unknown>>,
  { output, environment }: CommandContext,
): Promise<void> {
  const configuration = await loadConfiguration(path, options, environment, {});
  if (configuration.devices.length === 0) throw usageError(`${path} holds no device`);
  tellWarnings(configuration, output);
  const label = typeof options.label === 'string' ? options.label : basename(resolve(path), extname(path));
  const flow = flowOf(configuration, label);
  output.result(JSON.stringify(flow.nodes, null, 4));
  const { credentialsOut } = options;
  if (typeof credentialsOut === 'string') await writeSecrets(credentialsOut, configuration, flow);
  else tellSecrets(configuration, output);
  tellPorts(configuration, output);
}

function tellSecrets({ devices }: Configuration, output: Output): void {
  for (const device of devices) {
    const names = secretsNeeded(device).map((property) => fileNameOf(property, DEVICE_FILE_NAMES));
    if (names.length > 0) output.note(`dlms: device ${device.alias}: enter in its node: ${names.join(', ')}`);
  }
}

/** The ports of a gateway have other names on another computer. */
function tellPorts({ devices }: Configuration, output: Output): void {
  for (const { alias, properties } of devices) {
    const port = String(properties.serialPort ?? '');
    if (/^PORT\d+$/i.test(port)) {
      output.note(`dlms: device ${alias}: choose the port in its node, for ${port} is none of this computer`);
    }
  }
}

/** As Node-RED keeps them where its credentialSecret is false. */
async function writeSecrets(path: string, { devices }: Configuration, { deviceIds }: Flow): Promise<void> {
  const withSecrets = devices.filter(({ secrets }) => Object.keys(secrets).length > 0);
  const entries = withSecrets.map(({ alias, secrets }) => [deviceIds.get(alias), secrets]);
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 4)}\n`;
  await writeFile(path, text, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EEXIST' ? 'is there already' : `cannot be written: ${error.code ?? error.message}`;
    throw usageError(`${path} ${why}`);
  });
}
