/** The rules of the house as functions over sources: each gives one line for a breach, `path:line rule`. */
import { lineAt, type SourceFile, targetOf } from './source-code.js';

/** What each room may import besides itself; a room that is missing here is refused. */
const BELOW: Readonly<Record<string, readonly string[]>> = rooms([
  [['errors']],
  [['encoding']],
  [['cosem'], ['framing']],
  [['apdu']],
  [['security']],
  [['client'], ['simulator']],
  [['meter']],
  [['pool']],
  [['push'], ['diagnosis'], ['config']],
  [['cli'], ['nodes'], ['index']],
]);

/** Each floor may import all floors below it, and nothing of its own floor but its own room. */
function rooms(floors: readonly (readonly (readonly string[])[])[]): Record<string, readonly string[]> {
  const below: string[] = [];
  const table: Record<string, readonly string[]> = { transport: ['errors'] };
  for (const floor of floors) {
    for (const [room] of floor) if (room !== undefined) table[room] = [...below];
    below.push(...floor.flat());
    if (floor.flat().includes('simulator')) below.push('transport');
  }
  return table;
}

const PURE_ROOMS = ['encoding', 'cosem', 'apdu', 'framing', 'security', 'client', 'simulator'];
const FORBIDDEN = /\b(?:async|Promise|setTimeout|Date\.now|Math\.random|randomBytes|process)\b/g;
const HOST = 'src/simulator/host.ts';
const OPENER = 'src/pool/open-transport.ts';
const SEAM = 'src/transport/transport.ts';

/** The room of a project path: its folder under src/, or the file's name where it lies in src/ itself. */
export function roomOf(path: string): string {
  if (path.startsWith('nodes/')) return 'nodes';
  return (path.split('/')[1] ?? path).replace(/\.ts$/, '');
}

function isPure({ path }: SourceFile): boolean {
  return PURE_ROOMS.includes(roomOf(path)) && path !== HOST;
}

export function importsThatRise(files: readonly SourceFile[]): string[] {
  return eachInnerImport(files, (file, target) => {
    const [from, to] = [roomOf(file.path), roomOf(target)];
    if (from === to || (file.path === HOST && target === SEAM)) return undefined;
    if (BELOW[from] === undefined) return `room '${from}' is not in the house's plan`;
    if (BELOW[from].includes(to)) return undefined;
    return `imports ${target}: ${from} may import only ${['itself', ...BELOW[from]].join(', ')}`;
  });
}

export function missingTargets(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  return eachInnerImport(files, (_, target) =>
    known.has(target) ? undefined : `imports ${target}, which is neither in src/ nor in nodes/`,
  );
}

/** Circles of imports, types included, each told once as the way round. */
export function circles(files: readonly SourceFile[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, file.imports.map((each) => targetOf(file.path, each.specifier))]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push(`${[...way.slice(way.indexOf(path)), path].join(' -> ')}: a circle`);
    if (done.has(path) || way.includes(path)) return;
    for (const target of targets.get(path) ?? []) if (target !== undefined) walk(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

export function forbiddenWords(files: readonly SourceFile[]): string[] {
  return eachMatch(
    files.filter(isPure),
    FORBIDDEN,
    (word) => `'${word}': time, randomness and waiting enter the pure rooms as input`,
  );
}

/** Built-in and installed modules, each only where the house wants it. */
export function foreignModules(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter(({ specifier, typeOnly }) => !specifier.startsWith('.') && !mayUse(file, specifier, typeOnly))
      .map(
        ({ specifier, line }) => `${file.path}:${line} imports '${specifier}', which is not for this room`,
      ),
  );
}

function mayUse(file: SourceFile, specifier: string, typeOnly: boolean): boolean {
  const room = roomOf(file.path);
  if (specifier === 'node:crypto') return room === 'security';
  if (isPure(file)) return false;
  if (specifier.startsWith('node:')) return true;
  if (specifier === 'serialport') return room === 'transport';
  if (specifier === 'expr-eval-fork') return room === 'meter';
  if (specifier === 'csv-parse/sync') return room === 'config';
  return room === 'nodes' && typeOnly;
}

/** Only the opener names the transports; all others know the seam alone. */
export function namedTransports(files: readonly SourceFile[]): string[] {
  return eachInnerImport(files, (file, target) => {
    if (roomOf(target) !== 'transport' || target === SEAM) return undefined;
    if (roomOf(file.path) === 'transport' || file.path === OPENER) return undefined;
    return `imports ${target}: only ${OPENER} names a transport`;
  });
}

export function barrels(files: readonly SourceFile[]): string[] {
  const inner = files.filter(({ path }) => path !== 'src/index.ts');
  const reExports = eachMatch(
    inner,
    /\bexport\s+(?:type\s+)?(?:\*|\{)/g,
    () => 're-exports or exports a list: each thing is exported where it is made, src/index.ts hands it on',
  );
  const face = eachInnerImport(files, (_, target) =>
    target === 'src/index.ts' ? 'imports src/index.ts, the face for the outside' : undefined,
  );
  return [...reExports, ...face];
}

export function longFiles(files: readonly SourceFile[], limit = 300): string[] {
  return files
    .filter(({ lines }) => lines > limit)
    .map(({ path, lines }) => `${path}:${limit + 1} has ${lines} lines, more than ${limit}`);
}

export function testsWithoutAssertion(tests: readonly SourceFile[]): string[] {
  return tests
    .filter(({ path, code }) => path.endsWith('.test.ts') && !/\bassert\b/.test(code))
    .map(({ path }) => `${path}:1 asserts nothing`);
}

type Judge = (file: SourceFile, target: string) => string | undefined;

function eachInnerImport(files: readonly SourceFile[], judge: Judge): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line }) => {
      const target = targetOf(file.path, specifier);
      const breach = target === undefined ? undefined : judge(file, target);
      return breach === undefined ? [] : [`${file.path}:${line} ${breach}`];
    }),
  );
}

function eachMatch(files: readonly SourceFile[], pattern: RegExp, say: (match: string) => string): string[] {
  return files.flatMap(({ path, code }) =>
    Array.from(code.matchAll(pattern), (match) => `${path}:${lineAt(code, match.index)} ${say(match[0])}`),
  );
}
