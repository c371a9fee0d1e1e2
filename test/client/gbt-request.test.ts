/** Requests that are longer than the meter takes, in blocks. */
import assert from 'node:assert/strict';
import { block, GbtBench, LAST, STREAMING, WAIT } from '../support/gbt-bench.js';

/** Ten octets of data in a block. */
const LIMIT = 17;
const REQUEST = `C003C1${'00'.repeat(40)}112233`;
const part = (number: number) => REQUEST.slice((number - 1) * 20, number * 20);
const ANSWER = 'C401C1000600001234';

function asked(settings = {}, repeatable = true): GbtBench {
  const bench = new GbtBench(settings, LIMIT);
  const window = 'blockWindow' in settings ? Number(settings.blockWindow) : 1;
  assert.deepEqual(bench.ask(REQUEST, repeatable), [`> ${block(window, 1, 0, part(1))}`]);
  return bench;
}

describe('a request in blocks', () => {
  it('is sent block after block, each when the one before was acknowledged, and answered', () => {
    const bench = asked();
    for (const number of [1, 2, 3]) {
      const next = `> ${block(1, number + 1, 0, part(number + 1))}`;
      assert.deepEqual(bench.hear(block(LAST | 1, number, number)), [next]);
    }
    assert.deepEqual(bench.hear(block(LAST | 1, 4, 4)), [`> ${block(LAST | 1, 5, 0, part(5))}`]);
    assert.deepEqual(bench.hear(block(LAST | 1, 5, 5, ANSWER)), [`< ${ANSWER}`]);
  });

  it('is not cut where it fits, where there is no limit, or where the meter has not granted it', () => {
    const fits = REQUEST.slice(0, 2 * LIMIT);
    assert.deepEqual(new GbtBench({}, LIMIT).ask(fits), [`> ${fits}`]);
    assert.deepEqual(new GbtBench({}, 0).ask(REQUEST), [`> ${REQUEST}`]);
    const bench = new GbtBench({}, LIMIT);
    bench.transfer.agreed({
      conformance: new Set(['get']),
      serverMaxReceivePduSize: LIMIT,
      dlmsVersion: 6,
      vaaName: 7,
    });
    assert.deepEqual(bench.ask(REQUEST), [`> ${REQUEST}`]);
  });

  it('goes out as many blocks in a row as the meter takes, and says that more follow', () => {
    const bench = asked({ blockWindow: 5 });
    assert.deepEqual(bench.hear(block(LAST | 3, 1, 1)), [
      `> ${block(STREAMING | 5, 2, 0, part(2))}`,
      `> ${block(STREAMING | 5, 3, 0, part(3))}`,
      `> ${block(5, 4, 0, part(4))}`,
    ]);
    assert.deepEqual(bench.hear(block(LAST | 3, 2, 4)), [`> ${block(LAST | 5, 5, 0, part(5))}`]);
  });

  it('of which a block is lost goes on with that', () => {
    const bench = asked();
    bench.hear(block(LAST | 4, 1, 1));
    assert.deepEqual(bench.hear(block(LAST | 2, 2, 3)), [
      `> ${block(STREAMING | 1, 4, 0, part(4))}`,
      `> ${block(LAST | 1, 5, 0, part(5))}`,
    ]);
    assert.deepEqual(bench.hear(block(LAST | 2, 3, 4)), [`> ${block(LAST | 1, 5, 0, part(5))}`]);
  });

  it('to a meter with a window of none goes out block by block', () => {
    assert.deepEqual(asked().hear(block(LAST, 1, 1)), [`> ${block(1, 2, 0, part(2))}`]);
  });

  it('to a meter that acknowledges more than was sent goes on behind what was sent', () => {
    assert.deepEqual(asked().hear(block(LAST | 1, 1, 9)), [`> ${block(1, 2, 0, part(2))}`]);
  });

  it('to a meter that acknowledges nothing is given up in the end', () => {
    const bench = asked();
    const words = Array.from({ length: 300 }, (_, at) => bench.hear(block(LAST | 1, at, 0))).flat();
    assert.ok(words.includes('DLMS_BLOCK_NUMBER service meter'));
  });

  it('to a meter that acknowledges to and fro is given up in the end', () => {
    const bench = asked();
    const words = Array.from({ length: 400 }, (_, at) => bench.hear(block(LAST | 1, at, at % 2))).flat();
    assert.ok(words.includes('DLMS_BLOCK_NUMBER service meter'));
  });

  it('is not sent on where an acknowledgement was only doubled, but where it comes for the third time', () => {
    const bench = asked();
    const acknowledgement = block(LAST | 1, 1, 1);
    const second = [`> ${block(1, 2, 0, part(2))}`];
    assert.deepEqual(bench.hear(acknowledgement), second);
    assert.deepEqual(bench.hear(acknowledgement), WAIT);
    assert.deepEqual(bench.hear(acknowledgement), second);
    assert.deepEqual(bench.notes, ['was acknowledged before']);
  });

  it('whose last block may not go twice says so, and only of that', () => {
    const bench = asked({}, false);
    bench.hear(block(LAST | 3, 1, 1));
    assert.deepEqual(bench.hear(block(LAST | 3, 1, 4)), [`>! ${block(LAST | 1, 5, 0, part(5))}`]);
  });

  it('that is acknowledged to the end leaves the answer to be waited for', () => {
    const bench = asked();
    bench.hear(block(LAST | 4, 1, 1));
    assert.deepEqual(bench.hear(block(LAST | 4, 2, 5)), WAIT);
    assert.deepEqual(bench.hear(block(LAST | 4, 2, 5)), WAIT);
    assert.deepEqual(bench.hear(block(LAST | 4, 3, 5, ANSWER)), [`< ${ANSWER}`]);
  });

  it('that is refused before its end is over', () => {
    const bench = asked();
    assert.deepEqual(bench.hear('D80204'), ['< D80204']);
    assert.deepEqual(bench.hear(block(LAST | 1, 1, 1)), []);
  });

  it('is answered by a meter that counts its acknowledgements, and by one that does not', () => {
    for (const first of [0, 1, 2, 3]) {
      const bench = asked({ blockWindow: 2 });
      bench.hear(block(LAST | 4, 2, 1));
      bench.hear(block(STREAMING | 4, first, 5, 'C401'));
      assert.deepEqual(
        bench.hear(block(LAST | 4, first + 1, 5, 'C1000600001234')),
        [`< ${ANSWER}`],
        `${first}`,
      );
    }
  });

  it('whose answer begins with its second block: the first is waited for', () => {
    const bench = asked({ blockWindow: 3 });
    bench.hear(block(LAST | 4, 0, 1));
    assert.deepEqual(bench.hear(block(LAST | 4, 2, 5, 'C1000600001234')), WAIT);
    assert.deepEqual(bench.hear(block(STREAMING | 4, 1, 5, 'C401')), WAIT);
    assert.deepEqual(bench.hear(block(LAST | 4, 2, 5, 'C1000600001234')), [`< ${ANSWER}`]);
  });
});

describe('over a line that doubles and reorders', () => {
  const datagrams = { datagrams: true };

  it('an answer begins where meters begin, and not with what came late', () => {
    const bench = new GbtBench(datagrams);
    bench.ask(ANSWER);
    assert.deepEqual(bench.hear(block(1, 7, 0, 'C401')), WAIT);
    assert.deepEqual(bench.hear(block(LAST, 1, 0, ANSWER)), [`< ${ANSWER}`]);
    bench.ask(ANSWER);
    assert.deepEqual(bench.hear(block(LAST, 1, 0, ANSWER)), WAIT);
    assert.deepEqual(bench.hear(block(LAST, 3, 0, 'C402')), WAIT);
    assert.deepEqual(bench.hear(block(LAST, 2, 0, 'C403')), ['< C403']);
  });
});
