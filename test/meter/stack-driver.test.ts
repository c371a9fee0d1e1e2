import assert from 'node:assert/strict';
import type { StackInput, StackOutput } from '../../src/client/primitive.js';
import { DlmsError } from '../../src/errors.js';
import { LineSilence } from '../../src/meter/line-silence.js';
import { type Machine, StackDriver } from '../../src/meter/stack-driver.js';
import { loopbackPair } from '../../src/transport/loopback.js';
import type { Transport } from '../../src/transport/transport.js';
import { AsyncClock } from '../support/async-clock.js';

/** Answers each input as the test says, and keeps what it was given. */
class ScriptedStack implements Machine {
  readonly inputs: StackInput[] = [];
  answer: (input: StackInput) => StackOutput[] = () => [];

  handle(input: StackInput): StackOutput[] {
    this.inputs.push(input);
    return this.answer(input);
  }

  get kinds(): string[] {
    return this.inputs.map(({ kind }) => kind);
  }
}

const NEGOTIATED = {
  conformance: new Set(['get' as const]),
  serverMaxReceivePduSize: 0,
  dlmsVersion: 6,
  vaaName: 7,
};
const ASK = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 };
const failure = new DlmsError('as in the test', { code: 'DLMS_TIMEOUT', layer: 'hdlc', fault: 'meter' });

const data = (...octets: number[]): StackOutput => ({
  kind: 'PH-DATA.request',
  octets: Uint8Array.from(octets),
});
const timer = (ms: number): StackOutput => ({ kind: 'TIMER.start', timer: 'response', ms });

describe('the pump between stack and line', () => {
  let clock: AsyncClock;
  let stack: ScriptedStack;
  let line: Transport;
  let far: Transport;
  let sent: [number, number[]][];
  let driver: StackDriver;

  beforeEach(() => {
    clock = new AsyncClock();
    stack = new ScriptedStack();
    [line, far] = loopbackPair();
    sent = [];
    far.listen({ octets: (octets) => sent.push([clock.now(), [...octets]]), closed: () => undefined });
    driver = drive(line);
  });

  const drive = (transport: Transport): StackDriver =>
    new StackDriver({
      stack,
      transport,
      clock,
      silence: new LineSilence(clock),
      pollDelayMs: 200,
      timeoutMs: 1000,
    });

  it('sends, hears and tells what was negotiated', async () => {
    stack.answer = ({ kind }) => {
      if (kind === 'COSEM-OPEN.request') return [data(1), timer(1000)];
      return [
        { kind: 'TIMER.stop', timer: 'response' },
        { kind: 'COSEM-OPEN.confirm', negotiated: NEGOTIATED },
      ];
    };
    const opening = driver.open();
    await clock.settle();
    await far.send(Uint8Array.of(2));
    assert.deepEqual(await clock.until(opening), NEGOTIATED);
    assert.deepEqual(sent, [[0, [1]]]);
    await clock.pass(5000);
    assert.deepEqual(stack.kinds, ['COSEM-OPEN.request', 'PH-DATA.indication']);
  });

  it('keeps the silence before it sends, counted from the last octet heard or sent', async () => {
    stack.answer = ({ kind }) => (kind === 'PH-DATA.indication' ? [data(3)] : [data(1)]);
    void driver.open().catch(() => undefined);
    await clock.pass(1000);
    await far.send(Uint8Array.of(2));
    await clock.pass(199);
    assert.deepEqual(sent, [[0, [1]]]);
    await clock.pass(1);
    assert.deepEqual(sent, [
      [0, [1]],
      [1200, [3]],
    ]);
  });

  it('does not wait for ever for a line that babbles', async () => {
    stack.answer = ({ kind }) => (kind === 'COSEM-OPEN.request' ? [data(1)] : []);
    await far.send(Uint8Array.of(9));
    await clock.settle();
    void driver.open().catch(() => undefined);
    for (let tick = 0; tick < 15; tick += 1) {
      await far.send(Uint8Array.of(9));
      await clock.pass(100);
    }
    assert.deepEqual(sent, [[1200, [1]]]);
  });

  it('starts the timer when the octets are out, and only the last one counts', async () => {
    let rounds = 0;
    stack.answer = ({ kind }) => {
      if (kind === 'COSEM-OPEN.request') return [data(1), timer(1000), data(2), timer(500)];
      if (kind !== 'TIMER.expired') return [];
      rounds += 1;
      return [];
    };
    void driver.open().catch(() => undefined);
    await clock.pass(699);
    assert.equal(rounds, 0);
    await clock.pass(1);
    assert.equal(rounds, 1);
    await clock.pass(5000);
    assert.equal(rounds, 1);
  });

  it('fails what was asked when the stack breaks down, and everything after it', async () => {
    stack.answer = () => [{ kind: 'COSEM-ABORT.indication', cause: failure }];
    await assert.rejects(driver.open(), failure);
    await assert.rejects(driver.get([ASK]), failure);
    assert.equal(driver.broken, failure);
    await clock.until(driver.release(1000));
  });

  it('tells a request that failed as a whole from a breakdown', async () => {
    stack.answer = () => [{ kind: 'GET.failed', cause: failure }];
    assert.deepEqual(await driver.get([ASK]), { kind: 'failed', cause: failure });
    assert.equal(driver.broken, undefined);
  });

  it('fails with the cause when the line closes in the middle, even if the stack says nothing', async () => {
    const opening = driver.open();
    await far.close();
    await assert.rejects(opening, { code: 'DLMS_LINE_CLOSED' });
    assert.deepEqual(stack.kinds, ['COSEM-OPEN.request', 'PH-ABORT.indication']);
  });

  it('fails when the line cannot send', async () => {
    stack.answer = ({ kind }) => (kind === 'COSEM-OPEN.request' ? [data(1)] : []);
    await line.close();
    driver = drive({ ...bare(), send: () => Promise.reject(failure) });
    await assert.rejects(driver.open(), failure);
  });

  it('does not hang on a line that takes no octets', async () => {
    stack.answer = ({ kind }) => (kind === 'COSEM-OPEN.request' ? [data(1)] : []);
    driver = drive({ ...bare(), send: () => new Promise(() => undefined) });
    await assert.rejects(clock.until(driver.open()), { code: 'DLMS_LINE_STUCK' });
  });

  it('sets the line when all before has left, and before anything behind it', async () => {
    const events: unknown[] = [];
    const late = (event: unknown): Promise<void> =>
      new Promise((resolve) => {
        events.push(event);
        clock.after(50, () => resolve());
      });
    const set = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
    stack.answer = ({ kind }) =>
      kind === 'COSEM-OPEN.request'
        ? [data(1), { kind: 'PH-LINE.request', ...set }, data(2), timer(1000)]
        : [{ kind: 'COSEM-OPEN.confirm', negotiated: NEGOTIATED }];
    driver = drive({
      ...bare(),
      send: (octets) => late([clock.now(), ...octets]),
      configure: (line) => late([clock.now(), line]),
    });
    await clock.until(driver.open());
    assert.deepEqual(events, [
      [0, 1],
      [50, set],
      [250, 2],
    ]);
    assert.equal(clock.now(), 1300);
  });

  it('passes over the setting of a line that has none', async () => {
    const set = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
    stack.answer = () => [
      { kind: 'PH-LINE.request', ...set },
      { kind: 'COSEM-OPEN.confirm', negotiated: NEGOTIATED },
    ];
    driver = drive(bare());
    assert.equal(await driver.open(), NEGOTIATED);
  });

  it('fails when the line cannot be set, or is not set in time', async () => {
    const set = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
    stack.answer = ({ kind }) => (kind === 'COSEM-OPEN.request' ? [{ kind: 'PH-LINE.request', ...set }] : []);
    driver = drive({ ...bare(), configure: () => Promise.reject(failure) });
    await assert.rejects(driver.open(), failure);
    driver = drive({ ...bare(), configure: () => new Promise(() => undefined) });
    await assert.rejects(clock.until(driver.open()), { code: 'DLMS_LINE_STUCK' });
  });

  it('turns a fault of the stack into an error of this package', async () => {
    stack.answer = () => {
      throw new TypeError('undefined is not a function');
    };
    await assert.rejects(driver.open(), (error) => {
      assert.ok(error instanceof DlmsError);
      assert.equal(error.fault, 'package');
      return true;
    });
  });

  it('survives a listener of the trace that fails', async () => {
    const trace: StackOutput = { kind: 'TRACE', layer: 'link', direction: 'sent', octets: new Uint8Array() };
    stack.answer = () => [trace, { kind: 'COSEM-OPEN.confirm', negotiated: NEGOTIATED }];
    const failing = new StackDriver({
      ...{ stack, transport: bare(), clock, silence: new LineSilence(clock), pollDelayMs: 0, timeoutMs: 1 },
      trace: () => {
        throw new Error('no room on the disk');
      },
    });
    assert.equal(await failing.open(), NEGOTIATED);
  });

  it('refuses a second question before the first is answered', async () => {
    void driver.get([ASK]).catch(() => undefined);
    await assert.rejects(driver.get([ASK]), { code: 'DLMS_STATE' });
  });

  it('releases in the middle of a question: that fails, the meter is left in order', async () => {
    stack.answer = ({ kind }) =>
      kind === 'COSEM-RELEASE.request' ? [{ kind: 'COSEM-RELEASE.confirm' }] : [];
    const asking = assert.rejects(driver.get([ASK]), { code: 'DLMS_CLOSED' });
    await clock.until(driver.release(1000));
    await asking;
    assert.deepEqual(stack.kinds, ['GET.request', 'COSEM-RELEASE.request']);
  });

  it('does not wait longer for a meter that does not answer the release', async () => {
    const begin = clock.now();
    await clock.until(driver.release(1000));
    assert.equal(clock.now() - begin, 1000);
    await assert.rejects(driver.get([ASK]), { code: 'DLMS_CLOSED' });
  });
});

function bare(): Transport {
  return { name: 'bare', listen: () => undefined, send: async () => undefined, close: async () => undefined };
}
