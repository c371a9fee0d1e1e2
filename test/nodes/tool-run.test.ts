/** A tool that is watched from an edit dialog, on a virtual clock: what it tells, and how it ends. */
import assert from 'node:assert/strict';
import { ToolRun } from '../../nodes/tool-run.js';
import { ToolRuns } from '../../nodes/tool-runs.js';
import { AsyncClock } from '../support/async-clock.js';

const HERE = new AbortController().signal;

describe('a tool that is watched', () => {
  let clock: AsyncClock;
  let tell: (text: string) => void;
  let finish: () => void;
  let ended: boolean;

  beforeEach(() => {
    clock = new AsyncClock();
    ended = false;
  });

  const start = (): ToolRun =>
    new ToolRun(
      (telling, signal) => {
        tell = (text) => telling({ kind: text });
        signal.addEventListener('abort', () => {
          ended = true;
        });
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
      60_000,
      clock,
    );

  const news = async (run: ToolRun, from = 0) => {
    const { events, next, over } = await clock.until(run.news(from, HERE));
    return { kinds: events.map(({ kind }) => kind), next, over };
  };

  it('tells what happened, what comes close behind it included, and goes on from there', async () => {
    const run = start();
    tell('one');
    const asked = news(run);
    tell('two');
    assert.deepEqual(await asked, { kinds: ['one', 'two'], next: 2, over: false });
    tell('three');
    finish();
    assert.deepEqual(await news(run, 2), { kinds: ['three'], next: 3, over: true });
  });

  it('holds the answer until something happens, or it has been quiet for long', async () => {
    const run = start();
    const begin = clock.now();
    const asked = run.news(0, HERE);
    await clock.pass(5000);
    tell('late');
    assert.equal((await clock.until(asked)).events.length, 1);
    assert.ok(clock.now() - begin < 6000);
    assert.deepEqual(await news(run, 1), { kinds: [], next: 1, over: false });
    assert.ok(clock.now() - begin < 30_000);
    finish();
    await clock.settle();
  });

  it('ends when it is told to, without waiting for what is under way', async () => {
    const run = start();
    tell('one');
    run.end('stopped');
    tell('after the end');
    assert.deepEqual(await news(run), { kinds: ['one', 'ended'], next: 2, over: true });
    assert.equal(ended, true);
  });

  it('ends after its time', async () => {
    const run = start();
    for (let second = 0; second < 60; second += 10) {
      const asked = run.news(0, AbortSignal.abort());
      await clock.pass(10_000);
      await asked;
    }
    const { events } = await clock.until(run.news(0, HERE));
    assert.deepEqual(events, [{ kind: 'ended', ending: 'too-long' }]);
    assert.equal(ended, true);
  });

  it('ends when nobody ever asks, or nobody asks again', async () => {
    start();
    await clock.pass(15_000);
    assert.equal(ended, true);

    ended = false;
    const run = start();
    tell('one');
    await news(run);
    await clock.pass(14_000);
    assert.equal(ended, false);
    await clock.pass(2000);
    assert.equal(ended, true);
  });

  it('ends when the editor that waits for an answer goes away', async () => {
    const run = start();
    const gone = new AbortController();
    const asked = run.news(0, gone.signal);
    await clock.pass(10_000);
    gone.abort();
    await asked;
    await clock.pass(15_000);
    assert.equal(ended, true);
  });

  it('leaves no timer behind', async () => {
    const run = start();
    finish();
    await clock.settle();
    await clock.until(run.news(0, HERE));
    assert.equal(run.overAt, 0);
    await assert.rejects(clock.until(new Promise(() => undefined)), /nothing is due any more/);
  });
});

describe('the tools of a runtime', () => {
  it('work one at a time for a meter, and are forgotten a while after their end', async () => {
    const clock = new AsyncClock();
    const runs = new ToolRuns(clock);
    const endless = () => new Promise<void>(() => undefined);
    const first = runs.start('meter1', 1000, endless);
    assert.equal(runs.start('meter1', 1000, endless), undefined);
    const other = runs.start('meter2', 1000, endless);
    assert.ok(first !== undefined && other !== undefined && first !== other);
    runs.find(first)?.end('stopped');
    const second = runs.start('meter1', 1000, endless);
    assert.ok(second !== undefined && runs.find(first) !== undefined);
    await clock.pass(61_000);
    runs.start('meter3', 1000, endless);
    assert.equal(runs.find(first), undefined);
  });
});
