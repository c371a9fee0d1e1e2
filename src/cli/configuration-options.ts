/** The options that name a file of devices and signals, and how it is read. */
import type { Command } from 'commander';
import type { Configuration, Environment } from '../config/configuration.js';
import { readConfigurationFile } from '../config/configuration-file.js';
import { readCredentialsFile } from '../config/credentials-file.js';
import type { FlowCredentials } from '../config/flow.js';
import type { Output } from './output.js';

export interface FileUse {
  /** Values for `${NAME}`; undefined leaves them as they are. */
  readonly variables?: Environment | undefined;
  /** Whether settings that are missing in the file may come from somewhere else. */
  readonly partial?: boolean | undefined;
}

export function addConfigurationOptions(command: Command): Command {
  const help = 'devices and signals: JSON, .xlsx, one of a CSV pair, or a flow of Node-RED';
  return addCredentialOptions(command.option('-c, --config <file>', help));
}

/** Where the secrets of a flow are. */
export function addCredentialOptions(command: Command): Command {
  return command
    .option('--credentials <file>', 'secrets of a flow: the flows_cred.json beside it')
    .option('--credential-secret <text>', 'what it is encrypted with (NODE_RED_CREDENTIAL_SECRET)');
}

/** @throws DlmsError DLMS_CONFIG_FILE that names every problem of the file */
export async function loadConfiguration(
  path: string,
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
  { variables, partial }: FileUse,
): Promise<Configuration> {
  const credentials = await credentialsOf(options, environment);
  return readConfigurationFile(path, { environment: variables, partial, credentials });
}

export function tellWarnings({ warnings }: Configuration, output: Output): void {
  for (const warning of warnings) output.note(`dlms: warning: ${warning}`);
}

async function credentialsOf(
  { credentials, credentialSecret }: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<FlowCredentials | undefined> {
  if (typeof credentials !== 'string') return undefined;
  const secret =
    typeof credentialSecret === 'string' ? credentialSecret : environment.NODE_RED_CREDENTIAL_SECRET;
  return readCredentialsFile(credentials, secret || undefined);
}
