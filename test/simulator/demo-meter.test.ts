import assert from 'node:assert/strict';
import fc from 'fast-check';
import { demoMeter } from '../../src/simulator/demo-meter.js';
import { DEFAULT_HDLC_LIMITS } from '../../src/simulator/hdlc-limits.js';
import { installation, totalEnergy } from '../../src/simulator/installation.js';
import { CENTRAL_EUROPE } from '../../src/simulator/meter-clock.js';
import { invokeMethod } from '../../src/simulator/object-model.js';
import { contextOf, dataOf, elementsOf, NOON, raw, scaled } from './reading.js';

const YEAR = 365 * 86_400_000;
const RUNS = { seed: 4059, numRuns: 60 };
const moment = fc.integer({ min: Date.UTC(2018, 0, 3), max: Date.UTC(2040, 0, 1) });

describe('a demo meter whose numbers add up', () => {
  const meter = demoMeter();

  it('shows totals that are the sum of the tariffs', () => {
    fc.assert(
      fc.property(moment, (now) => {
        for (const name of ['1.0.1.8', '1.0.2.8']) {
          const [total, day, night] = [0, 1, 2].map((tariff) => raw(meter, `${name}.${tariff}.255`, now));
          assert.equal(total, (day ?? 0) + (night ?? 0));
        }
      }),
      RUNS,
    );
  });

  it('never counts backwards', () => {
    const counters = ['1.8.0', '1.8.1', '1.8.2', '2.8.0', '2.8.1', '2.8.2', '3.8.0', '4.8.0', '15.8.0'];
    fc.assert(
      fc.property(
        moment,
        fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: YEAR })),
        (now, later) => {
          for (const counter of counters) {
            const name = `1.0.${counter}.255`;
            assert.ok(raw(meter, name, now + later) >= raw(meter, name, now), `${name} at ${now} + ${later}`);
          }
        },
      ),
      RUNS,
    );
  });

  it('counts exactly the integral of the power that it shows', () => {
    const home = installation(7, CENTRAL_EUROPE, () => []);
    fc.assert(
      fc.property(moment, fc.integer({ min: 1000, max: 2_000_000 }), (from, span) => {
        const steps = 4000;
        let [imported, exported] = [0, 0];
        for (let step = 0; step < steps; step += 1) {
          const { active } = home.snapshot(from + (span * (step + 0.5)) / steps);
          imported += Math.max(active, 0);
          exported += Math.max(-active, 0);
        }
        const wattHours = (sum: number) => (sum * span) / steps / 3_600_000;
        const [before, after] = [totalEnergy(home.energies(from)), totalEnergy(home.energies(from + span))];
        assert.ok(Math.abs(after.imported - before.imported - wattHours(imported)) < 0.01);
        assert.ok(Math.abs(after.exported - before.exported - wattHours(exported)) < 0.01);
      }),
      { ...RUNS, numRuns: 12 },
    );
  });

  it('shows a total power that is the sum of voltage times current times power factor', () => {
    fc.assert(
      fc.property(moment, (now) => {
        let sum = 0;
        for (const phase of [0, 20, 40]) {
          const of = (c: number) => scaled(meter, `1.0.${c + phase}.7.0.255`, now);
          sum += of(32) * of(31) * of(33);
        }
        const net = scaled(meter, '1.0.16.7.0.255', now);
        assert.ok(Math.abs(sum - net) < 12, `${sum} W by phases, ${net} W net`);
        assert.ok(
          Math.abs(scaled(meter, '1.0.1.7.0.255', now) - scaled(meter, '1.0.2.7.0.255', now) - net) < 0.11,
        );
      }),
      RUNS,
    );
  });

  it('imports at night and exports at noon, never both at once', () => {
    const night = Date.UTC(2025, 5, 18, 0, 0);
    assert.ok(raw(meter, '1.0.1.7.0.255', night) > 0);
    assert.equal(raw(meter, '1.0.2.7.0.255', night), 0);
    assert.equal(raw(meter, '1.0.1.7.0.255', NOON), 0);
    assert.ok(raw(meter, '1.0.2.7.0.255', NOON) > 0);
    assert.ok(raw(meter, '1.0.16.7.0.255', NOON) < 0);
  });

  it('moves from second to second', () => {
    const values = [0, 1, 2, 3].map((second) => scaled(meter, '1.0.16.7.0.255', NOON + second * 1000));
    assert.equal(new Set(values).size, 4);
  });

  it('is the same meter each time it is made', () => {
    assert.deepEqual(raw(demoMeter(), '1.0.1.8.0.255', NOON), raw(meter, '1.0.1.8.0.255', NOON));
  });
});

describe('demand of the demo meter', () => {
  const meter = demoMeter();
  const total = (now: number) => raw(meter, '1.0.1.8.0.255', now);
  const night = Date.UTC(2025, 5, 18, 20, 7, 23);
  const quarter = Date.UTC(2025, 5, 18, 20, 0, 0);

  it('has the last average of the energy that the quarter of an hour brought', () => {
    const energy = total(quarter) - total(quarter - 900_000);
    assert.ok(Math.abs(raw(meter, '1.0.1.4.0.255', night, 3) - energy * 4) <= 8);
  });

  it('has a current average that grows from 0 within the quarter of an hour', () => {
    assert.equal(raw(meter, '1.0.1.4.0.255', quarter), 0);
    const energy = total(night) - total(quarter);
    assert.ok(Math.abs(raw(meter, '1.0.1.4.0.255', night) - energy * 4) <= 8);
  });

  it('keeps the highest average of the month and when it was', () => {
    const averages: number[] = [];
    for (let end = Date.UTC(2025, 5, 1) - 3_600_000 + 900_000; end <= night; end += 900_000) {
      averages.push(raw(meter, '1.0.1.4.0.255', end, 3));
    }
    assert.equal(raw(meter, '1.0.1.6.0.255', night), Math.max(...averages));
    const at = dataOf(meter, '1.0.1.6.0.255', 5, night);
    assert.equal(at.kind === 'octet-string' && at.octets.length, 12);
  });

  it('starts the maximum anew with the month', () => {
    assert.equal(raw(meter, '1.0.1.6.0.255', Date.UTC(2025, 5, 30, 23, 10)), 0);
  });
});

describe('what the demo meter says about itself', () => {
  it('has a logical device name of 16 characters with its serial number, each meter its own', () => {
    const names = [0, 1, 41].map((index) => demoMeter({ index }));
    assert.deepEqual(
      names.map(({ logicalDeviceName }) => logicalDeviceName),
      ['MFL0000012345678', 'MFL0000012345679', 'MFL0000012345719'],
    );
    assert.deepEqual(
      names.map(({ physicalAddress }) => physicalAddress),
      [16, 17, 57],
    );
    const power = names.map((meter) => raw(meter, '1.0.16.7.0.255', NOON));
    assert.equal(new Set(power).size, 3);
  });

  it('tells local time with the deviation to UTC, winter and summer', () => {
    const time = (now: number) => {
      const data = dataOf(demoMeter(), '0.0.1.0.0.255', 2, now);
      return data.kind === 'octet-string' ? Buffer.from(data.octets).toString('hex') : data.kind;
    };
    assert.equal(time(Date.UTC(2024, 2, 15, 11, 30)), '07e8030f050c1e0000ffc400');
    assert.equal(time(Date.UTC(2024, 6, 1, 10, 30)), '07e80701010c1e0000ff8880');
    assert.equal(time(Date.UTC(2024, 2, 31, 1)), '07e8031f0703000000ff8880');
    assert.equal(time(Date.UTC(2024, 9, 27, 1) - 10), '07e80a1b07023b3b63ff8880');
    assert.equal(time(Date.UTC(2024, 9, 27, 1)), '07e80a1b0702000000ffc400');
  });

  it('uses a different scaler here and there, a float, 64 bits, a negative value and a value without unit', () => {
    const meter = demoMeter();
    const scalers = new Set<number>();
    const kinds = new Set<string>();
    for (const { classId, logicalName } of meter.model.values()) {
      if (classId !== 3) continue;
      const [scaler] = elementsOf(dataOf(meter, logicalName, 3, NOON));
      if (scaler?.kind === 'integer') scalers.add(scaler.value);
      kinds.add(dataOf(meter, logicalName, 2, NOON).kind);
    }
    assert.deepEqual(
      [...scalers].sort((a, b) => a - b),
      [-3, -2, -1, 0, 1, 2, 3],
    );
    assert.ok(kinds.has('float32') && kinds.has('long64-unsigned'));
    assert.ok(raw(meter, '0.0.96.12.5.255', NOON) < 0);
    assert.ok(raw(meter, '1.0.15.8.0.255', NOON) > 2 ** 32);
    const [, unit] = elementsOf(dataOf(meter, '1.0.13.7.0.255', 3, NOON));
    assert.deepEqual(unit, { kind: 'enum', value: 255 });
  });

  it('shows its HDLC limits in the IEC HDLC setup', () => {
    const meter = demoMeter({ hdlc: { ...DEFAULT_HDLC_LIMITS, maxInfoTransmit: 500, windowReceive: 3 } });
    const values = [3, 4, 5, 6, 9].map((attribute) => raw(meter, '0.0.22.0.0.255', NOON, attribute));
    assert.deepEqual(values, [7, 3, 500, 1024, 16]);
  });
});

describe('the disconnect control of the demo meter', () => {
  const [DISCONNECT, RECONNECT] = [1, 2];
  const call = (meter: ReturnType<typeof demoMeter>, methodId: number, now: number) =>
    invokeMethod(
      contextOf(meter, now),
      { classId: 70, logicalName: '0.0.96.3.10.255', methodId },
      { kind: 'integer', value: 0 },
    ).result;

  it('stops current and counting while the supply is off, and keeps them where they were afterwards', () => {
    const [meter, other] = [demoMeter(), demoMeter()];
    const [off, on] = [NOON + 100_000_000, NOON + 107_200_000];
    assert.equal(call(meter, DISCONNECT, off), 'success');
    const energy = (now: number) => raw(meter, '1.0.15.8.0.255', now);
    assert.deepEqual(dataOf(meter, '0.0.96.3.10.255', 2, off + 1), { kind: 'boolean', value: false });
    assert.equal(raw(meter, '0.0.96.3.10.255', off + 1, 3), 0);
    assert.equal(raw(meter, '1.0.31.7.0.255', off + 1000), 0);
    assert.ok(raw(meter, '1.0.32.7.0.255', off + 1000) > 2000);
    assert.ok(Math.abs(energy(on) - energy(off)) <= 1);
    assert.equal(call(meter, RECONNECT, on), 'success');
    assert.equal(raw(meter, '0.0.96.3.10.255', on, 3), 1);
    const lost = raw(other, '1.0.15.8.0.255', on) - raw(other, '1.0.15.8.0.255', off);
    assert.ok(lost > 0);
    const later = on + 3_600_000;
    assert.ok(Math.abs(raw(other, '1.0.15.8.0.255', later) - energy(later) - lost) <= 2);
  });

  it('does not mind being told twice', () => {
    const meter = demoMeter();
    assert.equal(call(meter, RECONNECT, NOON), 'success');
    assert.equal(call(meter, DISCONNECT, NOON + 1), 'success');
    assert.equal(call(meter, DISCONNECT, NOON + 2), 'success');
    assert.equal(call(meter, RECONNECT, NOON + 3), 'success');
    assert.equal(raw(meter, '0.0.96.3.10.255', NOON + 4, 3), 1);
  });
});
