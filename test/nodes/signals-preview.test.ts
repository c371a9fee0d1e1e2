/** The message that the edit dialog shows, beside those that the node sends. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { Reading } from '../../src/meter/reading.js';
import { aliasOf } from '../../src/meter/resolve-settings.js';
import { type Output, valueMessages } from '../../src/meter/signal-messages.js';
import { signalsOf } from '../../src/meter/signal-table.js';
import { splitReadings } from '../../src/meter/signal-value.js';

type Message = Readonly<Record<string, unknown>>;
interface Module {
  sampleMessage(output: string, device: string, rows: readonly object[], timestamp: number): Message;
  deviceAlias(device: object | undefined): string;
  shortJson(value: unknown): string;
}

const { sampleMessage, deviceAlias, shortJson } = require(
  resolve('resources/dlms-read-preview.js'),
) as Module;
const READ = {
  obis: '1.0.1.8.0.255',
  attribute: 2,
  classId: 3,
  quality: 'good',
  value: 123450,
  raw: 12345,
  scaler: 1,
  unit: 'Wh',
} as const;
const rows = [
  { todo: '1-0:1.8.0', alias: 'energy' },
  { todo: '1-0:32.7.0', enable: '0', alias: 'off' },
  { todo: '1-0:72.7.0:2' },
  { todo: '1-0:52.7.0', alias: 'third' },
];

/** Names of properties at every depth, in their order. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shape(inner)]);
}

describe('the message that the edit dialog shows', () => {
  for (const output of ['each', 'one', 'influx'] as const satisfies readonly Output[]) {
    it(`has the properties of those that the node sends: ${output}`, () => {
      const signals = signalsOf('', rows).slice(0, 2);
      const readings: Reading[] = signals.map(() => ({ ...READ, time: 1 }));
      const [sent] = valueMessages(output, 'cellar', splitReadings(signals, readings, true).values);
      assert.deepEqual(shape(sampleMessage(output, 'cellar', rows, 1)), shape(sent));
    });
  }

  it('names the signals of the table, with values as such meters have them', () => {
    const message = sampleMessage('one', 'cellar', rows, 5);
    assert.deepEqual(message.payload, { energy: 123450, '1.0.72.7.0.255:2': 230.4 });
    assert.equal(sampleMessage('each', 'cellar', rows, 5).topic, 'cellar/energy');
    assert.equal(sampleMessage('each', 'cellar', rows, 5).unit, 'Wh');
  });

  it('is there also where no signal can be told yet, and for a variable as output', () => {
    const open = [{ todo: '$'.concat('{CODE}') }, { todo: 'x' }, {}];
    for (const list of [[], open]) {
      assert.equal(sampleMessage('$'.concat('{OUTPUT}'), 'meter', list, 1).topic, 'meter/1.0.1.8.0.255');
    }
  });

  it('is written as in a program', () => {
    assert.equal(shortJson([{ a: 1, 'b-c': 'x' }, { d: [] }]), '[{ a: 1, "b-c": "x" }, { d: [] }]');
  });
});

describe('the alias of a meter in the edit dialog', () => {
  it('is its own, or made of its name as the runtime makes it', () => {
    assert.equal(deviceAlias({ alias: ' roof ', name: 'x' }), 'roof');
    assert.equal(deviceAlias(undefined), 'meter');
    for (const name of ['Zähler im Keller', 'a/b  c', '___', '', '表', 'É.1']) {
      assert.equal(deviceAlias({ name, alias: '' }), aliasOf(name));
    }
  });
});
