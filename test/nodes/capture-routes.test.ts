/** Sessions with a deployed meter recorded from the editor, and done again from the record. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTag } from '../../src/cosem/obis.js';
import { type Capture, parseCapture } from '../../src/meter/capture/capture-text.js';
import { Replay } from '../../src/meter/capture/replay.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { Reading } from '../../src/meter/reading.js';
import { resolveSettings, type SettingSecrets } from '../../src/meter/resolve-settings.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { inProcess, linesOf } from '../cli/dlms.js';
import { assertNoSecret, hexOf, printsOf, SECRETS } from '../support/secrets.js';
import { stateInTempFolder } from '../support/state-folder.js';
import { tempFolder } from '../support/temp-folder.js';
import { device, flow, read } from './support/flows.js';
import {
  admin,
  adminFile,
  adminPost,
  deploy,
  freePort,
  Inbox,
  load,
  logged,
  useRuntime,
} from './support/runtime.js';

const KEYS = {
  password: SECRETS.password.text,
  blockCipherKey: hexOf(SECRETS.blockCipherKey),
  authenticationKey: hexOf(SECRETS.authenticationKey),
};

interface State {
  readonly state: string;
  readonly ms: number;
  readonly sessions: number;
  readonly octets: number;
  readonly file: string;
  readonly ended?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

const stateOf = async (id = 'meter1') => (await admin(`/dlms/capture/${id}/state`)).body as State;
const start = (id = 'meter1') => adminPost(`/dlms/capture/${id}/start`, {});
const stop = (id = 'meter1') => adminPost(`/dlms/capture/${id}/stop`, {});

/** Until the client has sent something so often: the capture goes as far as that. */
async function sent(count: number): Promise<void> {
  const isThere = async () => {
    const { text } = await adminFile('/dlms/capture/meter1');
    return text.split('"dir":"sent"').length > count;
  };
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function recorded(sessions = 1): Promise<string> {
  assert.equal((await start()).status, 202);
  const end = Date.now() + 8000;
  for (let state = await stateOf(); state.state !== 'done'; state = await stateOf()) {
    assert.ok(Date.now() < end, 'it goes on');
    if (state.sessions >= sessions) await stop();
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { status, text, headers } = await adminFile('/dlms/capture/meter1');
  assert.equal(status, 200);
  assert.match(headers['content-disposition'] ?? '', /attachment; filename="cellar\.capture\.jsonl"/);
  assertNoSecret(text, 'the capture');
  return text;
}

/** As `dlms replay` does it. */
async function replayed(capture: Capture, secrets: SettingSecrets): Promise<readonly Reading[]> {
  const { devices, options } = capture.header.session;
  const { settings } = resolveSettings(devices[0]?.properties ?? {}, secrets);
  const replay = new Replay(capture, { settings: [settings], keys: [] });
  const { open, ...surroundings } = replay.surroundings;
  const tags = (options.tags as readonly { tag: string }[]).map(({ tag }) => parseTag(tag));
  return replay.run(async () => {
    const meter = new MeterClient({ settings, ...surroundings, open: open(settings) });
    const readings = await meter.read(tags);
    await meter.close();
    return readings;
  });
}

async function replay(folder: string, text: string, environment: Readonly<Record<string, string>> = {}) {
  const path = join(folder, 'cellar.capture.jsonl');
  writeFileSync(path, text);
  const { status, results, notes } = await inProcess(['replay', path], { env: environment });
  return { status, notes, lines: linesOf(results) };
}

describe('a recording of a meter', () => {
  useRuntime();
  stateInTempFolder();
  const folder = tempFolder();
  let low: SimulatorHost;
  let secured: SimulatorHost;
  before(async () => {
    low = await startSimulator({ hdlcPort: 0, auth: 'Low', password: KEYS.password });
    secured = await startSimulator({
      ...{ wrapperPort: 0, auth: 'HighGmac', security: 'AuthenticationEncryption' },
      ...{ blockCipherKey: KEYS.blockCipherKey, authenticationKey: KEYS.authenticationKey },
    });
  });
  after(() => Promise.all([low.close(), secured.close()]));

  const signals = [{ todo: '1-0:32.7.0', alias: 'u' }, { todo: '1-0:1.8.0' }];
  const lowNodes = (more: Record<string, unknown> = {}) =>
    flow(
      device(low.hdlcPort ?? 0, { auth: 'Low', ...more }),
      read({ signals }),
      read({ id: 'read2', job: '1-0:1.8.0, 0.0.42.0.0.255' }),
    );
  const loadLow = (more: Record<string, unknown> = {}) =>
    load(lowNodes(more), { meter1: { password: KEYS.password } });

  it('is a session with all that its nodes read, without its password, that can be done again', async () => {
    await loadLow();
    const capture = parseCapture(await recorded());
    assert.ok(capture.complete);
    const { command, options, devices } = capture.header.session;
    assert.equal(command, 'read');
    assert.deepEqual(
      (options.tags as readonly { tag: string }[]).map(({ tag }) => tag),
      ['1.0.32.7.0.255', '1.0.1.8.0.255', '0.0.42.0.0.255'],
    );
    const [{ passwordOctets = 0, properties = {} } = {}] = devices;
    assert.deepEqual(
      [passwordOctets, properties.alias, properties.port],
      [16, 'cellar', String(low.hdlcPort)],
    );
    const readings = await replayed(capture, { password: '*'.repeat(passwordOctets) });
    assert.deepEqual(
      readings.map(({ quality, unit }) => [quality, unit]),
      [
        ['good', 'V'],
        ['good', 'Wh'],
        ['not-numeric', undefined],
      ],
    );
    assertNoSecret(printsOf([logged(), await stateOf()]), 'what is told');
  });

  it('is as many sessions as the user lets it be, which replay does again one by one', async () => {
    await loadLow({ scanRateMs: '500' });
    const { status, lines } = await replay(folder(), await recorded(2));
    assert.deepEqual([status, lines.length % 3, lines.length >= 6], [0, 0, true], JSON.stringify(lines));
    const { state, ended, sessions, ms, file } = await stateOf();
    assert.deepEqual([state, ended, file], ['done', 'stopped', 'cellar.capture.jsonl']);
    assert.ok(sessions >= 2 && ms >= 500, `${sessions} in ${ms} ms`);
  });

  it('ended within a session is replayed to there', async () => {
    await loadLow({ timeoutMs: '20000' });
    low.setFaults({ dropEvery: 3 });
    assert.equal((await start()).status, 202);
    await sent(3);
    await stop();
    low.setFaults({});
    const { text } = await adminFile('/dlms/capture/meter1');
    const { status, lines, notes } = await replay(folder(), text);
    assert.deepEqual([status, lines, notes], [0, [], ['dlms: the recording was ended within a session']]);
    assert.equal((await stateOf()).error, undefined);
  });

  it('of a meter that falls silent after its flow has read it can be done again', async () => {
    const settings = { mode: 'DLMS-WRAPPER', auth: 'HighGmac', security: 'AuthenticationEncryption' };
    const meter = device(secured.wrapperPort ?? 0, { ...settings, timeoutMs: '150', retryCounter: '3' });
    await load(flow(meter, read({ signals, trigger: 'scan', scanRateMs: '60' })), { meter1: KEYS });
    await new Inbox('out').atLeast(1);
    secured.setFaults({ silent: true });
    const text = await recorded();
    secured.setFaults({});
    const { error } = await stateOf();
    assert.equal(error?.code, 'DLMS_TIMEOUT');
    const keys = {
      DLMS_BLOCK_CIPHER_KEY: KEYS.blockCipherKey,
      DLMS_AUTHENTICATION_KEY: KEYS.authenticationKey,
    };
    const { notes } = await replay(folder(), text, keys);
    assert.ok(notes[0]?.startsWith(`dlms: ${error.message} (DLMS_TIMEOUT)`), notes[0]);
  });

  it('shows no key of a ciphered session, which can be done again with them', async () => {
    const settings = { mode: 'DLMS-WRAPPER', auth: 'HighGmac', security: 'AuthenticationEncryption' };
    await load(flow(device(secured.wrapperPort ?? 0, settings), read({ signals })), { meter1: KEYS });
    const capture = parseCapture(await recorded());
    const readings = await replayed(capture, KEYS);
    assert.deepEqual(
      readings.map(({ unit }) => unit),
      ['V', 'Wh'],
    );
  });

  it('goes beside the scans of its flow, which go on', async () => {
    const scanning = [
      device(low.hdlcPort ?? 0, { auth: 'Low' }),
      read({ trigger: 'scan', scanRateMs: '60' }),
    ];
    await load(flow(...scanning), { meter1: { password: KEYS.password } });
    const out = new Inbox('out');
    await out.atLeast(2);
    assert.ok(parseCapture(await recorded()).complete);
    const before = out.messages.length;
    await out.atLeast(before + 2);
  });

  it('of a meter that does not answer is worth having, and says why', async () => {
    await load(flow(device(await freePort()), read()));
    assert.match(await recorded(), /"dir":"failed"/);
    const { state, error } = await stateOf();
    assert.deepEqual([state, error?.code], ['done', 'DLMS_CONNECTION_REFUSED']);
  });

  it('does not send a password again that the meter has refused', async () => {
    const nodes = lowNodes({ lockoutWaitMs: '60000' });
    await load(nodes, { meter1: { password: SECRETS.wrongPassword.text } });
    await recorded();
    assert.equal((await stateOf()).error?.code, 'DLMS_AUTHENTICATION_FAILED');
    assert.equal((await start()).status, 202);
    await stop();
    assert.equal((await adminFile('/dlms/capture/meter1')).status, 404, 'nothing went over the line');
    assert.equal((await stateOf()).error?.code, 'DLMS_AUTHENTICATION_FAILED');
  });

  it('is ended by the user, or by a deployment, and has what was there by then', async () => {
    await loadLow({ timeoutMs: '20000' });
    low.setFaults({ silent: true });
    assert.equal((await start()).status, 202);
    assert.equal((await start()).status, 409, 'one at a time');
    await sent(1);
    const { body } = await stop();
    assert.deepEqual([(body as State).state, (body as State).ended], ['done', 'stopped']);
    assert.match((await adminFile('/dlms/capture/meter1')).text, /"dir":"interrupted"/);
    await start();
    await sent(1);
    const began = Date.now();
    await deploy(flow(), 'full');
    assert.ok(Date.now() - began < 2000);
    const ended = await stop();
    assert.equal((ended.body as State).ended, 'stopped');
    low.setFaults({});
  });

  it('needs a meter that is deployed, with settings that work', async () => {
    await load(flow(device(0), read()));
    const { status, body } = await start();
    assert.deepEqual([status, (body as { code: string }).code], [400, 'DLMS_SETTING']);
    for (const id of ['nobody', 'read1', '__proto__']) {
      assert.equal((await start(id)).status, 404);
      assert.equal((await stop(id)).status, 404);
      assert.equal((await adminFile(`/dlms/capture/${id}`)).status, 404);
      assert.equal((await stateOf(id)).state, 'none');
    }
  });
});
