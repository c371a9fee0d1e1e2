/** Configuration files for tests, read as a user's would be. */
import assert from 'node:assert/strict';
import type { Configuration } from '../../src/config/configuration.js';
import { type ReadOptions, readConfiguration } from '../../src/config/read-configuration.js';
import { DlmsError } from '../../src/errors.js';

export type Content = string | Uint8Array | object;

export function read(name: string, content: Content, options: ReadOptions = {}): Promise<Configuration> {
  return readConfiguration(name, octetsOf(content), options);
}

/** JSON unless a format is given by its octets or text. */
function octetsOf(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

/** What the file is refused for, without the file's name. */
export async function problemsOf(
  name: string,
  content: Content,
  options: ReadOptions = {},
): Promise<readonly string[]> {
  const error = await refusalOf(name, content, options);
  assert.ok(Array.isArray(error.cause));
  return error.cause;
}

export async function refusalOf(
  name: string,
  content: Content,
  options: ReadOptions = {},
): Promise<DlmsError> {
  try {
    await read(name, content, options);
  } catch (error) {
    assert.ok(error instanceof DlmsError, String(error));
    assert.equal(error.code, 'DLMS_CONFIG_FILE');
    assert.equal(error.layer, 'settings');
    assert.equal(error.fault, 'settings');
    assert.ok(error.message.startsWith(`${name}: `), error.message);
    return error;
  }
  return assert.fail('the file was accepted');
}

/** A file's environment variable. */
export const variable = (name: string): string => `$\{${name}}`;
