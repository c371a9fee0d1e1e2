/** Where our invocation counter stands, and where the meter believes that it stands. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { counterStore } from '../../src/meter/counter-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import { resolveSettings } from '../../src/meter/resolve-settings.js';
import type { SeenCounter } from '../../src/simulator/client-counters.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { tempFolder } from '../support/temp-folder.js';

type Properties = Readonly<Record<string, unknown>>;

const KEYS = {
  blockCipherKey: '000102030405060708090A0B0C0D0E0F',
  authenticationKey: 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF',
};
const COUNTER = '0.0.43.1.0.255';
const SECURE = { auth: 'HighGmac', security: 'AuthenticationEncryption' } as const;

describe('a ciphered meter', () => {
  const folder = tempFolder();
  let meter: SimulatorHost;
  let seen: SeenCounter[];
  let conversations: number;

  beforeEach(async () => {
    seen = [];
    conversations = 0;
    meter = await startSimulator({ ...SECURE, ...KEYS, onCounter: (counter) => seen.push(counter) });
  });
  afterEach(() => meter.close());

  const connect = (properties: Properties, place = 'counters'): MeterClient => {
    const { settings } = resolveSettings(
      {
        ...{
          host: '127.0.0.1',
          mode: 'DLMS-WRAPPER',
          referencing: 'LN',
          logicalAddress: 1,
          physicalAddress: 16,
        },
        ...{ clientAddress: 1, pollDelayMs: 0, systemTitle: '4D4D4D0000BC614E', ...SECURE, ...properties },
      },
      KEYS,
    );
    return new MeterClient({
      settings,
      open: async () => {
        conversations += 1;
        return meter.attach(settings.mode === 'DLMS-HDLC' ? 'hdlc' : 'wrapper');
      },
      counters: counterStore(join(folder(), place)),
    });
  };

  const readOnce = async (client: MeterClient): Promise<void> => {
    const [energy] = await client.read(['1.0.1.8.0.255']);
    assert.equal(energy?.quality, 'good');
    await client.close();
  };
  const lastSeen = (): number => seen.at(-1)?.invocationCounter ?? assert.fail('nothing was seen');

  for (const mode of ['DLMS-WRAPPER', 'DLMS-HDLC']) {
    for (const referencing of ['LN', 'SN']) {
      it(`is asked where its counter stands, then read, over ${mode} by ${referencing}`, async () => {
        await readOnce(connect({ mode, referencing, invocationCounter: 500_000 }));
        const before = lastSeen();
        await readOnce(connect({ mode, referencing, invocationCounter: COUNTER }, 'other counters'));
        const first = seen.find(({ invocationCounter }) => invocationCounter > before);
        assert.equal(first?.invocationCounter, before + 1);
        assert.ok(seen.every(({ fresh }) => fresh));
        assert.equal(conversations, 3);
      });
    }
  }

  it('that has seen higher numbers says so, and is read within the same call', async () => {
    await readOnce(connect({ invocationCounter: 500_000 }));
    const before = lastSeen();
    await readOnce(connect({ invocationCounter: 7 }, 'other counters'));
    assert.deepEqual(
      seen.filter(({ fresh }) => !fresh).map(({ invocationCounter }) => invocationCounter),
      [7],
    );
    assert.ok(lastSeen() > before);
    assert.equal(conversations, 3);
  });

  it('that sees higher numbers of another program in between is read all the same', async () => {
    const client = connect({ invocationCounter: 1000 });
    assert.equal((await client.read(['1.0.1.8.0.255']))[0]?.quality, 'good');
    await readOnce(connect({ invocationCounter: 500_000 }, 'other counters'));
    await readOnce(client);
    const numbers = seen.filter(({ fresh }) => fresh).map(({ invocationCounter }) => invocationCounter);
    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('is not asked for anything with the last number of a key', async () => {
    const client = connect({ invocationCounter: 0xffff_ffff });
    await assert.rejects(client.read(['1.0.1.8.0.255']), {
      code: 'DLMS_COUNTER_EXHAUSTED',
      hint: /Replace the key/,
    });
    assert.deepEqual([seen.length, conversations], [0, 0]);
  });

  it('of whose key the last number is used in the middle of a reading: that is told, and nothing more is sent', async () => {
    const client = connect({ invocationCounter: 0xffff_ffff - 3 });
    await assert.rejects(client.read(['1.0.1.8.0.255', '1.0.32.7.0.255']), {
      code: 'DLMS_COUNTER_EXHAUSTED',
    });
    assert.equal(Math.max(...seen.map(({ invocationCounter }) => invocationCounter)), 0xffff_fffe);
    await client.close();
    assert.ok(seen.every(({ fresh }) => fresh));
  });

  it('tells what protects the association, and nothing that is secret', async () => {
    const client = connect({ quirks: 'general-protection' });
    await client.open();
    const { negotiated } = client;
    assert.deepEqual(negotiated?.security, {
      ...{ auth: 'HighGmac', authenticated: true, encrypted: true, signed: false, suite: 0, form: 'general' },
      ...{ dedicatedKey: false, clientSystemTitle: '4D4D4D0000BC614E' },
      serverSystemTitle: seen[0]?.meter,
    });
    await client.close();
  });

  it('that cannot decipher us is asked once, with one number', async () => {
    const { settings } = connect({});
    const security = settings.security ?? assert.fail();
    const client = new MeterClient({
      settings: { ...settings, security: { ...security, blockCipherKey: new Uint8Array(16) } },
      open: async () => {
        conversations += 1;
        return meter.attach('wrapper');
      },
      counters: counterStore(join(folder(), 'counters')),
    });
    await assert.rejects(client.read(['1.0.1.8.0.255']), { code: 'DLMS_KEY_REFUSED' });
    assert.equal(conversations, 1);
  });
});
