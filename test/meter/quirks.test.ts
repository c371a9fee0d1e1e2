/** Quirks of a meter that concern how its values are asked for and understood. */
import assert from 'node:assert/strict';
import type { Data } from '../../src/cosem/data.js';
import { encodeDateTime } from '../../src/cosem/date-time.js';
import { MeterClient } from '../../src/meter/meter-client.js';
import type { Reading } from '../../src/meter/reading.js';
import { AsyncClock } from '../support/async-clock.js';
import { FakeMeter } from './fake-meter.js';
import { put, scalerUnit, u32 } from './objects.js';
import { settingsOf } from './settings.js';

const ENERGY = '1.0.1.8.0.255';
const CLOCK = '0.0.1.0.0.255:2';

describe('a meter with quirks', () => {
  let meter: FakeMeter;

  beforeEach(() => {
    meter = new FakeMeter();
    put(meter, 3, ENERGY, u32(12345), scalerUnit(1, 30));
  });

  const read = async (quirks: string, ...tags: string[]): Promise<readonly Reading[]> => {
    const clock = new AsyncClock();
    const client = new MeterClient({
      settings: settingsOf({ quirks }),
      open: meter.open,
      stack: meter.stack,
      clock,
    });
    return clock.until(client.read(tags));
  };

  /** 15 March 2024, 12:30, an hour east of Greenwich as the meter says it. */
  const time = (deviation: number, kind: 'octet-string' | 'date-time' = 'octet-string'): Data => ({
    kind,
    octets: encodeDateTime({
      ...{ year: 2024, month: 3, dayOfMonth: 15, hour: 12, minute: 30, second: 0, deviation },
    }),
  });

  it('whose deviation has the wrong sign: its times are put right, and what it sent is kept', async () => {
    const right = Date.UTC(2024, 2, 15, 11, 30) / 1000;
    for (const kind of ['octet-string', 'date-time'] as const) {
      put(meter, 8, '0.0.1.0.0.255', time(60, kind));
      const [wrong] = await read('', CLOCK);
      assert.equal(wrong?.value, right + 7200);
      const [mended] = await read('deviation-inverted', CLOCK);
      assert.deepEqual([mended?.value, mended?.raw], [right, '2024-03-15T12:30:00+01:00']);
      assert.deepEqual(mended?.data, time(60, kind));
    }
    put(meter, 4, '1.0.1.6.0.255', u32(4500), scalerUnit(0, 27), u32(0), time(330));
    const [demand] = await read('deviation-inverted', '1.0.1.6.0.255');
    assert.deepEqual([demand?.value, demand?.meterTime], [4500, '2024-03-15T12:30:00+05:30']);
  });

  it('whose deviation has the wrong sign: octets that are no time stay as they are', async () => {
    const octets = Uint8Array.from({ length: 12 }, (_, at) => 0x30 + (at % 10));
    put(meter, 1, '0.0.96.1.0.255', { kind: 'octet-string', octets });
    const [serial] = await read('deviation-inverted', '0.0.96.1.0.255');
    assert.equal(serial?.raw, '012345678901');
  });

  it('that does not give its scalers: values count as they are', async () => {
    put(meter, 3, ENERGY, u32(12345), 'read-write-denied');
    const [refused] = await read('', ENERGY);
    assert.deepEqual([refused?.quality, refused?.value], ['read-write-denied', undefined]);
    const [counted] = await read('scaler-missing', ENERGY);
    assert.deepEqual([counted?.quality, counted?.value, counted?.unit], ['good', 12345, undefined]);
  });

  it('that cannot answer lists, or only short ones: it is asked for no more at a time', async () => {
    put(meter, 3, '1.0.2.8.0.255', u32(1), scalerUnit(0, 30));
    for (const [quirk, most] of [
      ['no-lists', 1],
      ['list-limit=2', 2],
      ['', 4],
    ] as const) {
      meter.requests.length = 0;
      await read(quirk, ENERGY, '1.0.2.8.0.255');
      assert.equal(Math.max(...meter.requests.map((keys) => keys.length)), most, quirk);
    }
  });
});
