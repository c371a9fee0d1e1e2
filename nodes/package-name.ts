/** What this package calls itself; its package.json is above the compiled files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Name and version. */
export function packageName(): string {
  const { name, version } = packageFile(__dirname);
  return `${name} ${version}`;
}

function packageFile(folder: string): { readonly name: string; readonly version: string } {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return packageFile(dirname(folder));
  return JSON.parse(readFileSync(path, 'utf8'));
}
