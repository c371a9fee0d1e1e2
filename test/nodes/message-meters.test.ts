/** A read node that messages tell which meter to read. */
import assert from 'node:assert/strict';
import type { NodeMessage } from 'node-red';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import type { ErrorMessage, ValueMessage } from './support/reading.js';
import { callsOf, deploy, freePort, Inbox, load, logged, nodeOf, useRuntime } from './support/runtime.js';

const PASSWORD = 'Gold-im-Keller';
const WRONG = 'Silber-im-Keller';

describe('a read node and the meter of a message', () => {
  useRuntime();
  let own: SimulatorHost;
  let other: SimulatorHost;
  before(async () => {
    own = await startSimulator({ hdlcPort: 0, auth: 'Low', password: PASSWORD });
    other = await startSimulator({ wrapperPort: 0, logicalAddress: 1, auth: 'Low', password: PASSWORD });
  });
  after(() => Promise.all([own.close(), other.close()]));

  const ownMeter = () => device(own.hdlcPort ?? 0, { auth: 'Low', timeoutMs: '1000' });
  const attic = (more: Record<string, unknown> = {}) => ({
    device_alias: 'attic',
    ip: '127.0.0.1',
    port: other.wrapperPort,
    mode: 'DLMS-WRAPPER',
    type: 'LN',
    id: 1,
    timeout_ms: 1000,
    poll_delay_ms: 0,
    auth: 'Low',
    password: PASSWORD,
    ...more,
  });

  const start = async (reader: Record<string, unknown>, nodes = [ownMeter()]) => {
    await load(flow(...nodes, read({ allowMeter: true, ...reader })), { meter1: { password: PASSWORD } });
    return {
      out: new Inbox<ValueMessage>('out'),
      errors: new Inbox<ErrorMessage>('errors'),
      completed: new Inbox('completed'),
      ask: (message: NodeMessage) => nodeOf('read1').receive(message),
    };
  };

  it('reads it, under its alias, and its own where a message names none', async () => {
    const { out, completed, ask } = await start({});
    ask({ meter: attic(), keep: 7 });
    await out.atLeast(1);
    ask({ keep: 8 });
    await completed.atLeast(2);
    assert.deepEqual(
      out.messages.map(({ topic, unit, keep, dlms }) => [topic, unit, keep, dlms.device]),
      [
        ['attic/1.0.1.8.0.255', 'Wh', 7, 'attic'],
        ['cellar/1.0.1.8.0.255', 'Wh', 8, 'cellar'],
      ],
    );
    assert.deepEqual([own.connections, other.connections], [1, 1]);
  });

  it('keeps one connection for a message after another, and frees it when it is closed', async () => {
    const { out, ask } = await start({ job: '' });
    for (let count = 1; count <= 3; count += 1) {
      ask({ meter: attic(), job: ['1-0:32.7.0'] });
      await out.atLeast(count);
      assert.equal(other.connections, 1);
    }
    await deploy(flow(ownMeter()), 'nodes');
    assert.equal(other.connections, 0);
  });

  it('reads many at once', async () => {
    const { out, ask } = await start({});
    for (let number = 1; number <= 20; number += 1)
      ask({ meter: attic({ device_alias: `house${number % 5}` }) });
    await out.atLeast(20);
    assert.equal(new Set(out.messages.map(({ topic }) => topic)).size, 5);
    assert.equal(other.connections, 1, 'it is one meter under five names');
  });

  it('needs no meter of its own', async () => {
    const { out, errors, ask } = await start({ device: '', trigger: 'input' }, []);
    ask({ meter: attic() });
    const [message] = await out.atLeast(1);
    assert.equal(message?.topic, 'attic/1.0.1.8.0.255');
    assert.deepEqual(errors.messages, []);
    ask({});
    const [caught] = await errors.atLeast(1);
    assert.match(caught?.error.message ?? '', /device is not set/);
  });

  it('takes the secrets of its own meter where the message says so', async () => {
    const { out, ask } = await start({});
    ask({ meter: attic({ password: undefined, credentialsOf: 'cellar' }) });
    const [message] = await out.atLeast(1);
    assert.equal(message?.topic, 'attic/1.0.1.8.0.255');
  });

  it('logs what changes under its alias, and shows it where it does not scan', async () => {
    const signals = [{ todo: '0.0.96.1.0.255', alias: 'serial', log: '1' }];
    const { out, ask } = await start({ signals });
    const lines = callsOf('read1', 'log');
    const statuses = new Inbox<{ status: { fill: string; text: string } }>('statuses');
    for (let count = 1; count <= 2; count += 1) {
      ask({ meter: attic() });
      await out.atLeast(count);
    }
    assert.deepEqual(lines, ['attic/serial: 12345678']);
    await statuses.until(
      () => statuses.messages.some(({ status }) => status.text === '12345678'),
      'the value',
    );
  });

  for (const allowMeter of [undefined, false, 'false', '0', '']) {
    it(`is an error where allowMeter is ${JSON.stringify(allowMeter)}, and no meter is touched`, async () => {
      const { out, errors, ask } = await start({ allowMeter });
      ask({ meter: attic(), keep: 7 });
      const [caught] = await errors.atLeast(1);
      assert.match(caught?.error.message ?? '', /msg\.meter is not allowed/);
      assert.deepEqual([caught?.error.code, caught?.keep], ['DLMS_SETTING', 7]);
      assert.deepEqual([own.connections, other.connections], [0, 0]);
      assert.deepEqual(out.messages, []);
    });
  }

  it('is a property like any other where it is no object and the node does not allow it', async () => {
    const { out, ask } = await start({ allowMeter: false });
    ask({ meter: 'flat 3' });
    const [message] = await out.atLeast(1);
    assert.deepEqual([message?.meter, message?.topic], ['flat 3', 'cellar/1.0.1.8.0.255']);
  });

  it('is an error where it says nonsense, and no meter is touched', async () => {
    const { errors, out, ask } = await start({});
    const nonsense = [
      'attic',
      7,
      [],
      {},
      attic({ port: 'x' }),
      attic({ device_alias: '' }),
      { meter: attic() },
    ];
    for (const meter of nonsense) ask({ meter });
    await errors.atLeast(nonsense.length);
    for (const { error } of errors.messages) {
      assert.equal(error.code, 'DLMS_SETTING');
      assert.match(error.message, /msg\.meter/);
    }
    assert.deepEqual(out.messages, []);
    assert.equal(other.connections, 0);
  });

  it('is told by its own failure, once for each message, and others are not held up', async () => {
    const nowhere = await freePort();
    const { out, errors, ask } = await start({
      onFailure: 'message',
      signals: [{ todo: '1-0:1.8.0', alias: 'e' }],
    });
    ask({ meter: attic({ port: nowhere, device_alias: 'gone' }) });
    ask({ meter: attic() });
    await Promise.all([out.atLeast(2), errors.atLeast(1)]);
    const byTopic = new Map(out.messages.map((message) => [message.topic, message]));
    assert.deepEqual(
      [byTopic.get('gone/e')?.payload, byTopic.get('gone/e')?.quality],
      [null, 'connection-refused'],
    );
    assert.equal(byTopic.get('attic/e')?.quality, 'good');
    assert.equal(errors.messages[0]?.error.code, 'DLMS_CONNECTION_REFUSED');
  });

  it('shows no secret in errors, statuses and the log', async () => {
    const { errors, ask } = await start({});
    const statuses = new Inbox('statuses');
    ask({ meter: attic({ password: WRONG }) });
    ask({ meter: attic({ password: WRONG, port: 0 }) });
    ask({ meter: attic({ password: WRONG, blockCipherKey: WRONG, security: 'Encryption' }) });
    await errors.atLeast(3);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const told = [errors.messages.map(({ error }) => error), statuses.messages, logged()];
    assert.doesNotMatch(JSON.stringify(told), /Silber|Gold/);
  });
});
