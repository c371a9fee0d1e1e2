import assert from 'node:assert/strict';
import type { Data } from '../../src/cosem/data.js';
import { DlmsError } from '../../src/errors.js';
import type { Reading } from '../../src/meter/reading.js';
import { gapError, gapsOf } from '../../src/meter/signal-errors.js';
import { gapMessages, valueMessages } from '../../src/meter/signal-messages.js';
import type { Signal } from '../../src/meter/signal-row.js';
import { signalsOf } from '../../src/meter/signal-table.js';
import { splitReadings } from '../../src/meter/signal-value.js';

const TIME = 1_700_000_000_000;

const energy: Reading = {
  obis: '1.0.1.8.0.255',
  attribute: 2,
  classId: 3,
  quality: 'good',
  value: 123450,
  raw: 12345,
  scaler: 1,
  unit: 'Wh',
  time: TIME,
};
const maximum: Reading = {
  obis: '1.0.1.6.0.255',
  attribute: 2,
  classId: 4,
  quality: 'good',
  value: 18446744073709552000,
  raw: 18446744073709552000,
  exact: '18446744073709551615',
  time: TIME,
  meterTime: '2026-11-22T13:00:00+01:00',
};
const refused: Reading = {
  obis: '1.0.99.8.0.255',
  attribute: 2,
  classId: 3,
  quality: 'object-undefined',
  time: TIME,
};

const table = (...rows: Record<string, unknown>[]): readonly Signal[] => signalsOf('', rows);
const signals = table(
  { todo: '1-0:1.8.0', alias: 'energy' },
  { todo: '1.0.1.6.0' },
  { todo: '1.0.99.8.0', alias: 'gone' },
);
const split = splitReadings(signals, [energy, maximum, refused], true);

const energyOrigin = {
  device: 'cellar',
  signal: 'energy',
  obis: '1.0.1.8.0.255',
  attribute: 2,
  classId: 3,
  value: 12345,
  scaler: 1,
};
const maximumOrigin = {
  device: 'cellar',
  signal: '1.0.1.6.0.255',
  obis: '1.0.1.6.0.255',
  attribute: 2,
  classId: 4,
  value: 18446744073709552000,
  meterTime: '2026-11-22T13:00:00+01:00',
  exact: '18446744073709551615',
};

describe('the messages of a scan', () => {
  it('are one for each signal that has a value', () => {
    assert.deepEqual(valueMessages('each', 'cellar', split.values), [
      {
        topic: 'cellar/energy',
        payload: 123450,
        unit: 'Wh',
        timestamp: TIME,
        quality: 'good',
        dlms: energyOrigin,
      },
      {
        topic: 'cellar/1.0.1.6.0.255',
        payload: 18446744073709552000,
        unit: '',
        timestamp: TIME,
        quality: 'good',
        dlms: maximumOrigin,
      },
    ]);
  });

  it('or one for all, where a refused signal leaves its key out', () => {
    assert.deepEqual(valueMessages('one', 'cellar', split.values), [
      {
        topic: 'cellar',
        payload: { energy: 123450, '1.0.1.6.0.255': 18446744073709552000 },
        timestamp: TIME,
        quality: 'good',
        dlms: {
          energy: { ...energyOrigin, unit: 'Wh', quality: 'good' },
          '1.0.1.6.0.255': { ...maximumOrigin, quality: 'good' },
        },
      },
    ]);
  });

  it('or one for the InfluxDB out node: fields and tags', () => {
    assert.deepEqual(valueMessages('influx', 'cellar', split.values), [
      {
        measurement: 'cellar',
        payload: [{ energy: 123450, '1.0.1.6.0.255': 18446744073709552000 }, { device: 'cellar' }],
        timestamp: TIME,
      },
    ]);
  });

  it('are none where no signal has a value', () => {
    for (const output of ['each', 'one', 'influx'] as const) {
      assert.deepEqual(valueMessages(output, 'cellar', []), []);
    }
  });
});

describe('a signal without a value', () => {
  it('is one error that names the signal and the reason of the meter', () => {
    const error = gapError('cellar', split.gaps);
    assert.equal(error?.message, 'cellar: gone (1.0.99.8.0.255): the meter answers object-undefined');
    assert.equal(error?.code, 'DLMS_OBJECT_UNDEFINED');
    assert.equal(error?.layer, 'service');
    assert.equal(error?.fault, 'meter');
    assert.ok(error?.hint);
    assert.deepEqual(error?.cause, [{ signal: 'gone', tag: '1.0.99.8.0.255', quality: 'object-undefined' }]);
  });

  it('shares one error with the others of the scan', () => {
    const denied: Reading = { ...energy, quality: 'read-write-denied' };
    const { gaps } = splitReadings(signals, [denied, maximum, refused], true);
    assert.match(
      gapError('cellar', gaps)?.message ?? '',
      /energy .*read-write-denied; gone .*object-undefined/,
    );
    assert.equal(gapError('cellar', []), undefined);
  });

  it('has the code of its own reason in its message, whatever the others of the scan have', () => {
    const denied: Reading = { ...energy, quality: 'read-write-denied' };
    const { gaps } = splitReadings(signals, [denied, maximum, refused], true);
    const error = gapError('cellar', gaps);
    assert.ok(error);
    assert.deepEqual(
      gapMessages('each', 'cellar', gaps, error, TIME).map((message) => [message.quality, message.error]),
      [
        [
          'read-write-denied',
          { code: 'DLMS_READ_WRITE_DENIED', message: 'the meter answers read-write-denied' },
        ],
        [
          'object-undefined',
          { code: 'DLMS_OBJECT_UNDEFINED', message: 'the meter answers object-undefined' },
        ],
      ],
    );
  });

  it('is a message without value where the flow wants to see the gap', () => {
    const error = gapError('cellar', split.gaps);
    assert.ok(error);
    assert.deepEqual(gapMessages('each', 'cellar', split.gaps, error, TIME), [
      {
        topic: 'cellar/gone',
        payload: null,
        unit: '',
        timestamp: TIME,
        quality: 'object-undefined',
        error: { code: 'DLMS_OBJECT_UNDEFINED', message: 'the meter answers object-undefined' },
      },
    ]);
    const [one] = gapMessages('one', 'cellar', split.gaps, error, TIME);
    assert.equal(one?.topic, 'cellar');
    assert.equal(one?.payload, null);
    const [influx] = gapMessages('influx', 'cellar', split.gaps, error, TIME);
    assert.equal(influx?.measurement, 'cellar');
  });

  it('is every signal when the link fails', () => {
    const error = new DlmsError('no answer', { code: 'DLMS_TIMEOUT', layer: 'hdlc', fault: 'line' });
    const messages = gapMessages('each', 'cellar', gapsOf(signals, error), error, TIME);
    assert.deepEqual(
      messages.map(({ topic, quality }) => [topic, quality]),
      [
        ['cellar/energy', 'timeout'],
        ['cellar/1.0.1.6.0.255', 'timeout'],
        ['cellar/gone', 'timeout'],
      ],
    );
  });

  it('is also one whose value is beyond its number type', () => {
    const small = table({ todo: '1-0:1.8.0', alias: 'energy', numberType: 'UINT8' });
    const { values, gaps } = splitReadings(small, [energy], true);
    assert.deepEqual(values, []);
    const error = gapError('cellar', gaps);
    assert.equal(error?.message, 'cellar: energy (1.0.1.8.0.255): 123450 is outside of UINT8 (0…255)');
    assert.equal(error?.code, 'DLMS_OUT_OF_RANGE');
    assert.equal(error?.fault, 'settings');
  });
});

describe('a value that is no number', () => {
  const name = table({ todo: '0.0.42.0.0.255', alias: 'name' });
  const text = (data: Data, texts = true) => {
    const reading: Reading = {
      obis: '0.0.42.0.0.255',
      attribute: 2,
      classId: 1,
      quality: 'not-numeric',
      time: TIME,
      data,
    };
    return splitReadings(name, [reading], texts);
  };
  const octets = (...list: number[]): Data => ({ kind: 'octet-string', octets: Uint8Array.from(list) });

  it('is a text where the meter sends one', () => {
    assert.equal(text({ kind: 'visible-string', text: 'MFL0001' }).values[0]?.payload, 'MFL0001');
    assert.equal(text(octets(0x4d, 0x46, 0x4c)).values[0]?.payload, 'MFL');
    assert.equal(text(octets(0x01, 0xff)).values[0]?.payload.toString().toLowerCase(), '01ff');
  });

  it('is no value where it is a structure, or where only numbers will do', () => {
    const structure: Data = { kind: 'structure', elements: [] };
    assert.match(text(structure).gaps[0]?.reason ?? '', /not-numeric/);
    assert.match(text({ kind: 'visible-string', text: 'MFL' }, false).gaps[0]?.reason ?? '', /not-numeric/);
  });
});
