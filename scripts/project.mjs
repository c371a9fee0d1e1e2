/** Where the project lies, and how its scripts run the tools that were installed with it. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The path of something inside the project. */
export const inProject = (...parts) => join(root, ...parts);

/** True in the file that was started, false in one that was imported. */
export function isMain(url) {
  return process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;
}

/** Runs a script of node_modules with this Node; resolves to its exit status. */
export function runTool(tool, args, env = process.env) {
  const { status } = spawnSync(process.execPath, [inProject('node_modules', tool), ...args], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return status ?? 1;
}
