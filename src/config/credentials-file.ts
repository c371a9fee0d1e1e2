/** The secrets of a flow, in the file that Node-RED keeps beside it, as they are or encrypted. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DlmsError } from '../errors.js';
import { decryptFlowCredentials } from '../security/flow-credentials.js';
import { readableAt } from './configuration-file.js';
import { configError, inFile } from './findings.js';
import type { FlowCredentials } from './flow.js';
import { isObject, type JsonObject, parseJsonObject } from './json-object.js';

/** Where Node-RED keeps the secret that it makes itself, beside its flows. */
const RUNTIME_FILES = ['.config.runtime.json', '.config.json'] as const;

/**
 * @param secret the credentialSecret of Node-RED; the one that it made itself is found beside the file
 * @throws DlmsError DLMS_CONFIG_FILE, never with what is in the file
 */
export async function readCredentialsFile(
  path: string,
  secret: string | undefined,
): Promise<FlowCredentials> {
  const text = await readableAt(path, () => readFile(path, 'utf8'));
  try {
    const root = parseJsonObject(text);
    if (typeof root.$ !== 'string') return credentialsIn(root);
    return credentialsIn(decrypted(root.$, secret ?? (await madeSecret(dirname(path)))));
  } catch (error) {
    throw error instanceof DlmsError ? inFile(path, error) : error;
  }
}

/**
 * Those of a file as text, where nothing is known of its folder.
 * @throws DlmsError DLMS_CONFIG_FILE that names the file, also where it is encrypted
 */
export function plainCredentials(name: string, text: string): FlowCredentials {
  try {
    const root = parseJsonObject(text);
    if (typeof root.$ !== 'string') return credentialsIn(root);
    throw configError(['is encrypted: dlms import reads it, with --credentials and --credential-secret']);
  } catch (error) {
    throw error instanceof DlmsError ? inFile(name, error) : error;
  }
}

function decrypted(encrypted: string, secret: string | undefined): JsonObject {
  if (secret === undefined) throw configError(['is encrypted: the credentialSecret of Node-RED is needed']);
  const wrong = configError([
    'cannot be decrypted: this is not the credentialSecret that it was encrypted with',
  ]);
  const text = decryptFlowCredentials(encrypted, secret);
  try {
    return parseJsonObject(text ?? '');
  } catch {
    throw wrong;
  }
}

async function madeSecret(folder: string): Promise<string | undefined> {
  for (const name of RUNTIME_FILES) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { _credentialSecret: secret } = parseJsonObject(text);
    if (typeof secret === 'string') return secret;
  }
  return undefined;
}

function credentialsIn(root: JsonObject): FlowCredentials {
  return Object.fromEntries(Object.entries(root).filter(([, value]) => isObject(value))) as FlowCredentials;
}
