import assert from 'node:assert/strict';
import { MeterClient } from '../../src/meter/meter-client.js';
import { ObjectDirectory } from '../../src/meter/object-directory.js';
import type { Reading } from '../../src/meter/reading.js';
import { AsyncClock } from '../support/async-clock.js';
import { FakeMeter, failure, NO_LISTS } from './fake-meter.js';
import { dateTime, list, put, scalerUnit, text, u32 } from './objects.js';
import { settingsOf } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const VOLTAGE = '1.0.32.7.0.255';

describe('a meter', () => {
  let clock: AsyncClock;
  let meter: FakeMeter;
  let directory: ObjectDirectory;
  let client: MeterClient;

  beforeEach(() => {
    clock = new AsyncClock();
    meter = new FakeMeter();
    put(meter, 3, ENERGY, u32(12345), scalerUnit(1, 30));
    put(meter, 3, VOLTAGE, u32(2304), scalerUnit(-1, 35));
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

  describe('that is read for the first time', () => {
    it('gives scaled values with units, values and scalers in one request', async () => {
      const [energy, voltage] = await read(ENERGY, VOLTAGE);
      assert.deepEqual(
        [energy?.value, energy?.unit, energy?.raw, energy?.scaler, energy?.quality],
        [123450, 'Wh', 12345, 1, 'good'],
      );
      assert.deepEqual([voltage?.value, voltage?.unit, voltage?.classId], [230.4, 'V', 3]);
      assert.equal(energy?.time, clock.wallTime());
      assert.deepEqual(meter.requests, [
        [`3:${ENERGY}:2`, `3:${ENERGY}:3`, `3:${VOLTAGE}:2`, `3:${VOLTAGE}:3`],
      ]);
    });

    it('and again: nothing but the values is asked for', async () => {
      await read(ENERGY, VOLTAGE);
      await read(ENERGY, VOLTAGE);
      assert.deepEqual(meter.requests[1], [`3:${ENERGY}:2`, `3:${VOLTAGE}:2`]);
      assert.equal(meter.openings.length, 1);
    });

    it('asks one by one where lists were not granted', async () => {
      meter.conformance = NO_LISTS;
      assert.equal((await only(ENERGY)).value, 123450);
      assert.deepEqual(meter.requests, [[`3:${ENERGY}:2`], [`3:${ENERGY}:3`]]);
    });

    it('gives the meter time of a maximum demand', async () => {
      put(meter, 4, '1.0.1.6.0.255', u32(4500), scalerUnit(0, 27), u32(0), dateTime(2025, 1, 10, 18));
      const demand = await only('1.0.1.6.0.255');
      assert.deepEqual(
        [demand.value, demand.unit, demand.meterTime],
        [4500, 'W', '2025-01-10T18:00:00+00:00'],
      );
    });

    it('names what the meter refuses, while the rest flows on', async () => {
      put(meter, 3, '1.0.2.8.0.255', 'read-write-denied', scalerUnit(0, 30));
      const readings = await read(ENERGY, '1.0.2.8.0.255');
      assert.deepEqual(
        readings.map(({ quality, value }) => [quality, value]),
        [
          ['good', 123450],
          ['read-write-denied', undefined],
        ],
      );
    });

    it('gives text as data that is no number, and nothing as no value', async () => {
      put(meter, 1, '0.0.42.0.0.255', text('MFL0000000000001'));
      put(meter, 1, '0.0.96.1.0.255', { kind: 'null-data' });
      const [name, serial] = await read('0.0.42.0.0.255', '0.0.96.1.0.255');
      assert.deepEqual([name?.quality, name?.value], ['not-numeric', undefined]);
      assert.deepEqual(name?.data, text('MFL0000000000001'));
      assert.deepEqual([serial?.quality, serial?.value], ['no-value', undefined]);
    });

    it('needs the attribute of a class without one value, and asks nothing for it', async () => {
      assert.deepEqual((await only('1.0.99.1.0.255')).quality, 'attribute-needed');
      assert.ok(!meter.requests.flat().some((key) => key.includes('1.0.99.1.0.255')));
    });

    it('reads any attribute that is named', async () => {
      put(meter, 8, '0.0.1.0.0.255', dateTime(2025, 1, 15, 12));
      const time = await only('0.0.1.0.0.255:2');
      assert.deepEqual(
        [time.value, time.raw],
        [Date.UTC(2025, 0, 15, 12) / 1000, '2025-01-15T12:00:00+00:00'],
      );
    });

    it('gives the state of the link, and asks for a sign of life', async () => {
      const [status] = await read('0.0.1.0.0.255:2').then(() =>
        clock.until(client.read([{ kind: 'device-status' }])),
      );
      assert.deepEqual([status?.obis, status?.value, status?.quality], ['device_status', 1, 'good']);
      assert.deepEqual(meter.requests.at(-1), ['15:0.0.40.0.0.255:1']);
    });

    it('refuses a tag that is none before it connects', async () => {
      await assert.rejects(read('energy'), { code: 'DLMS_SETTING' });
      assert.equal(meter.openings.length, 0);
    });
  });

  describe('whose association has died in the meantime', () => {
    it('is connected anew within the same reading', async () => {
      await only(ENERGY);
      meter.forget();
      assert.equal((await only(ENERGY)).value, 123450);
      assert.equal(meter.openings.length, 2);
    });

    it('and which does not come back fails with the reason', async () => {
      await only(ENERGY);
      meter.dead = true;
      await assert.rejects(only(ENERGY), { code: 'DLMS_TIMEOUT' });
      assert.equal(client.isOpen, false);
      meter.dead = false;
      assert.equal((await only(ENERGY)).value, 123450);
    });
  });

  it('that refuses the association fails with its reason, and is asked once', async () => {
    meter.refuses = failure('DLMS_AUTHENTICATION_FAILED');
    await assert.rejects(only(ENERGY), { code: 'DLMS_AUTHENTICATION_FAILED' });
    assert.equal(meter.openings.length, 1);
  });

  it('that fell silent over a single attribute is not asked again within the same reading', async () => {
    meter.trouble = (keys) => (keys.length === 1 ? 'silence' : undefined);
    meter.conformance = NO_LISTS;
    await assert.rejects(only(ENERGY), { code: 'DLMS_TIMEOUT' });
    assert.deepEqual(meter.requests, [[`3:${ENERGY}:2`]]);
  });

  it('gives its object list', async () => {
    list(meter, [3, ENERGY], [8, '0.0.1.0.0.255']);
    const objects = await clock.until(client.objects());
    assert.deepEqual(
      objects.map(({ classId, logicalName }) => [classId, logicalName]),
      [
        [3, ENERGY],
        [8, '0.0.1.0.0.255'],
      ],
    );
  });

  it('that refuses its object list says so', async () => {
    await assert.rejects(clock.until(client.objects()), {
      code: 'DLMS_REFUSED',
      message: /object-undefined/,
    });
  });

  it('answers callers that ask at the same time one after the other', async () => {
    meter.answerMs = 100;
    const values = await clock.until(
      Promise.all([client.read([ENERGY]), client.read([VOLTAGE]), client.read([ENERGY])]),
    );
    assert.deepEqual(
      values.map(([reading]) => reading?.value),
      [123450, 230.4, 123450],
    );
  });

  it('is left in order when the client closes, also in the middle of a reading', async () => {
    meter.answerMs = 500;
    const reading = assert.rejects(client.read([ENERGY]), { code: 'DLMS_CLOSED' });
    await clock.pass(700);
    await clock.until(client.close());
    await reading;
    assert.equal(meter.released, 1);
    await assert.rejects(client.read([ENERGY]), { code: 'DLMS_CLOSED' });
  });
});
