/** The options that name a file of devices and signals, and how it is read. */
import { existsSync } from 'node:fs';
import type { Configuration, Environment } from '../config/configuration.js';
import { readConfigurationFile } from '../config/configuration-file.js';
import { readCredentialsFile } from '../config/credentials-file.js';
import type { FlowCredentials } from '../config/flow.js';
import { DlmsError } from '../errors.js';
import type { Command } from './arguments/command.js';
import type { Output } from './output.js';

export interface FileUse {
  /** Values for `${NAME}`; undefined leaves them as they are. */
  readonly variables?: Environment | undefined;
  /** Whether settings that are missing in the file may come from somewhere else. */
  readonly partial?: boolean | undefined;
  /** For what never needs them. */
  readonly withoutSecrets?: boolean | undefined;
}

export function addConfigurationOptions(command: Command): Command {
  const help = 'devices and signals: JSON, .xlsx, one of a CSV pair, or a flow of Node-RED';
  return addCredentialOptions(command.option('-c, --config <file>', help));
}

/** Where the secrets of a flow are. */
export function addCredentialOptions(command: Command): Command {
  return command
    .option('--credentials <file>', 'secrets of a flow (flows_cred.json beside flows.json)')
    .option('--credential-secret <text>', 'what it is encrypted with (NODE_RED_CREDENTIAL_SECRET)');
}

/** @throws DlmsError DLMS_CONFIG_FILE that names every problem of the file */
export async function loadConfiguration(
  path: string,
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
  { variables, partial, withoutSecrets = false }: FileUse,
): Promise<Configuration> {
  const { credentials, warnings } = withoutSecrets
    ? NO_CREDENTIALS
    : await credentialsOf(path, options, environment);
  const only = typeof options.deviceAlias === 'string' ? options.deviceAlias : undefined;
  const wish = { environment: variables, only, partial, credentials };
  const configuration = await readConfigurationFile(path, wish);
  return { ...configuration, warnings: [...warnings, ...configuration.warnings] };
}

export function tellWarnings({ warnings }: Configuration, output: Output): void {
  for (const warning of warnings) output.note(`dlms: warning: ${warning}`);
}

interface FoundCredentials {
  readonly credentials?: FlowCredentials | undefined;
  readonly warnings: readonly string[];
}

const NO_CREDENTIALS: FoundCredentials = { warnings: [] };

/** Of the file that is named, or of the one that Node-RED keeps beside its flows, which may also do without. */
async function credentialsOf(
  path: string,
  { credentials: named, credentialSecret }: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<FoundCredentials> {
  const given =
    typeof credentialSecret === 'string' ? credentialSecret : environment.NODE_RED_CREDENTIAL_SECRET;
  const secret = given || undefined;
  if (typeof named === 'string')
    return { credentials: await readCredentialsFile(named, secret), warnings: [] };
  const beside = path.replace(/\.json$/i, '_cred.json');
  if (beside === path || !existsSync(beside)) return NO_CREDENTIALS;
  try {
    return { credentials: await readCredentialsFile(beside, secret), warnings: [] };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return { warnings: [`${error.message}; no secrets of the flow are known`] };
  }
}
