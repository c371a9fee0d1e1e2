/** Who may ask for the tools of the edit dialogs, and that no answer of theirs holds a secret. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { NodeAPI } from 'node-red';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { assertNoSecret, hexOf, SECRETS, type Secret } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';

import registerDevice = require('../../nodes/dlms-device.js');

import { device, flow } from './support/flows.js';
import { adminPost, load, useRuntime } from './support/runtime.js';
import { formFor, runTool, type TestForm } from './support/tools.js';

const TOOLS = ['test', 'find', 'objects', 'values'];
const SECURED = {
  mode: 'DLMS-WRAPPER',
  auth: 'High',
  security: 'AuthenticationEncryption',
  clientAddress: '1',
};
/** With no part in common with any word that the tools say. */
const secretText = (name: string, text: string): Secret => ({ name, octets: Buffer.from(text), text });
const PASSWORD = secretText('password', 'Qx7#Zw9!Kp2$Jv4%');
const WRONG_PASSWORD = secretText('wrong password', 'Yb3&Hg8*Nf5(Lm1)');
const ALL = [PASSWORD, WRONG_PASSWORD, SECRETS.blockCipherKey, SECRETS.authenticationKey, SECRETS.wrongKey];
const RIGHT = {
  password: String(PASSWORD.text),
  blockCipherKey: hexOf(SECRETS.blockCipherKey),
  authenticationKey: hexOf(SECRETS.authenticationKey),
};
const WRONG = {
  password: String(WRONG_PASSWORD.text),
  blockCipherKey: hexOf(SECRETS.wrongKey),
  authenticationKey: hexOf(SECRETS.wrongKey),
};

describe('the routes of the tools', () => {
  it('want the right to write for all that connects or changes, and to read for the rest', () => {
    const routes: [string, string, string][] = [];
    const guardOf = (permission: string) => permission;
    const note =
      (method: string) =>
      (path: string, guard: string): void => {
        routes.push([method, path, guard]);
      };
    const runtime = {
      settings: {},
      log: { warn: () => undefined },
      events: new EventEmitter(),
      nodes: { registerType: () => undefined },
      httpAdmin: { get: note('get'), post: note('post'), delete: note('delete') },
      auth: { needsPermission: guardOf },
    };
    registerDevice(runtime as unknown as NodeAPI);
    const of = (permission: string) =>
      routes.filter(([, path, guard]) => path.startsWith('/dlms/tools/') && guard === permission);
    assert.deepEqual(
      of('dlms-device.write').map(([method, path]) => `${method} ${path.slice(12)}`),
      [
        ...TOOLS.map((tool) => `post ${tool}`),
        ...['get runs/:run', 'delete runs/:run', 'post import-objects'],
      ],
    );
    assert.deepEqual(
      of('dlms-device.read').map(([method, path]) => `${method} ${path.slice(12)}`),
      ['post known-objects', 'post export-objects'],
    );
    const guards = routes.flatMap(([, path, guard]) => (path.startsWith('/dlms/tools/') ? [guard] : []));
    assert.ok(guards.every((guard) => guard.startsWith('dlms-device.')));
  });
});

describe('the answers of the tools', () => {
  useRuntime();
  stateInTempFolder();
  let meter: SimulatorHost;
  before(async () => {
    meter = await startSimulator({
      ...{ wrapperPort: 0, auth: 'High', security: 'AuthenticationEncryption' },
      ...RIGHT,
    });
  });
  after(() => meter.close());

  const settings = () => formFor(meter.wrapperPort ?? 0, SECURED);
  const stored = Object.keys(RIGHT);
  const everything = async (form: TestForm): Promise<string> => {
    const told: unknown[] = [];
    for (const tool of TOOLS) told.push(await runTool(tool, { ...form, tags: ['1.8.0', '0-0:40.0.0:7'] }));
    for (const path of ['known-objects', 'export-objects', 'import-objects', 'test']) {
      const wrong = { ...form.settings, ...(path === 'test' ? { clientAddress: 'x' } : {}) };
      told.push(await adminPost(`/dlms/tools/${path}`, { id: 'meter1', ...form, settings: wrong }));
    }
    return JSON.stringify(told);
  };

  it('hold nothing of secrets that are kept, nor of those that are typed', async () => {
    await load(flow(device(meter.wrapperPort ?? 0, SECURED)), { meter1: RIGHT });
    const kept = await everything({ settings: settings(), stored });
    assert.match(kept, /"holds":true/);
    assertNoSecret(kept, 'an answer', ALL);
    const typed = await everything({ settings: settings(), secrets: RIGHT });
    assert.match(typed, /"holds":true/);
    assertNoSecret(typed, 'an answer', ALL);
  });

  it('hold nothing of secrets that are wrong, or written where they do not belong', async () => {
    await load(flow());
    const wrong = await everything({ settings: settings(), secrets: WRONG });
    assert.match(wrong, /"state":"failed"/);
    assertNoSecret(wrong, 'an answer', ALL);
    const odd = { ...WRONG, blockCipherKey: RIGHT.password, password: `0x${RIGHT.blockCipherKey}0` };
    const { status, body } = await adminPost('/dlms/tools/test', {
      id: 'meter1',
      settings: settings(),
      secrets: odd,
    });
    assert.equal(status, 400);
    assertNoSecret(JSON.stringify(body), 'a refusal', ALL);
  });
});
