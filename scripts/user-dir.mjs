/**
 * The user directory of the demo, inside the checkout and ignored by git. What exists in it is kept, so
 * that a second start finds what the user changed.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demoFlow } from './demo-flow.mjs';
import { inProject, root } from './project.mjs';

const settingsText = (secret) => `/** Node-RED's settings for the demo; yours to change. */
const port = Number(process.env.PORT) || 1880;

module.exports = {
  uiHost: '127.0.0.1',
  uiPort: port,
  flowFile: 'flows.json',
  flowFilePretty: true,
  credentialSecret: '${secret}',
  mqttReconnectTime: 1000,
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: {
    page: { title: 'Node-RED, DLMS demo' },
    palette: { catalogues: [] },
    tours: false,
  },
};
`;

function writeOnce(path, content) {
  if (!existsSync(path)) writeFileSync(path, content);
}

const lstat = (path) => lstatSync(path, { throwIfNoEntry: false });

/** Makes the package loadable from the user directory, as \`npm install <folder>\` does: by a link. */
function linkPackage(folder) {
  const { name } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  if (lstat(link)?.isSymbolicLink()) rmSync(link);
  if (lstat(link) === undefined) symlinkSync(root, link, 'junction');
}

/** @returns the path of the settings file. */
export function prepareUserDir(folder, meterPort) {
  mkdirSync(folder, { recursive: true });
  linkPackage(folder);
  const settings = join(folder, 'settings.js');
  writeOnce(settings, settingsText(randomBytes(24).toString('hex')));
  writeOnce(join(folder, 'flows.json'), `${JSON.stringify(demoFlow(meterPort), null, 2)}\n`);
  return settings;
}
