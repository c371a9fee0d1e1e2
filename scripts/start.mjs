/** `npm start`: the demo (demo.mjs), after whatever set-up is missing. */
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';

/** npm's shell does not pass signals on: when it is gone, so is whoever started this. */
function endWithNpm() {
  const parent = process.ppid;
  const gone = () => process.ppid !== parent && process.kill(process.pid, 'SIGTERM');
  if (process.env.npm_lifecycle_event === 'start') setInterval(gone, 1000).unref();
}

ensureInstalled();
if (build() !== 0) process.exit(1);
const { runDemo } = await import('./demo.mjs');
endWithNpm();
await runDemo();
