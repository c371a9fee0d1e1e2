/**
 * The one pool of this process: every node that names a meter, in any flow, shares its lines. What is
 * learned of meters, and the invocation counters of their keys, is kept in Node-RED's user directory, where
 * there is one.
 */
import { join } from 'node:path';
import type { NodeAPI } from 'node-red';
import { counterStore } from '../src/meter/counter-store.js';
import { type DirectoryStore, memoryStore } from '../src/meter/directory-store.js';
import { fileStore } from '../src/meter/file-store.js';
import { Pool } from '../src/pool/pool.js';

export interface SharedPool {
  readonly pool: Pool;
  readonly store: DirectoryStore;
}

const FOLDER = '.dlms-meters';
const COUNTERS = 'counters';

let shared: SharedPool | undefined;

export function sharedPool({ settings, log }: Pick<NodeAPI, 'settings' | 'log'>): SharedPool {
  if (shared !== undefined) return shared;
  const onWarning = (message: string) => log.warn(`dlms: ${message}`);
  const { userDir } = settings;
  const store = userDir ? fileStore({ folder: join(userDir, FOLDER), onWarning }) : memoryStore();
  const counters = userDir ? counterStore(join(userDir, FOLDER, COUNTERS)) : undefined;
  shared = { pool: new Pool({ store, counters, onWarning }), store };
  return shared;
}
