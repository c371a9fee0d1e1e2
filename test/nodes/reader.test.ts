/** A read node at work through hours, on a virtual clock. */
import assert from 'node:assert/strict';
import { VirtualReader } from './support/virtual-reader.js';

const TIMEOUT = { timeoutMs: 500, retryCounter: 1 };

describe('a read node in the course of time', () => {
  let node: VirtualReader;
  const start = (definition: Record<string, unknown>, meter = {}) => {
    node = new VirtualReader(definition, meter);
    node.reader.start();
    return node;
  };
  afterEach(() => node.close());

  const voltage = { signals: [{ todo: '1-0:32.7.0', alias: 'u' }], scanRateMs: 10_000 };

  it('shows a value while it is renewed, never more than one status a second', async () => {
    const { clock, statuses } = start({ ...voltage, scanRateMs: 100 });
    await clock.pass(60_000);
    assert.ok(statuses.length > 10 && statuses.length <= 61, `${statuses.length} statuses`);
    assert.ok(
      statuses.slice(1).every((status) => /^\d+ green dot 2\d\d(\.\d)? V$/.test(status)),
      statuses.join(),
    );
  });

  it('shows how old the last value is when two scans have brought no new one, and the try under way', async () => {
    const { clock, statuses, meters } = start(voltage, { ...TIMEOUT, retryCounter: 5 });
    await clock.pass(5000);
    assert.match(statuses.at(-1) ?? '', /green dot 2\d\d(\.\d)? V/);
    meters.faults = { silent: true };
    await clock.pass(40_000);
    const text = statuses.join('\n');
    assert.match(text, /^\d+ red ring DLMS_TIMEOUT$/m, text);
    assert.match(text, /^\d+ yellow ring retrying 1$/m, text);
    assert.match(text, /^\d+ yellow ring retrying 2$/m, text);
    assert.match(text, /^\d+ red ring aged DLMS_TIMEOUT age.seconds 2\d$/m, text);
    await clock.pass(300_000);
    assert.match(statuses.join('\n'), /red ring aged DLMS_TIMEOUT age.minutes 5$/m);
    meters.faults = {};
    await clock.pass(70_000);
    assert.match(statuses.at(-1) ?? '', /green dot 2\d\d(\.\d)? V$/);
  });

  it('shows an old value as such where its scan takes long, and nothing has failed', async () => {
    const { clock, statuses, meters } = start({ ...voltage, scanRateMs: 1000 }, { timeoutMs: 60_000 });
    await clock.pass(2000);
    meters.faults = { silent: true };
    await clock.pass(15_000);
    const aged = statuses.filter((status) =>
      / yellow ring aged 2\d\d(\.\d)? V age.seconds \d+$/.test(status),
    );
    assert.ok(aged.length >= 2, statuses.join('\n'));
  });

  it('shows no age where it reads on input only', async () => {
    const { clock, statuses, reader } = start({ ...voltage, trigger: 'input' });
    await clock.until(reader.answer({}));
    await clock.pass(3_600_000);
    assert.match(statuses.at(-1) ?? '', /^\d+ green dot 2\d\d(\.\d)? V$/);
  });

  it('tells an outage once, then ever more rarely, and its end', async () => {
    const { clock, errors, logged, meters, sent } = start(voltage, TIMEOUT);
    await clock.pass(5000);
    meters.faults = { silent: true };
    await clock.pass(6 * 3_600_000);
    assert.ok(errors.length >= 4 && errors.length <= 12, `${errors.length} errors`);
    const [first, second] = errors;
    assert.deepEqual([first?.code, first?.layer, first?.fault], ['DLMS_TIMEOUT', 'hdlc', 'meter']);
    assert.doesNotMatch(first?.message ?? '', /still so/);
    assert.match(second?.message ?? '', /still so after \d+ min, \d+ scans/);
    const before = sent.length;
    meters.faults = {};
    await clock.pass(120_000);
    assert.ok(sent.length > before);
    assert.deepEqual(logged, ['cellar: all signals are read again, after 6 h']);
  });

  it('logs each change of a signal that is logged, and nothing while it stays', async () => {
    const signals = [
      { todo: '0.0.96.1.0.255', alias: 'serial', log: 1 },
      { todo: '1-0:32.7.0', alias: 'u', log: '1' },
      { todo: '1-0:14.7.0', alias: 'f', log: 0 },
    ];
    const { clock, logged } = start({ signals, scanRateMs: 10_000 });
    await clock.pass(600_000);
    assert.equal(logged.filter((text) => text.startsWith('cellar/serial: ')).length, 1);
    const voltages = logged.filter((text) => /^cellar\/u: 2\d\d(\.\d)? V$/.test(text));
    assert.ok(voltages.length > 10, voltages.join());
    assert.ok(
      voltages.every((text, at) => text !== voltages[at - 1]),
      'each line is a change',
    );
    assert.equal(logged.length, voltages.length + 1);
  });

  it('does not touch the meter for a job that is none', async () => {
    const { clock, reader, meters } = start({ ...voltage, trigger: 'input' });
    for (const job of [42, { a: 1 }, ['1-0:1.8.0', 7], '1.2.3.4.5.6.7', [['1-0:1.8.0']], true]) {
      await assert.rejects(reader.answer({ job }), /msg\.job/);
    }
    await clock.pass(1000);
    assert.equal(meters.opened, 0);
  });
});
