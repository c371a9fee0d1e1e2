import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { device, flow, read, simulator } from './support/flows.js';
import type { ErrorMessage } from './support/reading.js';
import { deploy, freePort, Inbox, load, nodeOf, useRuntime } from './support/runtime.js';

const AUTHENTICATION_KEY = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';

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
    await load(nodes, { simulator1: { password: 'Speicher' }, meter1: { password: 'Speicher' } });
    assert.equal(typeof (await ask()).payload, 'number');
    await deploy(nodes, 'full', {
      simulator1: { password: '0x5370656963686572' },
      meter1: { password: 'Keller' },
    });
    const { error } = await ask();
    assert.equal(error?.code, 'DLMS_AUTHENTICATION_FAILED');
    assert.doesNotMatch(JSON.stringify(error), /Speicher|Keller/);
  });

  it('is a meter with keys for trying, and one with keys of its own', async () => {
    const secured = { auth: 'HighGmac', security: 'AuthenticationEncryption', securitySuite: '1' };
    const meter = device(port, { ...secured, clientAddress: '32', framing: 'hdlc' });
    const known = {
      blockCipherKey: '000102030405060708090A0B0C0D0E0F',
      authenticationKey: AUTHENTICATION_KEY,
    };
    await load(flow(simulator(port, secured), meter, read()), { meter1: known });
    assert.equal(typeof (await ask()).payload, 'number');
    const own = { ...known, blockCipherKey: 'B0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF' };
    await deploy(flow(simulator(port, secured), meter, read()), 'full', { simulator1: own, meter1: known });
    const { error } = await ask();
    assert.equal(error?.code, 'DLMS_KEY_REFUSED');
    await deploy(flow(simulator(port, secured), meter, read()), 'full', { simulator1: own, meter1: own });
    assert.equal(typeof (await ask()).payload, 'number');
  });

  it('is a meter by short names only, with its quirks', async () => {
    const quirky = simulator(port, { referencing: 'SN', quirks: 'scaler-missing' });
    await load(flow(quirky, device(port), read()));
    assert.match((await ask()).error?.code ?? '', /CONTEXT_NOT_SUPPORTED|REFUSED/);
    const nodes = flow(quirky, device(port, { referencing: 'SN', quirks: 'scaler-missing' }), read());
    await deploy(nodes, 'full');
    assert.equal(typeof (await ask()).payload, 'number');
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
    ['an authentication that is none', { auth: 'Highest' }, /auth "Highest" is not allowed: None, Low, High/],
    [
      'signatures in suite 0',
      { auth: 'HighEcdsa' },
      /securitySuite 0 has no signatures: auth HighEcdsa needs 1/,
    ],
    ['a suite that is none', { securitySuite: '3' }, /securitySuite "3" is not allowed: 0, 1, 2/],
    ['a title that is too short', { auth: 'HighGmac', systemTitle: '4D' }, /systemTitle is 1 octet long/],
    ['a quirk that is none', { quirks: 'odd' }, /quirks "odd" is not allowed: odd is no quirk/],
    ['signed messages in suite 0', { quirks: 'signed' }, /quirks "signed" needs securitySuite 1 or 2/],
  ];
  for (const [what, settings, message] of refused) {
    it(`refuses ${what}`, async () => {
      await load(flow(simulator(port, settings)));
      const [caught] = await new Inbox<ErrorMessage>('errors').atLeast(1);
      assert.match(caught?.error.message ?? '', message);
      assert.equal(caught?.error.code, 'DLMS_SETTING');
    });
  }

  it('refuses a key of another length without showing it, and a variable that does not exist', async () => {
    const nodes = flow(simulator(port, { security: 'Encryption' }));
    await load(nodes, { simulator1: { blockCipherKey: 'C0C1C2C3' } });
    const [caught] = await new Inbox<ErrorMessage>('errors').atLeast(1);
    assert.match(caught?.error.message ?? '', /blockCipherKey is 4 octets long: security suite 0 takes 16/);
    assert.doesNotMatch(JSON.stringify(caught), /C0C1/);
    await deploy(nodes, 'full', { simulator1: { blockCipherKey: '$'.concat('{NO_SUCH_KEY}') } });
    const [missing] = await new Inbox<ErrorMessage>('errors').atLeast(1);
    assert.match(missing?.error.message ?? '', /blockCipherKey is \$\{NO_SUCH_KEY\}, and there is no such/);
  });

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
