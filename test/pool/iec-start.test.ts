/** Meters that are called as IEC 62056-21 says, in memory and on real lines. */
import assert from 'node:assert/strict';
import { parseTag, type Tag } from '../../src/cosem/obis.js';
import type { MeterSession } from '../../src/pool/meter-session.js';
import { openSerialPort } from '../../src/pool/open-transport.js';
import { Pool } from '../../src/pool/pool.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { settingsOf } from '../meter/settings.js';
import { AsyncClock } from '../support/async-clock.js';
import { describeSerial, type SerialPair } from '../transport/socat.js';
import { IecMeters } from './iec-meters.js';

const SERIAL = { mode: 'IEC', host: '', transport: 'serial', serialPort: '/dev/in-memory' };
const TAGS: readonly Tag[] = ['1.8.0', '32.7.0'].map(parseTag);

describe('a meter behind an IEC start', () => {
  let clock: AsyncClock;
  let meters: IecMeters;
  let pool: Pool;

  beforeEach(() => {
    clock = new AsyncClock();
    meters = new IecMeters(clock);
    pool = new Pool({ clock, random: () => 0, open: meters.opener });
  });

  afterEach(() => clock.until(pool.close()));

  const meter = (properties: Readonly<Record<string, unknown>> = {}): MeterSession =>
    pool.session(settingsOf({ ...SERIAL, ...properties }), 'user');

  const seen = async (session: MeterSession) => {
    const { readings, failure } = await clock.until(session.read(TAGS));
    assert.equal(failure, undefined, failure?.message);
    return readings.map(({ quality, unit }) => `${quality} ${unit}`);
  };

  const changes = () => meters.set.filter((line, at) => line !== meters.set[at - 1]);

  it('is called in characters and read in HDLC, and the line is set for both', async () => {
    assert.deepEqual(await seen(meter()), ['good Wh', 'good V']);
    await clock.until(pool.close());
    assert.deepEqual(changes(), ['300 7E1', '9600 8N1', '300 7E1']);
  });

  it('goes no faster than the line bears, and begins where the user says', async () => {
    meters.behaviour = { startBaudRate: 1200 };
    assert.deepEqual(await seen(meter({ baudRate: 2400, iecStartBaud: 1200 })), ['good Wh', 'good V']);
    assert.deepEqual(changes(), ['1200 7E1', '2400 8N1']);
  });

  it('keeps its association between scans, and is read by short names as well', async () => {
    const session = meter({ referencing: 'SN' });
    for (let scan = 0; scan < 3; scan += 1) assert.deepEqual(await seen(session), ['good Wh', 'good V']);
    assert.deepEqual(changes(), ['300 7E1', '9600 8N1']);
  });

  it('shares its line with one that speaks HDLC at once: the line is set for each', async () => {
    const one = meter();
    const other = pool.session(settingsOf({ ...SERIAL, mode: 'DLMS-HDLC', physicalAddress: 17 }), 'other');
    assert.deepEqual(await seen(one), ['good Wh', 'good V']);
    // This line has nobody who hears HDLC without a start: it only has to be set.
    assert.equal((await clock.until(other.read(TAGS))).failure?.code, 'DLMS_TIMEOUT');
    assert.deepEqual(await seen(one), ['good Wh', 'good V']);
    assert.deepEqual(changes(), ['300 7E1', '9600 8N1', '300 7E1', '9600 8N1', '300 7E1', '9600 8N1']);
  });

  for (const [title, behaviour] of [
    ['that answers the option select with a readout', { insteadOfHdlc: 'readout' }],
    ['that says nothing of HDLC, and refuses it', { insteadOfHdlc: 'refusal', unmarked: true }],
    ['of mode B, which has no HDLC', { baudCharacter: 'E' }],
  ] as const) {
    it(`${title} is read as it is, with its own units, also the next time`, async () => {
      meters.behaviour = behaviour;
      const session = meter();
      assert.deepEqual(await seen(session), ['good kWh', 'good V']);
      const begin = clock.now();
      assert.deepEqual(await seen(session), ['good kWh', 'good V']);
      assert.ok(clock.now() - begin < 3000, `${clock.now() - begin} ms`);
      assert.equal(session.status.state, 'connected');
    });
  }

  it('that has no HDLC shows its objects, and single values as text', async () => {
    meters.behaviour = { insteadOfHdlc: 'readout' };
    const session = meter();
    const objects = await clock.until(session.objects());
    assert.ok(objects.some(({ logicalName, classId }) => logicalName === '1.0.1.8.0.255' && classId === 3));
    const attribute = { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 };
    const result = await clock.until(session.get(attribute));
    assert.ok(result.kind === 'data' && result.data.kind === 'visible-string');
    assert.match(result.data.text, /^\d+\.\d+$/);
    assert.deepEqual(await clock.until(session.get({ ...attribute, logicalName: '1.0.9.9.9.255' })), {
      kind: 'data-access-result',
      result: 'object-undefined',
    });
  });

  it('that has no HDLC is an error where the user wants no readout', async () => {
    meters.behaviour = { insteadOfHdlc: 'readout' };
    const { failure } = await clock.until(meter({ iecReadout: 'never' }).read(TAGS));
    assert.deepEqual([failure?.code, failure?.layer], ['DLMS_IEC_READOUT', 'iec']);
  });

  it('that has HDLC is read by its readout where the user wants that', async () => {
    const session = meter({ iecReadout: 'always' });
    assert.deepEqual(await seen(session), ['good kWh', 'good V']);
    assert.deepEqual(changes(), ['300 7E1', '9600 7E1', '300 7E1']);
    const tags = [...['1.8.0*1', '9.9.9', '1.8.0:3'].map(parseTag), { kind: 'device-status' } as const];
    const { readings } = await clock.until(session.read(tags));
    assert.deepEqual(
      readings.map(({ obis, quality, value }) => [
        obis,
        quality,
        value === undefined ? undefined : value > 0,
      ]),
      [
        ['1.0.1.8.0.1', 'good', true],
        ['1.0.9.9.9.255', 'object-undefined', undefined],
        ['1.0.1.8.0.255', 'object-undefined', undefined],
        ['device_status', 'good', true],
      ],
    );
  });

  for (const iecReadout of ['auto', 'always']) {
    it(`that is silent is told so, and is read when it speaks again (readout: ${iecReadout})`, async () => {
      meters.silent = true;
      const session = meter({ iecReadout });
      const { failure } = await clock.until(session.read(TAGS));
      assert.deepEqual([failure?.code, failure?.layer], ['DLMS_TIMEOUT', 'iec']);
      meters.silent = false;
      await clock.pass(2000);
      assert.equal((await seen(session)).length, 2);
    });

    it(`is left within two seconds in the middle of it all (readout: ${iecReadout})`, async () => {
      for (const ms of [50, 300, 600, 1200]) {
        const session = meter({ iecReadout });
        const reading = session.read(TAGS);
        await clock.pass(ms);
        const begin = clock.now();
        await clock.until(session.leave('user'));
        assert.ok(clock.now() - begin < 2000);
        await clock.until(reading);
      }
    });
  }
});

describe('a network behind which a meter wants an IEC start', () => {
  it('is tried without parity and with it, and what works is kept', async () => {
    const clock = new AsyncClock();
    const meters = new IecMeters(clock);
    const opened: string[] = [];
    const pool = new Pool({
      clock,
      random: () => 0,
      open: () => async () => {
        const line = await meters.opener()();
        await line.configure?.({ baudRate: 300, dataBits: 7, parity: 'even', stopBits: 1 });
        let isFirst = true;
        return {
          name: line.name,
          listen: (listener) => line.listen(listener),
          close: () => line.close(),
          // A line of eight bits: the meter hears nothing in what has no parity.
          send: async (octets) => {
            if (isFirst) opened.push(octets[0] === 0xaf ? 'parity' : 'none');
            isFirst = false;
            if (octets[0] !== 0x2f) await line.send(octets.map((octet) => octet & 0x7f));
          },
        };
      },
    });
    const readout = { mode: 'IEC', iecReadout: 'always', iecStartBaud: 300, retryCounter: 1 };
    const session = pool.session(settingsOf(readout), 'user');
    for (let scan = 0; scan < 2; scan += 1) {
      const { readings, failure } = await clock.until(session.read(TAGS));
      assert.equal(failure, undefined, failure?.message);
      assert.equal(readings[0]?.unit, 'kWh');
    }
    assert.deepEqual(opened, ['none', 'parity', 'parity']);
    await clock.until(pool.close());
  });
});

describeSerial('a meter behind an IEC start on a serial port', (makePair) => {
  let pair: SerialPair;
  let simulator: SimulatorHost;
  let pool: Pool;

  beforeEach(async () => {
    pair = await makePair();
    simulator = await startSimulator({
      faults: { iec: { reactionMs: 50, quick: true } },
      serialPath: pair.far,
      serialFraming: 'iec',
      openSerial: (path) =>
        openSerialPort({ serialPort: path, baudRate: 9600, dataBits: 8, stopBits: 1, parity: 'none' })(),
    });
    pool = new Pool({ random: () => 0 });
  });

  afterEach(async () => {
    await pool.close();
    await simulator.close();
    await pair.remove();
  });

  it('is read, and so is another one on the same port, in turns', async () => {
    const session = (clientAddress: number): MeterSession =>
      pool.session(
        settingsOf({ ...SERIAL, serialPort: pair.near, pollDelayMs: 0, clientAddress }),
        `user ${clientAddress}`,
      );
    const outcomes = await Promise.all([session(16), session(17)].map((each) => each.read(TAGS)));
    for (const { readings, failure } of outcomes) {
      assert.equal(failure, undefined, failure?.message);
      assert.deepEqual(
        readings.map(({ unit }) => unit),
        ['Wh', 'V'],
      );
    }
  });
});
