/** A configuration by the path of its file, or of the folder that holds a CSV pair. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Configuration } from './configuration.js';
import { halfOf } from './csv-pair.js';
import { configError } from './findings.js';
import type { Folder } from './folder.js';
import { MOST_OCTETS, type ReadOptions, readConfiguration } from './read-configuration.js';

/** @throws DlmsError DLMS_CONFIG_FILE that names the file and every problem in it, never with a secret */
export async function readConfigurationFile(
  path: string,
  options: Omit<ReadOptions, 'folder'> = {},
): Promise<Configuration> {
  const isFolder = await readableAt(path, async () => (await stat(path)).isDirectory());
  const folderPath = isFolder ? path : dirname(path);
  const folder = folderAt(folderPath);
  const name = isFolder ? await devicesIn(path, folder) : basename(path);
  return readConfiguration(name, await folder.read(name), { ...options, folder });
}

function folderAt(path: string): Folder {
  return {
    names: () => readableAt(path, () => readdir(path)),
    read: (name) => readableAt(join(path, name), () => readOctets(join(path, name))),
  };
}

/** No more than is needed to see that there is too much: a device or a pipe may have no end. */
async function readOctets(path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_OCTETS) break;
  }
  return Buffer.concat(chunks);
}

/** The one half of the only CSV pair in a folder. */
async function devicesIn(path: string, folder: Folder): Promise<string> {
  const names = (await folder.names()).filter((name) => /\.(?:csv|tsv|txt)$/i.test(name));
  const devices = names.filter((name) => halfOf(name) === 'devices');
  const [only] = devices;
  if (only !== undefined && devices.length === 1) return only;
  const found = devices.length === 0 ? 'no CSV file with devices in its name' : devices.sort().join(', ');
  throw configError([`${path}: the folder has ${found}; it must be one`]);
}

/** @throws DlmsError DLMS_CONFIG_FILE in place of the errors of the file system */
export async function readableAt<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw configError([`${path} cannot be read: ${code ?? message}`]);
  }
}
