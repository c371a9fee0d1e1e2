/** A meter that is read by short names: where its objects are learned from, and how far that is trusted. */
import assert from 'node:assert/strict';
import type { Data } from '../../src/cosem/data.js';
import { logicalNameOctets } from '../../src/cosem/descriptor.js';
import { type AttributeTag, parseTag } from '../../src/cosem/obis.js';
import { objectListSnData } from '../../src/cosem/object-list-sn.js';
import { memoryStore } from '../../src/meter/directory-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { TagLike } from '../../src/meter/meter-client-options.js';
import { loadDirectory, ObjectDirectory } from '../../src/meter/object-directory.js';
import type { Reading } from '../../src/meter/reading.js';
import { AsyncClock } from '../support/async-clock.js';
import { FakeMeter, type FakeValue, NO_LISTS } from './fake-meter.js';
import { dateTime, scalerUnit, text, u32 } from './objects.js';
import { settingsOf } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const DEMAND = '1.0.1.4.0.255';
const OBJECT_LIST = `@${0xfa08}`;

describe('a meter by short names', () => {
  let clock: AsyncClock;
  let meter: FakeMeter;
  let directory: ObjectDirectory;
  let client: MeterClient;

  beforeEach(() => {
    clock = new AsyncClock();
    meter = new FakeMeter();
    directory = new ObjectDirectory();
    client = connect();
    put(0x0100, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    put(0x8200, 5, DEMAND, u32(230), u32(220), scalerUnit(-1, 27), u32(0), dateTime(2025, 1, 1, 0));
    list();
  });

  const objects: { baseName: number; classId: number; version: number; logicalName: string }[] = [];

  afterEach(() => {
    objects.length = 0;
  });

  const connect = (properties: Readonly<Record<string, unknown>> = {}, keepsDirectory = false): MeterClient =>
    new MeterClient({
      settings: settingsOf({ referencing: 'SN', ...properties }),
      open: meter.open,
      stack: meter.stack,
      clock,
      directory,
      keepsDirectory,
    });

  /** An object with its attributes from 2 on. */
  function put(baseName: number, classId: number, logicalName: string, ...values: FakeValue[]): void {
    objects.push({ baseName, classId, version: 0, logicalName });
    const name: Data = { kind: 'octet-string', octets: logicalNameOctets(logicalName) };
    [name, ...values].forEach((value, at) => {
      meter.values.set(`@${baseName + 8 * at}`, value);
    });
  }

  function list(value: FakeValue = objectListSnData(objects)): void {
    meter.values.set(OBJECT_LIST, value);
  }

  const read = (...tags: TagLike[]): Promise<readonly Reading[]> => clock.until(client.read(tags));
  const named = (tag: string, shortName: number): AttributeTag => ({ ...parseTag(tag), shortName });
  const listReads = (): number => meter.requests.flat().filter((key) => key === OBJECT_LIST).length;
  const seen = (readings: readonly Reading[]) =>
    readings.map(({ obis, attribute, classId, quality, value, unit }) => [
      ...[obis, attribute, classId, quality, value, unit],
    ]);

  it('is read as one by logical names: classes, scalers and units come out of its object list', async () => {
    const expected = [
      [ENERGY, 2, 3, 'good', 123450, 'Wh'],
      [DEMAND, 2, 5, 'good', 23, 'W'],
      [DEMAND, 3, 5, 'good', 22, 'W'],
    ];
    assert.deepEqual(seen(await read(ENERGY, DEMAND, `${DEMAND}:3`)), expected);
    assert.deepEqual(meter.requests, [
      [OBJECT_LIST],
      ['@264', '@272', '@33288', '@33304', '@33320', '@33296'],
    ]);
    assert.deepEqual(seen(await read(ENERGY, DEMAND, `${DEMAND}:3`)), expected);
    assert.deepEqual(meter.requests.at(-1), ['@264', '@33288', '@33320', '@33296']);
    assert.equal((await read(DEMAND))[0]?.meterTime, '2025-01-01T00:00:00+00:00');
  });

  it('has not every object', async () => {
    const readings = await read(ENERGY, '1.0.2.8.0.255');
    assert.deepEqual(
      readings.map(({ quality }) => quality),
      ['good', 'object-undefined'],
    );
    await read('1.0.2.8.0.255');
    assert.equal(listReads(), 1);
  });

  it('tells its objects with their base names', async () => {
    const list = await clock.until(client.objects());
    assert.deepEqual(
      list,
      objects.map((each) => ({ ...each, attributes: [], methods: [] })),
    );
    await read(ENERGY);
    assert.equal(listReads(), 1);
  });

  it('gives one attribute by its logical name, or by a short name of its own', async () => {
    const attribute = { classId: 3, logicalName: ENERGY, attributeId: 2 };
    const [byName, byShortName] = [
      await clock.until(client.get(attribute)),
      await clock.until(client.get({ ...attribute, shortName: 0x110 })),
    ];
    assert.deepEqual(byName, { kind: 'data', data: u32(12345) });
    assert.deepEqual(byShortName, { kind: 'data', data: scalerUnit(1, 30) });
    const missing = { ...attribute, logicalName: '1.0.2.8.0.255' };
    assert.deepEqual(await clock.until(client.get(missing)), {
      kind: 'data-access-result',
      result: 'object-undefined',
    });
  });

  it('needs no object list where the tags bring their short names', async () => {
    list('read-write-denied');
    const readings = await read(named(ENERGY, 0x108), named(`${DEMAND}:3`, 0x8210));
    assert.deepEqual(seen(readings), [
      [ENERGY, 2, 3, 'good', 123450, 'Wh'],
      [DEMAND, 3, 5, 'good', 22, 'W'],
    ]);
    assert.equal(listReads(), 0);
  });

  it('is understood where a tag brings the base name of the object', async () => {
    list('read-write-denied');
    const readings = await read(named(ENERGY, 0x100));
    assert.deepEqual(seen(readings), [[ENERGY, 2, 3, 'good', 123450, 'Wh']]);
    await read(named(ENERGY, 0x100));
    assert.deepEqual(meter.requests.at(-1), ['@264']);
    assert.deepEqual((await read(named(`${ENERGY}:1`, 0x100)))[0]?.data, {
      kind: 'octet-string',
      octets: logicalNameOctets(ENERGY),
    });
  });

  it('has some objects at places that every meter keeps', async () => {
    meter.values.set(`@${0xfd08}`, text('MFL00001'));
    list('read-write-denied');
    assert.deepEqual((await read('0.0.42.0.0.255'))[0]?.data, text('MFL00001'));
    assert.equal(listReads(), 0);
  });

  it('shows a sign of life where nothing else is wanted', async () => {
    const [status] = await clock.until(client.read([{ kind: 'device-status' }]));
    assert.equal(status?.value, 1);
    assert.deepEqual(meter.requests, [[`@${0xfa00}`]]);
  });

  it('that refuses its object list says so of each object, until it gives it', async () => {
    list('read-write-denied');
    const [reading] = await read(ENERGY);
    assert.equal(reading?.quality, 'read-write-denied');
    assert.equal(reading.error?.code, 'DLMS_SHORT_NAMES');
    assert.match(reading.error?.hint ?? '', /SN/);
    list();
    assert.equal((await read(ENERGY))[0]?.quality, 'good');
  });

  it('whose object list cannot be made out is not asked for it for ever', async () => {
    list(u32(5));
    for (let round = 0; round < 5; round += 1) {
      const [reading] = await read(ENERGY);
      assert.deepEqual([reading?.quality, reading?.error?.code], ['other-reason', 'DLMS_SHORT_NAMES']);
    }
    assert.equal(listReads(), 3);
  });

  it('that breaks down over its object list is tried again the next time', async () => {
    meter.trouble = (keys) => (keys.includes(OBJECT_LIST) ? 'silence' : undefined);
    await assert.rejects(read(ENERGY), { code: 'DLMS_TIMEOUT' });
    meter.trouble = () => undefined;
    assert.equal((await read(ENERGY))[0]?.quality, 'good');
  });

  it('is asked for as many variables at a time as its PDU bears: three octets each', async () => {
    meter.maxPduSize = 2 + 3 * 4;
    for (let at = 0; at < 8; at += 1) put(0x1000 + 0x100 * at, 1, `0.0.96.1.${at}.255`, u32(at));
    list();
    const tags = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => `0.0.96.1.${at}.255`);
    assert.deepEqual(
      (await read(...tags)).map(({ value }) => value),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
    assert.deepEqual(
      meter.requests.map((keys) => keys.length),
      [1, 4, 4],
    );
  });

  it('is asked one by one where it does not grant lists, or the user knows better', async () => {
    meter.conformance = NO_LISTS;
    await read(ENERGY);
    assert.ok(meter.requests.every((keys) => keys.length === 1));
    meter = new FakeMeter();
    put(0x0100, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    list();
    client = connect({ quirks: 'list-limit=1' });
    await read(ENERGY);
    assert.ok(meter.requests.every((keys) => keys.length === 1));
  });

  describe('after a restart', () => {
    const restart = async (): Promise<void> => {
      const store = memoryStore();
      directory = await loadDirectory(store, 'meter');
      meter.values.set(`@${0xfd08}`, text('MFL00001'));
      client = connect({}, true);
      await read(ENERGY);
      await clock.settle();
      directory = await loadDirectory(store, 'meter');
      client = connect({}, true);
      meter.requests.length = 0;
    };

    it('does not need its object list again, but shows once that its objects are where they were', async () => {
      await restart();
      assert.equal((await read(ENERGY))[0]?.value, 123450);
      await read(ENERGY);
      assert.deepEqual(meter.requests, [[`@${0xfd08}`, '@256', '@264'], ['@264']]);
    });

    it('that was configured anew is not misread: its object list is read again', async () => {
      await restart();
      put(0x0100, 3, DEMAND, u32(1), scalerUnit(0, 27));
      objects.length = 0;
      put(0x0400, 3, ENERGY, u32(77), scalerUnit(0, 30));
      list();
      assert.deepEqual(seen(await read(ENERGY)), [[ENERGY, 2, 3, 'good', 77, 'Wh']]);
      assert.equal(listReads(), 1);
    });

    it('that is another one now is read by its own object list', async () => {
      await restart();
      meter.values.set(`@${0xfd08}`, text('XYZ00002'));
      objects.length = 0;
      put(0x0108, 3, ENERGY, u32(5), scalerUnit(2, 30));
      list();
      assert.deepEqual(seen(await read(ENERGY)), [[ENERGY, 2, 3, 'good', 500, 'Wh']]);
    });
  });
});
