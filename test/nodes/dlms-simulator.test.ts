import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { device, flow, read, simulator } from './support/flows.js';
import type { ErrorMessage } from './support/reading.js';
import { deploy, freePort, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

describe('a simulator node', () => {
  useRuntime();
  let port = 0;
  beforeEach(async () => {
    port = await freePort();
  });

  const ask = async () => {
    const out = new Inbox('out');
    const errors = new Inbox<ErrorMessage>('errors');
    nodeOf('read1').receive({});
    await Promise.race([out.atLeast(1), errors.atLeast(1)]);
    return { payload: out.messages[0]?.payload, error: errors.messages[0]?.error };
  };

  it('is a meter that speaks HDLC', async () => {
    await load(flow(simulator(port), device(port), read()));
    assert.equal(typeof (await ask()).payload, 'number');
  });

  it('is a meter that speaks the wrapper', async () => {
    await load(flow(simulator(port, { framing: 'wrapper' }), device(port, { mode: 'DLMS-WRAPPER' }), read()));
    assert.equal(typeof (await ask()).payload, 'number');
  });

  it('is several meters on one port, each at its address', async () => {
    const second = device(port, { physicalAddress: '18' });
    await load(flow(simulator(port, { meters: '3' }), second, read({ job: '0.0.96.1.0.255' })));
    assert.match(String((await ask()).payload), /^\d+80$/);
  });

  it('lets only those in who know its password', async () => {
    const nodes = flow(
      simulator(port, { auth: 'Low' }),
      device(port, { auth: 'Low', clientAddress: '32' }),
      read(),
    );
    await load(nodes, { simulator1: { password: 'secret' }, meter1: { password: 'secret' } });
    assert.equal(typeof (await ask()).payload, 'number');
    await deploy(nodes, 'full', {
      simulator1: { password: '0x736563726574' },
      meter1: { password: 'wrong' },
    });
    const { error } = await ask();
    assert.equal(error?.code, 'DLMS_AUTHENTICATION_FAILED');
    assert.doesNotMatch(JSON.stringify(error), /secret|wrong/);
  });

  it('tells when its port is in use, and leaves it alone', async () => {
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await load(flow(simulator(port)));
    const errors = new Inbox<ErrorMessage>('errors');
    const [caught] = await errors.atLeast(1);
    assert.equal(caught?.error.code, 'DLMS_PORT_IN_USE');
    assert.match(caught?.error.message ?? '', new RegExp(`port ${port} .*already in use`));
    assert.ok(other.listening);
    other.close();
  });

  const refused: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['a port that is none', { port: '99999' }, /port "99999" is not allowed: 0…65535/],
    ['a framing that is none', { framing: 'udp' }, /framing "udp" is not allowed: hdlc, wrapper/],
    ['no meters', { meters: '0' }, /meters "0" is not allowed: 1…1000/],
    ['Low without a password', { auth: 'Low' }, /password is not set: auth Low needs it/],
  ];
  for (const [what, settings, message] of refused) {
    it(`refuses ${what}`, async () => {
      await load(flow(simulator(port, settings)));
      const [caught] = await new Inbox<ErrorMessage>('errors').atLeast(1);
      assert.match(caught?.error.message ?? '', message);
      assert.equal(caught?.error.code, 'DLMS_SETTING');
    });
  }

  it('frees its port when it is deployed anew, also while a client is connected', async () => {
    await load(flow(simulator(port)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const client = connect(port, '127.0.0.1');
    await once(client, 'connect');
    const gone = once(client, 'close');
    const began = Date.now();
    await deploy(flow(simulator(port, { meters: '2' })), 'full');
    await gone;
    assert.ok(Date.now() - began < 2000);
    const again = connect(port, '127.0.0.1');
    await once(again, 'connect');
    again.destroy();
  });
});
