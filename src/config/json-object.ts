/** JSON out of a file, with a fault told by line and column and never by the text around it. */
import { configError } from './findings.js';
import { jsonErrorOffset } from './json-offset.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws DlmsError DLMS_CONFIG_FILE */
export function parseJsonObject(file: string): JsonObject {
  const value = parseJson(file.replace(/^\uFEFF/, ''));
  if (!isObject(value)) throw configError(['is not a JSON object']);
  return value;
}

/** @throws DlmsError DLMS_CONFIG_FILE */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, jsonErrorOffset(text)).split('\n');
    throw configError([`is not JSON: line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`]);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A single value as text; '' for what is none, such as an object, which may have no text at all. */
export function singleText(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}
