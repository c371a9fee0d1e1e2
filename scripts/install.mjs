/** Brings node_modules to what package-lock.json asks for, and does nothing where it is so already. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inProject, root } from './project.mjs';

const LEAST_NODE = 20;

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/**
 * The packages of the lock file that are missing among the installed ones or have another version;
 * optional ones (binaries of other platforms) may be missing.
 */
export function outdated(locked, installed) {
  return Object.entries(locked)
    .filter(([path, { optional, link }]) => path !== '' && !optional && !link)
    .filter(([path, { version }]) => installed[path]?.version !== version)
    .map(([path]) => path);
}

function isInstalled() {
  const installed = inProject('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return outdated(packagesOf(inProject('package-lock.json')), packagesOf(installed)).length === 0;
}

/** npm itself, as a script for this Node where npm has told its place, else the command. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return spawnSync(process.execPath, [script, ...args], options());
  return spawnSync('npm', args, { ...options(), shell: process.platform === 'win32' });
}

const options = () => ({ cwd: root, stdio: 'inherit' });

/** Ends the process with a reason where Node is too old or the installation fails. */
export function ensureInstalled() {
  if (Number.parseInt(process.versions.node, 10) < LEAST_NODE) {
    console.error(`Node.js ${LEAST_NODE} or newer is needed; this is ${process.version}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  console.log('Installing dependencies (once, about a minute) ...');
  if (npm(['ci', '--no-audit', '--no-fund', '--include=dev']).status === 0) return;
  console.error('npm ci failed; the lines above say why.');
  process.exit(1);
}
