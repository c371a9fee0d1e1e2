import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DateTime, decodeDateTime, encodeDateTime } from '../../src/cosem/date-time.js';
import {
  dateTimeAt,
  toEpochMs,
  toEpochMsAt,
  toIsoText,
  withInvertedDeviation,
} from '../../src/cosem/instant.js';
import { fromHex } from '../../src/encoding/hex.js';
import { captures, describeShared } from '../support/shared.js';

function read(hex: string): DateTime {
  const dateTime = decodeDateTime(fromHex(hex));
  assert.ok(dateTime !== undefined);
  return dateTime;
}

describe('a date-time as a point in time', () => {
  it('UTC is local time plus deviation', () => {
    const winter = read('07E8030F050C1E0000FFC400');
    assert.equal(toEpochMs(winter), Date.UTC(2024, 2, 15, 11, 30));
    assert.equal(toIsoText(winter), '2024-03-15T12:30:00+01:00');
    const summer = read('07E80701010C1E00FFFF8880');
    assert.equal(toEpochMs(summer), Date.UTC(2024, 6, 1, 10, 30));
    assert.equal(toIsoText(summer), '2024-07-01T12:30:00+02:00');
    const newYork = read('07E8030F050C1E0000012C00');
    assert.equal(toEpochMs(newYork), Date.UTC(2024, 2, 15, 17, 30));
    assert.equal(toIsoText(newYork), '2024-03-15T12:30:00-05:00');
    const india = read('07E8030F050C1E0000FEB600');
    assert.equal(toIsoText(india), '2024-03-15T12:30:00+05:30');
  });

  it('without a deviation it has no offset, and is a point in time only with the caller’s', () => {
    const local = read('07E8030FFF0C1E00FF8000FF');
    assert.equal(toIsoText(local), '2024-03-15T12:30:00');
    assert.equal(toEpochMs(local), undefined);
    assert.equal(toEpochMsAt(local, 0), Date.UTC(2024, 2, 15, 12, 30));
    assert.equal(toEpochMsAt(local, -60), Date.UTC(2024, 2, 15, 11, 30));
  });

  it('its own deviation goes before the caller’s', () => {
    assert.equal(toEpochMsAt(read('07E8030F050C1E0000FFC400'), 300), Date.UTC(2024, 2, 15, 11, 30));
  });

  it('a deviation with the wrong sign is put right, one that is not given stays so', () => {
    const inverted = (hex: string) => toIsoText(withInvertedDeviation(read(hex)));
    assert.equal(inverted('07E8030F050C1E0000014A00'), '2024-03-15T12:30:00+05:30');
    assert.equal(inverted('07E8030F050C1E0000FFC400'), '2024-03-15T12:30:00-01:00');
    assert.equal(inverted('07E8030F050C1E0000000000'), '2024-03-15T12:30:00+00:00');
    assert.equal(inverted('07E8030F050C1E0000800000'), '2024-03-15T12:30:00');
  });

  it('a deviation of days is none', () => {
    const wrong = read('07E8030F050C1E00007FFF00');
    assert.equal(toEpochMs(wrong), undefined);
    assert.equal(toIsoText(wrong), '2024-03-15T12:30:00');
  });

  it('a second that is left open is the full minute, hundredths show where there are any', () => {
    assert.equal(toIsoText(read('07E8030F050C1EFFFFFFC400')), '2024-03-15T12:30:00+01:00');
    assert.equal(toIsoText(read('07E8030F050C1E0519FFC400')), '2024-03-15T12:30:05.25+01:00');
    assert.equal(toIsoText(read('07E8030F050C1E0580FFC400')), '2024-03-15T12:30:05+01:00');
    assert.equal(toEpochMs(read('07E8030F050C1E0519FFC400')), Date.UTC(2024, 2, 15, 11, 30, 5, 250));
  });

  it('open fields, rules and days that no calendar has give none', () => {
    const none = {
      'year open': 'FFFF030F050C1E0000FFC400',
      'month open': '07E8FF0F050C1E0000FFC400',
      'month a rule': '07E8FD0F050C1E0000FFC400',
      'month 0': '07E8000F050C1E0000FFC400',
      'day open': '07E803FF050C1E0000FFC400',
      'last day': '07E803FE050C1E0000FFC400',
      'day 0': '07E80300050C1E0000FFC400',
      '30 February': '07E8021E050C1E0000FFC400',
      '29 February of a common year': '07E7021D050C1E0000FFC400',
      'hour open': '07E8030F05FF1E0000FFC400',
      'hour 24': '07E8030F05181E0000FFC400',
      'minute open': '07E8030F050CFF0000FFC400',
      'second 60': '07E8030F050C1E3C00FFC400',
      'a date alone': '07E8030F05',
      'a time alone': '0C1E0000',
    };
    for (const [what, hex] of Object.entries(none)) {
      assert.equal(toEpochMsAt(read(hex), 0), undefined, what);
      assert.equal(toIsoText(read(hex)), undefined, what);
    }
  });

  it('years of two digits are not the twentieth century', () => {
    assert.equal(toIsoText(read('00180101FF000000000000FF')), '0024-01-01T00:00:00+00:00');
    assert.ok((toEpochMs(read('00180101FF000000000000FF')) ?? 0) < Date.UTC(1000, 0));
  });

  it('there and back again at any time and deviation', () => {
    const centiseconds = fc.integer({ min: 0, max: 4_000_000_000_00 });
    fc.assert(
      fc.property(centiseconds, fc.integer({ min: -840, max: 840 }), (time, deviation) => {
        const dateTime = dateTimeAt(time * 10, deviation);
        assert.equal(toEpochMs(dateTime), time * 10);
        assert.deepEqual(decodeDateTime(encodeDateTime(dateTime)), dateTime);
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it('a Sunday is day 7', () => {
    assert.equal(dateTimeAt(Date.UTC(2024, 2, 17), 0).dayOfWeek, 7);
    assert.equal(dateTimeAt(Date.UTC(2024, 2, 18), 0).dayOfWeek, 1);
  });
});

describeShared('points in time that other implementations state', (root) => {
  const cases = captures(root).filter(({ category }) => category === 'data-types');
  const stated = cases.filter(({ expected }) => 'iso' in expected || 'iso_local' in expected);

  it('are there', () => assert.ok(stated.length > 3));

  for (const { id, description, layer, hex = '', expected } of stated) {
    it(`${id}: ${description}`, () => {
      const text = toIsoText(read(layer === 'axdr' ? hex.slice(2) : hex)) ?? '';
      if ('iso' in expected) assert.equal(text, expected.iso);
      else assert.equal(text.replace(/[+-]\d\d:\d\d$/, ''), expected.iso_local);
    });
  }

  it('a month 58 is no point in time', () => {
    const garbage = cases.find(({ id }) => id === 'gosem-dt-invalid');
    assert.equal(toIsoText(read(garbage?.hex ?? '')), undefined);
  });
});
