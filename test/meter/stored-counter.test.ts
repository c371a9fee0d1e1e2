/** Numbers of a key: each is given out once, whatever happens to the program and beside it. */
import assert from 'node:assert/strict';
import { StoredCounter } from '../../src/meter/stored-counter.js';
import { MemoryBounds } from './memory-bounds.js';

const takeSome = (counter: StoredCounter, count: number): number[] =>
  Array.from({ length: count }, () => counter.take());

describe('the numbers of a key', () => {
  let bounds: MemoryBounds;
  let counter: StoredCounter;

  beforeEach(() => {
    bounds = new MemoryBounds();
    counter = new StoredCounter(bounds);
  });

  it('begin where they are told to, where nothing is known of them', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    assert.deepEqual(takeSome(counter, 3), [1000, 1001, 1002]);
  });

  it('are kept up to the end of a block before one of it is given out', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    assert.deepEqual([...bounds.kept], [1064]);
    takeSome(counter, 64);
    assert.deepEqual([...bounds.kept], [1064]);
    assert.equal(counter.take(), 1064);
    assert.deepEqual([...bounds.kept], [1192]);
  });

  it('go on behind the block of a program that was killed, whatever it had used of it', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    takeSome(counter, 5);
    const next = new StoredCounter(bounds);
    next.begin({ kind: 'kept', first: 5 });
    assert.equal(next.take(), 1064);
  });

  it('come in larger blocks the longer a program runs, up to 4096', () => {
    counter.begin({ kind: 'kept', first: 0 });
    const ends = Array.from({ length: 9 }, () => {
      const end = Math.max(...bounds.kept);
      while (Math.max(...bounds.kept) === end) counter.take();
      return Math.max(...bounds.kept) - end;
    });
    assert.deepEqual(ends, [128, 256, 512, 1024, 2048, 4096, 4096, 4096, 4096]);
  });

  it('that were not used are given back at an orderly end', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    takeSome(counter, 3);
    counter.giveBack();
    assert.deepEqual([...bounds.kept], [1003]);
    const next = new StoredCounter(bounds);
    next.begin({ kind: 'kept', first: 0 });
    assert.equal(next.take(), 1003);
  });

  it('are not given back where somebody has gone on behind them', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    takeSome(counter, 3);
    const other = new StoredCounter(bounds);
    assert.equal(other.take(), 1064);
    counter.giveBack();
    assert.equal(Math.max(...bounds.kept), 1128);
    assert.deepEqual([other.take(), counter.take()], [1065, 1128]);
  });

  it('can be taken on after they were given back, and given back twice', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    takeSome(counter, 3);
    counter.giveBack();
    counter.giveBack();
    assert.equal(counter.take(), 1003);
    assert.deepEqual([...bounds.kept], [1067]);
  });

  it('begin at a given number, unless later ones are in use already', () => {
    counter.begin({ kind: 'least', least: 7 });
    assert.equal(counter.take(), 7);
    counter.begin({ kind: 'least', least: 7 });
    assert.equal(counter.take(), 8);
    const next = new StoredCounter(bounds);
    next.begin({ kind: 'least', least: 7 });
    assert.equal(next.take(), 71);
  });

  it('are raised above what the meter has seen, and that is kept before the next is given out', () => {
    counter.begin({ kind: 'kept', first: 1000 });
    counter.raise(1010);
    assert.equal(counter.take(), 1010);
    counter.raise(900);
    assert.equal(counter.take(), 1011);
    counter.raise(50_000);
    assert.equal(counter.take(), 50_000);
    assert.deepEqual([...bounds.kept], [50_128]);
  });

  it('end in time: the very last is never used, and what is kept says so for good', () => {
    counter.begin({ kind: 'least', least: 0xffff_fffd });
    assert.deepEqual(takeSome(counter, 2), [0xffff_fffd, 0xffff_fffe]);
    const exhausted = { code: 'DLMS_COUNTER_EXHAUSTED', layer: 'security', message: /4294967295/ };
    assert.throws(() => counter.take(), exhausted);
    assert.throws(() => counter.begin({ kind: 'least', least: 0 }), exhausted);
    assert.throws(() => new StoredCounter(bounds).begin({ kind: 'kept', first: 0 }), exhausted);
  });

  it('go on behind what a power cut left: a bound that was kept and never used, and older ones', () => {
    for (const bound of [1000, 1064, 1192]) bounds.kept.add(bound);
    counter.begin({ kind: 'kept', first: 0 });
    assert.equal(counter.take(), 1192);
    assert.deepEqual([...bounds.kept], [1256]);
  });

  it('are not guessed where what is kept cannot be read', () => {
    bounds.kept.add(1000);
    bounds.unreadable.add('damaged');
    assert.throws(() => counter.begin({ kind: 'kept', first: 5 }), {
      code: 'DLMS_COUNTER_STORE',
      message: /damaged in memory/,
      hint: /invocation_counter/,
    });
    assert.deepEqual([...bounds.kept], [1000]);
  });

  it('go on where the user or the meter says, though what is kept cannot be read', () => {
    bounds.kept.add(1000);
    bounds.unreadable.add('damaged');
    counter.begin({ kind: 'least', least: 5000 });
    assert.equal(counter.take(), 5000);
    assert.equal(bounds.unreadable.size, 0);
    const next = new StoredCounter(bounds);
    next.begin({ kind: 'kept', first: 0 });
    assert.equal(next.take(), 5064);
  });

  it('are refused where others leave no room between a look and a change', () => {
    let busy = 0;
    bounds.meanwhile = () => {
      busy += 1;
      bounds.kept.add(64 * busy);
    };
    assert.throws(() => counter.take(), { code: 'DLMS_COUNTER_STORE', message: /without a pause/ });
  });
});
