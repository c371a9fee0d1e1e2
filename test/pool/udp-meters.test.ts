import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { parseTag } from '../../src/cosem/obis.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { Pool } from '../../src/pool/pool.js';
import { settingsOf } from '../meter/settings.js';
import { type LossyUdp, lossyUdp } from './lossy-udp.js';

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

const CODES = ['1.8.0', '2.8.0', '1.7.0', '32.7.0', '52.7.0', '31.7.0', '14.7.0'];

describe('a meter over UDP', () => {
  let meter: LossyUdp;
  let pool: Pool;
  let silent: Socket | undefined;

  afterEach(async () => {
    silent?.close();
    silent = undefined;
    await pool.close();
    await meter.close();
  });

  const connect = async (harm: number, properties: Readonly<Record<string, unknown>> = {}) => {
    meter = await lossyUdp(harm, 42);
    pool = new Pool({ random: () => 0 });
    const quick = { timeoutMs: 40, retryCounter: 12, pollDelayMs: 0 };
    return pool.session(settingsOf({ transport: 'udp', port: meter.port, ...quick, ...properties }), 'user');
  };

  const values = async (session: MeterSession, codes: readonly string[]) => {
    const { readings, failure } = await session.read(codes.map(parseTag));
    assert.equal(failure, undefined);
    assert.ok(readings.every(({ quality }) => quality === 'good'));
    return readings.map(({ obis, value }) => [obis, value] as const);
  };

  for (const referencing of ['LN', 'SN']) {
    it(`is read as over TCP where nothing gets lost (${referencing})`, async () => {
      const session = await connect(0, { referencing });
      const first = await values(session, CODES);
      assert.equal(new Set(first.map(([, value]) => value)).size, CODES.length);
      assert.deepEqual(await values(session, CODES), first);
      assert.ok((await session.objects()).length > 30);
    });
  }

  it('tells no wrong value where datagrams are lost, doubled and overtaken by others', async () => {
    const session = await connect(0.08);
    const right = new Map(await values(session, CODES));
    for (let round = 0; round < 60; round += 1) {
      const codes = CODES.filter((_, at) => (round + at) % 3 !== 0);
      for (const [obis, value] of await values(session, round % 2 === 0 ? codes : codes.slice(0, 1))) {
        assert.equal(value, right.get(obis), `${obis} in round ${round}`);
      }
    }
    assert.ok(meter.harmed > 30, `${meter.harmed}`);
  });

  it('gives its long answers in blocks, all of them right, over such a path', async () => {
    const session = await connect(0.08);
    const names = (await session.objects()).map(({ logicalName }) => logicalName);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.includes('1.0.99.1.0.255') && names.length > 30);
  });

  it('is not disturbed by datagrams that are rubbish, cut short, or for another client', async () => {
    const session = await connect(0);
    const right = await values(session, CODES);
    for (const hex of [
      '00',
      'FFFFFFFF',
      '0001000100100010C401C1',
      '000100010011000AC401C10006000000FF00',
      '7EA0',
    ]) {
      const asking = values(session, CODES);
      meter.shout(Buffer.from(hex, 'hex'));
      assert.deepEqual(await asking, right);
    }
  });

  it('that is silent is told as such, and that rubbish is all there is as well', async () => {
    const session = await connect(1, { retryCounter: 2 });
    const { failure } = await session.read(CODES.map(parseTag));
    assert.deepEqual([failure?.code, failure?.layer], ['DLMS_TIMEOUT', 'wrapper']);
    const other = pool.session(
      settingsOf({ transport: 'udp', port: meter.port, timeoutMs: 60, pollDelayMs: 0, clientAddress: 17 }),
      'other',
    );
    const failing = other.read(CODES.map(parseTag));
    const noise = setInterval(() => meter.shout(Uint8Array.of(1, 2, 3)), 20);
    assert.equal((await failing).failure?.code, 'DLMS_NOISE');
    clearInterval(noise);
  });

  it('that is silent is called again, but is not shown a password again that it has not taken', async () => {
    const came: string[] = [];
    silent = createSocket('udp4', (octets) => came.push(octets.toString('latin1')));
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address();
    meter = await lossyUdp(0, 1);
    pool = new Pool({ random: () => 0 });
    const quick = { transport: 'udp', port, timeoutMs: 40, retryCounter: 3, pollDelayMs: 0 };
    for (const [auth, password, quirks, times] of [
      ['None', '', '', 3],
      ['Low', 'a password', '', 1],
      ['High', 'a password', '', 3],
      ['High', 'a password', 'high-secret-as-challenge', 1],
    ] as const) {
      const session = pool.session(settingsOf({ ...quick, auth, quirks }, password), 'user');
      const { failure } = await session.read([parseTag('1.8.0')]);
      for (let round = 0; came.length < times && round < 500; round += 1) await soon();
      assert.deepEqual([failure?.code, came.splice(0).length], ['DLMS_TIMEOUT', times]);
      await session.leave('user');
    }
  });
});
