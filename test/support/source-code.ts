/** Reads TypeScript sources as text for the architecture test: code without comments, and its imports. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type`, which leaves nothing behind at run time. */
  readonly typeOnly: boolean;
}

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  /** The code with comments and the contents of text literals blanked; line breaks stay. */
  readonly code: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

/** All .ts files below `folders` of `root`. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => sourceFile(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'))),
  );
}

export function sourceFile(path: string, text: string): SourceFile {
  const commentFree = blank(text, { literals: false });
  return {
    path,
    code: blank(text, { literals: true }),
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: importsOf(commentFree),
  };
}

/** The project path that a relative import means, or undefined for a package or built-in module. */
export function targetOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

const IMPORT =
  /\b(?:import|export)\s+(type\s+)?(?:[^'"`;()]*?\bfrom\s*)?['"]([^'"]+)['"]|\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/g;

function importsOf(code: string): Import[] {
  return Array.from(code.matchAll(IMPORT), (match) => ({
    specifier: match[2] ?? match[3] ?? '',
    line: lineAt(code, match.index),
    typeOnly: match[1] !== undefined,
  }));
}

/** One token that may hold other code's characters: a comment, a text, a template's text or a pattern. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[(,=:[!&|?{};\n]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*|`|\$\{|[{}]/g;

/** Blanks comments, and with `literals` also texts and patterns; what stands inside `${}` stays. */
function blank(text: string, { literals }: { literals: boolean }): string {
  let out = '';
  let from = 0;
  const braces: ('code' | 'template')[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    out += text.slice(from, match.index);
    from = match.index;
    if (token === '`' || (token === '}' && braces.pop() === 'template')) {
      from = templateTextEnd(text, match.index + 1);
      out += literals ? spaces(text.slice(match.index, from)) : text.slice(match.index, from);
      if (text[from - 1] === '{') braces.push('template');
      TOKEN.lastIndex = from;
      continue;
    }
    if (token === '{' || token === '${') braces.push('code');
    if (token.length > 1 && token !== '${') {
      out += token.startsWith('/*') || token.startsWith('//') || literals ? spaces(token) : token;
      from = match.index + token.length;
    }
  }
  return out + text.slice(from);
}

/** The index after the closing back-quote, or after the `${` that interrupts the template. */
function templateTextEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
    else if (text[at] === '$' && text[at + 1] === '{') return at + 2;
  }
  return text.length;
}

function spaces(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
