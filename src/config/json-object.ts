/** An object out of a JSON file, with a fault told by line and column and never by the text around it. */
import { DlmsError } from '../errors.js';
import { jsonErrorOffset } from './json-offset.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws DlmsError DLMS_CONFIG_FILE */
export function parseJsonObject(file: string): JsonObject {
  const text = file.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonErrorOffset(text)).split('\n');
    throw fileError(`is not JSON: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`);
  }
  if (!isObject(value)) throw fileError('is not a JSON object');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fileError(message: string): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_CONFIG_FILE',
    layer: 'settings',
    fault: 'settings',
    hint: 'The README shows a configuration file with all its names.',
  });
}
