/** Node-RED with this package and a flow, on a free port and in a user directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './demo.js';

export interface Editor {
  readonly url: string;
  /** A file of the user directory, as text. */
  file(name: string): string;
  stop(): Promise<void>;
}

const START_MS = 30_000;
const PACKAGE = '@meterflow/node-red-dlms';

/**
 * Credentials are kept readable, so that tests see what came of them.
 * @param lang of what the runtime says; the language of the editor is the browser's
 */
const settings = (lang: string) => `module.exports = {
  lang: '${lang}',
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  credentialSecret: false,
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { palette: { catalogues: [] }, tours: false },
};
`;

export async function startEditor(
  flow: readonly object[],
  credentials: object = {},
  lang = 'en-US',
): Promise<Editor> {
  const folder = mkdtempSync(join(tmpdir(), 'dlms-editor-'));
  const link = join(folder, 'node_modules', PACKAGE);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(process.cwd(), link, 'junction');
  writeFileSync(join(folder, 'settings.js'), settings(lang));
  writeFileSync(join(folder, 'flows.json'), JSON.stringify(flow));
  writeFileSync(join(folder, 'flows_cred.json'), JSON.stringify(credentials));
  const port = await freePort();
  const child = startNodeRed(folder, port);
  await answering(child, `http://127.0.0.1:${port}/`);
  return {
    url: `http://127.0.0.1:${port}`,
    file: (name) => readFileSync(join(folder, name), 'utf8'),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Which Node-RED: as in the tests of the runtime. */
function nodeRedFolder(): string {
  const { NODE_RED_PATH = require.resolve('node-red') } = process.env;
  return join(dirname(NODE_RED_PATH), '..');
}

/** Of the Node-RED under test, such as 5.0.7. */
export function nodeRedVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(nodeRedFolder(), 'package.json'), 'utf8'));
  return String((about as { readonly version: unknown }).version);
}

function startNodeRed(folder: string, port: number): ChildProcess {
  const { NODE_RED_NODE = process.execPath } = process.env;
  const command = join(nodeRedFolder(), 'red.js');
  const options = ['--userDir', folder, '--settings', join(folder, 'settings.js'), '--port', String(port)];
  return spawn(NODE_RED_NODE, [command, ...options], { stdio: 'ignore' });
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  const answers = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error('Node-RED did not start');
    await new Promise((wake) => setTimeout(wake, 200));
  }
}
