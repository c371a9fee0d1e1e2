/**
 * The files in a request for an import: one as the octets of the body, its name in the query; or several, such
 * as the two of a CSV pair, as JSON: `{ "files": [ { "name": "…", "base64": "…" } ] }`. Other JSON is the one
 * file itself.
 */
import { basename } from 'node:path';
import type { Request } from 'express';
import { requestOctets } from './request-octets.js';

export interface ImportFile {
  /** Without its folders. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** Larger files are no configuration. */
const MOST_OCTETS = 10 * 1024 * 1024;
const MOST_FILES = 4;
const LONGEST_NAME = 200;

/** Undefined where there is too much of them. */
export async function importFiles(request: Request): Promise<readonly ImportFile[] | undefined> {
  const name = nameIn(request.query.name);
  if (request.is('json')) return filesIn(request.body, name);
  const octets = await requestOctets(request, MOST_OCTETS);
  return octets && (octets.length === 0 ? [] : [{ name, octets }]);
}

function filesIn(body: unknown, one: string): readonly ImportFile[] | undefined {
  const { files } = Object(body) as { readonly files?: unknown };
  if (!Array.isArray(files)) return [{ name: one, octets: Buffer.from(JSON.stringify(body ?? {})) }];
  if (files.length > MOST_FILES) return undefined;
  const read = files.map((file: unknown) => {
    const { name, base64 } = Object(file) as { readonly name?: unknown; readonly base64?: unknown };
    const text = typeof base64 === 'string' ? base64 : '';
    return { name: nameIn(name), octets: Buffer.from(text, 'base64') };
  });
  return read.some(({ octets }) => octets.length > MOST_OCTETS) ? undefined : read;
}

function nameIn(value: unknown): string {
  const name = typeof value === 'string' ? basename(value.replaceAll('\\', '/')) : '';
  return name.slice(-LONGEST_NAME) || 'file';
}
