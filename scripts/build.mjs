/** `npm run build`: compiles everything into dist/ and puts the assets of the nodes beside them. */
import { rmSync } from 'node:fs';
import { copyAssets } from './assets.mjs';
import { inProject, isMain, runTool } from './project.mjs';

/** Returns 0, or the compiler's exit status. Old output goes first, so that no deleted file lives on. */
export function build() {
  const out = inProject('dist');
  rmSync(out, { recursive: true, force: true });
  const status = runTool('typescript/bin/tsc', ['-p', '.']);
  if (status === 0) copyAssets(out);
  return status;
}

if (isMain(import.meta.url)) process.exit(build());
