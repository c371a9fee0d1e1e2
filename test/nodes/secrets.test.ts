/** The secrets of a meter in a flow: from credentials and environment variables, and what becomes of wrong ones. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { NodeMessage } from 'node-red';
import { deviceSecrets } from '../../nodes/device-secrets.js';
import { DlmsError } from '../../src/errors.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { device, flow, read } from './support/flows.js';
import type { ErrorMessage, ValueMessage } from './support/reading.js';
import { deploy, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

const PASSWORD = 'Gold-im-Keller';
const WRONG = 'Silber-im-Keller';
const variable = (name: string) => `$\{${name}}`;

interface StatusMessage extends NodeMessage {
  readonly status: { readonly fill: string; readonly text: string; readonly source: { readonly id: string } };
}

/** Takes the usual SNRM; what it answers to it, and nothing else. */
const UA = Buffer.from('7EA021210221733F41818014050204000602040007040000000708040000000789DE7E', 'hex');

/** A meter that says one thing at most. */
async function silentFrom(answer: Buffer | undefined) {
  const sockets = new Set<Socket>();
  const silent = { port: 0, heard: '', close };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer && socket.write(answer));
    socket.on('data', (octets) => {
      silent.heard += octets.toString('latin1');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  silent.port = (server.address() as AddressInfo).port;
  return silent;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

describe('the secrets of a meter', () => {
  useRuntime();
  let meter: SimulatorHost;
  before(async () => {
    meter = await startSimulator({ hdlcPort: 0, auth: 'Low', password: PASSWORD });
  });
  after(() => meter.close());

  const nodes = () => flow(device(meter.hdlcPort ?? 0, { auth: 'Low', timeoutMs: '1000' }), read());
  const start = (password: string) => load(nodes(), { meter1: { password } });

  const value = async (): Promise<ValueMessage | undefined> => {
    const out = new Inbox<ValueMessage>('out');
    nodeOf('read1').receive({});
    return (await out.atLeast(1))[0];
  };
  const failure = async (): Promise<ErrorMessage['error']> => {
    const errors = new Inbox<ErrorMessage>('errors');
    nodeOf('read1').receive({});
    const [caught] = await errors.atLeast(1);
    assert.ok(caught);
    assert.ok(!JSON.stringify(caught).includes(WRONG));
    return caught.error;
  };

  it('come from its credentials', async () => {
    await start(PASSWORD);
    assert.equal((await value())?.topic, 'cellar/1.0.1.8.0.255');
  });

  it('come from the environment where a credential names a variable', async () => {
    process.env.TEST_DLMS_SECRET = PASSWORD;
    await start(variable('TEST_DLMS_SECRET'));
    assert.equal((await value())?.topic, 'cellar/1.0.1.8.0.255');
  });

  it('may be left in the environment under a name that is not there: that is told, and nothing is sent', async () => {
    await start(variable('TEST_DLMS_NOT_THERE'));
    const { code, message } = await failure();
    assert.equal(code, 'DLMS_SETTING');
    assert.match(message, /password is \$\{TEST_DLMS_NOT_THERE\}, and there is no such variable/);
  });

  it('that are wrong are sent once; then the status says when they are tried again', async () => {
    await start(WRONG);
    const statuses = new Inbox<StatusMessage>('statuses');
    assert.equal((await failure()).code, 'DLMS_AUTHENTICATION_FAILED');
    await statuses.until(() => {
      const last = (id: string) =>
        statuses.messages.findLast(({ status }) => status.source.id === id)?.status;
      return ['meter1', 'read1'].every((id) => last(id)?.text.includes('status.held-back'));
    }, 'the time of the next try');
    const { code, message } = await failure();
    assert.equal(code, 'DLMS_AUTHENTICATION_FAILED');
    assert.match(message, /not tried again before \d\d:\d\d/);
  });

  for (const mode of ['DLMS-HDLC', 'DLMS-WRAPPER']) {
    it(`that a meter answers with silence are sent once over ${mode}, whatever scans, asks and deploys`, async () => {
      const silent = await silentFrom(mode === 'DLMS-HDLC' ? UA : undefined);
      const meterNode = { auth: 'Low', mode, timeoutMs: '60', retryCounter: '1' };
      const scanning = flow(device(silent.port, meterNode), read({ trigger: 'both', scanRateMs: '30' }));
      await load(scanning, { meter1: { password: WRONG } });
      const statuses = new Inbox<StatusMessage>('statuses');
      await statuses.until(
        () => statuses.messages.some(({ status }) => status.text.includes('status.held-back')),
        'the time of the next try',
      );
      assert.match((await failure()).message, /not tried again before/);
      await deploy(scanning, 'full', { meter1: { password: WRONG } });
      assert.match((await failure()).message, /not tried again before/);
      assert.equal(silent.heard.split(WRONG).length - 1, 1);
      await silent.close();
    });
  }

  it('are tried at once when others are deployed', async () => {
    await start(WRONG);
    assert.equal((await failure()).code, 'DLMS_AUTHENTICATION_FAILED');
    await deploy(nodes(), 'full', { meter1: { password: PASSWORD } });
    assert.equal((await value())?.unit, 'Wh');
  });
});

describe('credentials', () => {
  it('pass as they are', () => {
    const given = { password: 'a$b', blockCipherKey: '00' };
    assert.equal(deviceSecrets(given), given);
    assert.deepEqual(deviceSecrets(undefined), {});
  });

  it('that Node-RED could not fill in are all named', () => {
    const given = { password: variable('ONE'), signingKey: '$(TWO)', tlsKey: 'text $(THREE)' };
    assert.throws(
      () => deviceSecrets(given),
      (error) => {
        assert.ok(error instanceof DlmsError);
        return (
          error.message ===
          `password is ${variable('ONE')}, and there is no such variable; signingKey is $(TWO), and there is no such variable`
        );
      },
    );
  });
});
