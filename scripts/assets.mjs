/**
 * Puts what Node-RED reads beside the compiled nodes: the .html of each node, its locales, and the icons.
 * `examples` and `resources` stay at the root of the package, where Node-RED looks for them.
 */
import { chmodSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project.mjs';

const isAsset = (path) => !path.endsWith('.ts');

/** Copies the assets into `out`, the folder that tsc wrote to, and makes the command executable. */
export function copyAssets(out) {
  cpSync(inProject('nodes'), join(out, 'nodes'), { recursive: true, filter: isAsset });
  cpSync(inProject('icons'), join(out, 'nodes', 'icons'), { recursive: true });
  const command = join(out, 'src', 'cli', 'main.js');
  if (existsSync(command)) chmodSync(command, 0o755);
}
