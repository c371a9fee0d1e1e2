/** What this package calls itself; its package.json is above the compiled files. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageFile {
  readonly name: string;
  readonly version: string;
}

/** Name and version. */
export function packageName(): string {
  const { name, version } = packageFile(__dirname);
  return `${name} ${version}`;
}

export function packageVersion(): string {
  return packageFile(__dirname).version;
}

function packageFile(folder: string): PackageFile {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return packageFile(dirname(folder));
  return JSON.parse(readFileSync(path, 'utf8')) as PackageFile;
}
