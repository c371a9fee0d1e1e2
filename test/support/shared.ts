/**
 * Finds the protocol's worked octets and other people's captures. They lie beside the project, in
 * `../shared`, and cannot be part of it (other people's meters): where the folder is missing, a suite says so
 * as one named skip, also with REQUIRE_ALL=1.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Vector {
  readonly id: string;
  readonly section: string;
  readonly kind: string;
  readonly hex: string;
  readonly meaning: string;
  readonly inputs?: Record<string, unknown>;
}

export interface Capture {
  readonly id: string;
  readonly category: string;
  readonly description: string;
  readonly layer: string;
  readonly hex?: string;
  readonly ascii?: string;
  readonly frames?: readonly { readonly dir: string; readonly hex: string }[];
  readonly malformed?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly expected: Record<string, unknown>;
  readonly reference_decode?: Record<string, unknown>;
}

export interface SessionTurn {
  readonly dir: 'c>s' | 's>c';
  readonly hex: string;
}

export interface Session {
  readonly file: string;
  readonly header: Record<string, unknown>;
  readonly turns: readonly SessionTurn[];
}

const shared = findUpward(process.cwd());

/** Undefined where it is missing. */
export function sharedFolder(): string | undefined {
  return shared;
}

function findUpward(from: string): string | undefined {
  const candidate = join(from, 'shared', 'reference', 'vectors.json');
  if (existsSync(candidate)) return join(from, 'shared');
  const parent = dirname(from);
  return parent === from ? undefined : findUpward(parent);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Runs `suite` with the shared folder's path, or registers the one named skip. */
export function describeShared(title: string, suite: (root: string) => void): void {
  if (shared !== undefined) {
    const root = shared;
    describe(title, () => suite(root));
    return;
  }
  it(`${title}: ../shared is missing`, function missing() {
    this.skip();
  });
}

export function vectors(root: string): readonly Vector[] {
  const file = readJson(join(root, 'reference', 'vectors.json')) as { vectors: Vector[] };
  return file.vectors;
}

export function captures(root: string): readonly Capture[] {
  const folder = join(root, 'corpus', 'captures');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== 'index.json')
    .sort()
    .map((name) => readJson(join(folder, name)) as Capture);
}

export function sessions(root: string): readonly Session[] {
  const folder = join(root, 'corpus', 'sessions');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => readSession(folder, name));
}

function readSession(folder: string, file: string): Session {
  const [head, ...turns] = readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    file,
    header: (head?.header ?? {}) as Record<string, unknown>,
    turns: turns as unknown as SessionTurn[],
  };
}
