/**
 * Runs Node-RED on 127.0.0.1 with this package, as built, and the demo flow. PORT is the port of the editor
 * (1880), DLMS_DEMO_DIR the user directory (.demo), DLMS_DEMO_METER_PORT the port of the simulated meter in
 * a flow that is newly written (14058). Ctrl-C stops it.
 */
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { startBroker } from './demo-broker.mjs';
import { inProject, isMain } from './project.mjs';
import { prepareUserDir } from './user-dir.mjs';

/** Tells the addresses as soon as the editor answers. */
async function announce(editor, broker) {
  const answers = () =>
    fetch(editor).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await new Promise((wake) => setTimeout(wake, 300));
  console.log(
    `\n  Editor     ${editor}\n  Dashboard  ${editor}/dashboard\n  MQTT       ${broker}, topics demo-meter/#\n  Ctrl-C stops it.\n`,
  );
}

/** Ends the process with a reason where another program has the port. */
function refuseTaken(port) {
  return new Promise((free) => {
    const probe = createServer();
    probe.once('error', ({ code }) => {
      console.error(`Port ${port} cannot be used (${code}); choose another, for example PORT=1890 npm start`);
      process.exit(1);
    });
    probe.listen(port, '127.0.0.1', () => probe.close(free));
  });
}

export async function runDemo({ env } = process) {
  const port = Number(env.PORT) || 1880;
  await refuseTaken(port);
  const folder = resolve(env.DLMS_DEMO_DIR ?? inProject('.demo'));
  const settings = prepareUserDir(folder, Number(env.DLMS_DEMO_METER_PORT) || 14058);
  env.PORT = String(port);
  env.DLMS_DEMO_BROKER ??= await startBroker();
  process.argv.splice(
    1,
    Infinity,
    'node-red',
    '--userDir',
    folder,
    '--settings',
    settings,
    '--port',
    env.PORT,
  );
  createRequire(import.meta.url)('node-red/red.js');
  await announce(`http://127.0.0.1:${port}`, env.DLMS_DEMO_BROKER);
}

if (isMain(import.meta.url)) await runDemo();
