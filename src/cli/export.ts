/** `dlms export`: devices and signals of a flow, as the JSON file that says the same. */
import { fileOf } from '../config/file-writer.js';
import type { Command } from './arguments/command.js';
import type { CommandContext } from './command.js';
import { loadConfiguration, tellWarnings } from './configuration-options.js';

const EPILOGUE = `
The flow is what Node-RED exports: a tab, several, or its flows.json. What is printed can be read by all commands
with -c FILE, and made a flow again with dlms import. Passwords and keys are left out. A file of another format
is understood, too.

Example: dlms export flow.json > meters.json`;

export function addExport(program: Command, context: CommandContext): void {
  program
    .command('export')
    .summary('devices and signals of a flow')
    .description('Prints the devices and signals of a Node-RED flow as a configuration file.')
    .argument('<flow>', 'the flow')
    .addHelpText(EPILOGUE)
    .action((path: string) => exportFlow(path, context));
}

async function exportFlow(path: string, { output, environment }: CommandContext): Promise<void> {
  const configuration = await loadConfiguration(path, {}, environment, {
    partial: true,
    withoutSecrets: true,
  });
  tellWarnings(configuration, output);
  output.result(JSON.stringify(fileOf(configuration), null, 2));
}
