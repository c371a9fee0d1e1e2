import assert from 'node:assert/strict';
import { memoryStore } from '../../src/meter/directory-store.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import { loadDirectory, ObjectDirectory } from '../../src/meter/object-directory.js';
import type { Reading } from '../../src/meter/reading.js';
import { AsyncClock } from '../support/async-clock.js';
import { FakeMeter } from './fake-meter.js';
import { dateTime, list, put, scalerUnit, text, u32 } from './objects.js';
import { settingsOf } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const IDENTITY = '1:0.0.42.0.0.255:2';
const OBJECT_LIST = '15:0.0.40.0.0.255:2';

describe('what is known of a meter', () => {
  let clock: AsyncClock;
  let meter: FakeMeter;
  let directory: ObjectDirectory;
  let client: MeterClient;

  beforeEach(() => {
    clock = new AsyncClock();
    meter = new FakeMeter();
    put(meter, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    directory = new ObjectDirectory();
    client = connect();
  });

  const connect = (keepsDirectory = false): MeterClient =>
    new MeterClient({
      settings: settingsOf(),
      open: meter.open,
      stack: meter.stack,
      clock,
      directory,
      keepsDirectory,
    });

  const read = (...tags: string[]): Promise<readonly Reading[]> => clock.until(client.read(tags));
  const only = async (tag: string): Promise<Reading> => {
    const [reading, ...others] = await read(tag);
    assert.ok(reading !== undefined && others.length === 0);
    return reading;
  };

  describe('when its classes are not the likely ones', () => {
    it('is asked for the other likely classes, and the object list is spared', async () => {
      put(meter, 4, '1.0.1.29.0.255', u32(7), scalerUnit(0, 30), u32(0), dateTime(2025, 1, 1, 0));
      assert.deepEqual(
        [(await only('1.0.1.29.0.255')).value, (await only('1.0.1.29.0.255')).classId],
        [7, 4],
      );
      assert.ok(!meter.requests.flat().includes(OBJECT_LIST));
    });

    it('tells in its object list, which is read once for all', async () => {
      put(meter, 67, ENERGY, u32(0));
      for (const key of [`3:${ENERGY}:2`, `3:${ENERGY}:3`]) meter.values.delete(key);
      put(meter, 63, '1.0.2.8.0.255', u32(5));
      list(meter, [67, ENERGY], [63, '1.0.2.8.0.255']);
      const readings = await read(`${ENERGY}:2`, '1.0.2.8.0.255:2', '1.0.4.8.0.255:2');
      assert.deepEqual(
        readings.map(({ classId, quality }) => [classId, quality]),
        [
          [67, 'good'],
          [63, 'good'],
          [3, 'object-undefined'],
        ],
      );
      await read(`${ENERGY}:2`, '1.0.2.8.0.255:2', '1.0.4.8.0.255:2');
      assert.equal(meter.requests.flat().filter((key) => key === OBJECT_LIST).length, 1);
      assert.deepEqual(meter.requests.at(-1), [
        `67:${ENERGY}:2`,
        '63:1.0.2.8.0.255:2',
        '3:1.0.4.8.0.255:2',
        '3:1.0.4.8.0.255:3',
      ]);
    });

    it('and refuses its object list: guesses are made once, then the refusal is what there is', async () => {
      put(meter, 15, '0.0.40.0.0.255', 'read-write-denied');
      assert.equal((await only('1.0.4.8.0.255')).quality, 'object-undefined');
      const asked = meter.requests.length;
      assert.equal((await only('1.0.4.8.0.255')).quality, 'object-undefined');
      assert.equal(meter.requests.length, asked + 1);
    });

    it('and dies over its object list: what it did answer is told, and the list is not asked for again', async () => {
      meter.trouble = (keys) => (keys.includes(OBJECT_LIST) ? 'silence' : undefined);
      const readings = await read(ENERGY, '1.0.4.8.0.255');
      assert.deepEqual(
        readings.map(({ quality }) => quality),
        ['good', 'object-undefined'],
      );
      await read(ENERGY, '1.0.4.8.0.255');
      assert.equal(meter.requests.flat().filter((key) => key === OBJECT_LIST).length, 1);
    });

    it('and denies it as the class that it is: that is told, not what it said to the last guess', async () => {
      meter.values.set('3:1.0.9.7.0.255:2', 'read-write-denied');
      meter.trouble = (keys) => (keys.includes(OBJECT_LIST) ? 'silence' : undefined);
      const reading = await only('1.0.9.7.0.255');
      assert.deepEqual([reading.quality, reading.classId], ['read-write-denied', 3]);
    });

    it('answers whatever class it is asked as: a scaler that is none makes it look into the object list', async () => {
      // As register, attribute 3 of a demand register is a plain number.
      put(meter, 3, ENERGY, u32(100), u32(90));
      put(meter, 5, ENERGY, u32(100), u32(90), scalerUnit(1, 27), u32(0), dateTime(2025, 1, 1, 0));
      list(meter, [5, ENERGY]);
      const demand = await only(ENERGY);
      assert.deepEqual([demand.classId, demand.value, demand.unit], [5, 1000, 'W']);
    });
  });

  describe('that does not give a scaler', () => {
    const withScaler = async (scaler: 'object-undefined' | 'read-write-denied' | 'temporary-failure') => {
      put(meter, 3, ENERGY, u32(12345), scaler);
      list(meter, [3, ENERGY]);
      return only(ENERGY);
    };

    it('because there is none: the value is as it is', async () => {
      const energy = await withScaler('object-undefined');
      assert.deepEqual([energy.value, energy.unit, energy.scaler], [12345, undefined, undefined]);
      await only(ENERGY);
      assert.deepEqual(meter.requests.at(-1), [`3:${ENERGY}:2`]);
    });

    it('because this client may not see it: no number is made up', async () => {
      const energy = await withScaler('read-write-denied');
      assert.deepEqual(
        [energy.quality, energy.value, energy.data],
        ['read-write-denied', undefined, u32(12345)],
      );
      await only(ENERGY);
      assert.deepEqual(meter.requests.at(-1), [`3:${ENERGY}:2`]);
    });

    it('for the moment: it is asked again the next time', async () => {
      assert.equal((await withScaler('temporary-failure')).quality, 'temporary-failure');
      put(meter, 3, ENERGY, u32(12345), scalerUnit(1, 30));
      assert.equal((await only(ENERGY)).value, 123450);
    });
  });

  describe('that was known before the program started', () => {
    it('is asked for nothing twice, refusals included', async () => {
      const store = memoryStore();
      put(meter, 3, '1.0.2.8.0.255', u32(5), 'object-undefined');
      list(meter, [3, ENERGY], [3, '1.0.2.8.0.255']);
      directory = await loadDirectory(store, 'meter');
      client = connect();
      await read(ENERGY, '1.0.2.8.0.255', '1.0.4.8.0.255');
      await clock.settle();
      meter.requests.length = 0;
      directory = await loadDirectory(store, 'meter');
      client = connect();
      const readings = await read(ENERGY, '1.0.2.8.0.255', '1.0.4.8.0.255');
      assert.deepEqual(
        readings.map(({ quality, value }) => [quality, value]),
        [
          ['good', 123450],
          ['good', 5],
          ['object-undefined', undefined],
        ],
      );
      // The scaler of what is not there costs ten octets, and comes with the object should it appear.
      assert.deepEqual(
        meter.requests.flat().filter((key) => !key.startsWith('3:1.0.4.8.0.255')),
        [`3:${ENERGY}:2`, '3:1.0.2.8.0.255:2'],
      );
    });

    it('and was exchanged for another: nothing that was learned holds', async () => {
      const store = memoryStore();
      put(meter, 1, '0.0.42.0.0.255', text('MFL1'));
      directory = await loadDirectory(store, 'meter');
      client = connect(true);
      assert.equal((await only(ENERGY)).value, 123450);
      await clock.settle();
      put(meter, 1, '0.0.42.0.0.255', text('MFL2'));
      put(meter, 3, ENERGY, u32(12345), scalerUnit(0, 30));
      directory = await loadDirectory(store, 'meter');
      client = connect(true);
      assert.equal((await only(ENERGY)).value, 12345);
      assert.equal(meter.requests.flat().filter((key) => key === IDENTITY).length, 2);
      await only(ENERGY);
      assert.deepEqual(meter.requests.at(-1), [`3:${ENERGY}:2`]);
    });
  });
});
