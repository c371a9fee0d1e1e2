import assert from 'node:assert/strict';
import { REQUEST_SIZE } from '../../src/client/request-size.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import { ObjectDirectory } from '../../src/meter/object-directory.js';
import { listRequestSize } from '../../src/meter/request-size.js';
import { AsyncClock } from '../support/async-clock.js';
import { FakeMeter, type Trouble } from './fake-meter.js';
import { put, scalerUnit, u32 } from './objects.js';
import { settingsOf } from './settings.js';

const TAGS = Array.from({ length: 40 }, (_, at) => `1.0.1.8.${at}.255`);

const sizeOf = (count: number): number => listRequestSize(count, REQUEST_SIZE.LN);

describe('a meter and lists', () => {
  let clock: AsyncClock;
  let meter: FakeMeter;
  let directory: ObjectDirectory;
  let client: MeterClient;

  beforeEach(() => {
    clock = new AsyncClock();
    meter = new FakeMeter();
    TAGS.forEach((tag, at) => {
      put(meter, 3, tag, u32(at), scalerUnit(0, 30));
    });
    directory = new ObjectDirectory();
    client = connect();
  });

  const connect = (): MeterClient =>
    new MeterClient({ settings: settingsOf(), open: meter.open, stack: meter.stack, clock, directory });

  const readAll = async (tags = TAGS): Promise<void> => {
    const readings = await clock.until(client.read(tags));
    assert.deepEqual(
      readings.map(({ value }) => value),
      tags.map((tag) => TAGS.indexOf(tag)),
    );
  };

  const sizes = (): number[] => meter.requests.splice(0).map((keys) => keys.length);
  const longerThan =
    (most: number, trouble: Trouble) =>
    (keys: readonly string[]): Trouble | undefined =>
      keys.length > most ? trouble : undefined;

  it('that sets no limit is asked for all at once', async () => {
    await readAll();
    await readAll();
    assert.deepEqual(sizes(), [80, 40]);
  });

  for (const [pdu, most] of [
    [500, 49],
    [213, 20],
    [24, 2],
    [23, 1],
    [13, 1],
  ] as const) {
    it(`that takes PDUs of ${pdu} octets is asked for ${most} at a time`, async () => {
      meter.maxPduSize = pdu;
      await readAll();
      assert.equal(Math.max(...sizes()), most);
      if (most > 1) assert.ok(sizeOf(most) <= pdu && sizeOf(most + 1) > pdu);
    });
  }

  it('counts the octets of a long count', () => {
    assert.deepEqual([1, 127, 128, 256].map(sizeOf), [14, 1274, 1285, 2566]);
  });

  for (const trouble of ['exception', 'all other-reason'] as const) {
    it(`that bears no more than 20 (${trouble}) is asked for 20 from then on, also by the next client`, async () => {
      meter.trouble = longerThan(20, trouble);
      await readAll();
      sizes();
      await readAll();
      assert.deepEqual(sizes(), [20, 20]);
      client = connect();
      await readAll();
      assert.deepEqual(sizes(), [20, 20]);
    });

    it(`that bears none (${trouble}) is asked one by one from then on`, async () => {
      meter.trouble = longerThan(1, trouble);
      await readAll();
      const wasted = sizes().length - 80;
      assert.ok(wasted < 20, `${wasted} requests were wasted`);
      await readAll();
      assert.deepEqual(sizes(), new Array(40).fill(1));
    });
  }

  it('that cannot do one attribute: that one is asked for alone, the others together', async () => {
    const [bad] = TAGS;
    const key = `3:${bad}:2`;
    meter.trouble = (keys) => (keys.includes(key) ? 'exception' : undefined);
    const readings = await clock.until(client.read(TAGS));
    assert.deepEqual(
      [readings[0]?.quality, readings[0]?.error?.code],
      ['other-reason', 'DLMS_EXCEPTION_RESPONSE'],
    );
    assert.ok(readings.slice(1).every(({ quality }) => quality === 'good'));
    sizes();
    await clock.until(client.read(TAGS));
    assert.deepEqual(sizes(), [39, 1]);
    assert.equal(directory.listLimit, Number.POSITIVE_INFINITY);
  });

  it('that says other-reason of everything, and means it, is believed', async () => {
    const absent = ['1.0.4.8.0.255:2', '1.0.4.8.1.255:2'];
    for (const tag of absent) put(meter, 3, tag.slice(0, -2), 'other-reason', 'other-reason');
    directory.learnNoObjectList();
    const read = () => clock.until(client.read(absent));
    assert.deepEqual(
      (await read()).map(({ quality }) => quality),
      ['other-reason', 'other-reason'],
    );
    await read();
    sizes();
    await read();
    assert.deepEqual(sizes(), [4]);
  });

  it('that falls silent over long lists is asked for few, within the first reading', async () => {
    meter.trouble = longerThan(20, 'silence');
    await readAll();
    assert.deepEqual(sizes(), [80, 80, ...new Array(8).fill(10)]);
    await readAll();
    assert.deepEqual(sizes(), [10, 10, 10, 10]);
  });

  it('that falls silent over every list is asked one by one, for good', async () => {
    meter.trouble = longerThan(1, 'silence');
    await readAll();
    sizes();
    await readAll();
    assert.deepEqual(sizes(), new Array(40).fill(1));
  });

  it('that loses one list by chance keeps its lists', async () => {
    let lost = 0;
    meter.trouble = (keys) => (keys.length > 1 && lost++ === 0 ? 'silence' : undefined);
    await readAll();
    assert.equal(directory.listLimit, Number.POSITIVE_INFINITY);
    assert.deepEqual(sizes(), [80, 80]);
  });

  it('that hangs up over everything is not blamed for lists', async () => {
    await readAll();
    meter.trouble = () => 'silence';
    for (let reading = 0; reading < 3; reading += 1) {
      await assert.rejects(clock.until(client.read(TAGS)), { code: 'DLMS_TIMEOUT' });
    }
    meter.trouble = () => undefined;
    sizes();
    await readAll();
    assert.deepEqual(sizes(), [40]);
  });

  it('that died over a list is not blamed for it', async () => {
    await readAll();
    meter.dead = true;
    await assert.rejects(clock.until(client.read(TAGS)), { code: 'DLMS_TIMEOUT' });
    await assert.rejects(clock.until(client.read(TAGS)), { code: 'DLMS_TIMEOUT' });
    meter.dead = false;
    await readAll();
    assert.equal(directory.listLimit, Number.POSITIVE_INFINITY);
  });

  it('whose association died before a list is not blamed for it', async () => {
    for (let pause = 0; pause < 4; pause += 1) {
      meter.forget();
      await readAll();
    }
    assert.equal(directory.listLimit, Number.POSITIVE_INFINITY);
  });
});
