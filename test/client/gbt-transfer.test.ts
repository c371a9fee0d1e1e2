/** General block transfer, octet for octet: the book's examples, windows, and what meters make of them. */
import assert from 'node:assert/strict';
import { block, GbtBench, LAST, STREAMING, WAIT } from '../support/gbt-bench.js';
import { describeShared, vectors } from '../support/shared.js';

const GET = 'C001C100030100010800FF0200';
const ANSWER = 'C401C1000600001234';
const NOTIFICATION = '0F000000010000';

function asked(settings = {}, limit = 0): GbtBench {
  const bench = new GbtBench(settings, limit);
  assert.deepEqual(bench.ask(GET), [`> ${GET}`]);
  return bench;
}

describeShared("the book's blocks", (root) => {
  const hex = (id: string) => vectors(root).find((vector) => vector.id === id)?.hex ?? assert.fail(id);

  it('in answer to a GET: the first is acknowledged, the second makes the answer whole', () => {
    const bench = asked();
    assert.deepEqual(bench.hear(hex('gbt.1')), [`> ${hex('gbt.ack')}`]);
    assert.deepEqual(bench.hear(hex('gbt.2')), [`< ${hex('gbt.inner')}`]);
    assert.deepEqual(bench.notes, []);
  });

  it('of a push while an answer is due: nothing is acknowledged, the answer is waited for', () => {
    const bench = asked();
    assert.deepEqual(bench.hear(hex('gbt.push.1')), WAIT);
    assert.deepEqual(bench.hear(hex('gbt.push.2')), WAIT);
    assert.deepEqual(bench.hear(hex('gbt.push.3')), [`< ${hex('gbt.push.joined')}`]);
  });

  it('of a push while nothing is due: they are joined without a word', () => {
    const bench = new GbtBench();
    assert.deepEqual(bench.hear(hex('gbt.push.1')), []);
    assert.deepEqual(bench.hear(hex('gbt.push.2'), hex('gbt.push.3')), [`< ${hex('gbt.push.joined')}`]);
  });

  it('that says that more follow is acknowledged where the meter may not send more', () => {
    assert.deepEqual(asked().hear(hex('gbt.stream')), ['> E0810001000100']);
  });
});

describe('blocks of an answer', () => {
  it('come as many in a row as the window that was told', () => {
    const bench = asked({ blockWindow: 3 });
    assert.deepEqual(bench.hear(block(1, 1, 0, 'C401')), ['> E0830001000100']);
    assert.deepEqual(bench.hear(block(STREAMING | 1, 2, 1, 'C100')), WAIT);
    assert.deepEqual(bench.hear(block(STREAMING | 1, 3, 1, '0600')), WAIT);
    assert.deepEqual(bench.hear(block(1, 4, 1, '00')), ['> E0830002000400']);
    assert.deepEqual(bench.hear(block(LAST | 1, 5, 2, '1234')), [`< ${ANSWER}`]);
  });

  it('that all come at a time are answered once', () => {
    const bench = asked({ blockWindow: 2 });
    bench.hear(block(1, 1, 0, 'C401'));
    assert.deepEqual(bench.hear(block(STREAMING | 1, 2, 1, 'C1'), block(1, 3, 1, '00')), [
      '> E0820002000300',
    ]);
  });

  it('are acknowledged where the window ends, also when each says that more follow', () => {
    const bench = asked({ blockWindow: 2 });
    bench.hear(block(STREAMING | 1, 1, 0, 'C401'));
    assert.deepEqual(bench.hear(block(STREAMING | 1, 2, 1, 'C1')), WAIT);
    assert.deepEqual(bench.hear(block(STREAMING | 1, 3, 1, '00')), ['> E0820002000300']);
  });

  it('of which one is missing: the last before it is acknowledged, and the others wait for it', () => {
    const bench = asked({ blockWindow: 3 });
    bench.hear(block(1, 1, 0, 'C401'));
    assert.deepEqual(bench.hear(block(STREAMING | 1, 3, 1, '00')), WAIT);
    assert.deepEqual(bench.hear(block(LAST | 1, 4, 1, '0600001234')), ['> E0830002000100']);
    assert.deepEqual(bench.hear(block(1, 2, 2, 'C1')), [`< ${ANSWER}`]);
    assert.deepEqual(bench.notes, ['blocks before it are missing', 'blocks before it are missing']);
  });

  it('that come twice count once', () => {
    const bench = asked();
    assert.deepEqual(bench.hear(block(1, 1, 0, 'C401')), ['> E0810001000100']);
    assert.deepEqual(bench.hear(block(1, 1, 0, 'C401')), WAIT);
    assert.deepEqual(bench.hear(block(LAST | 1, 2, 1, 'C1000600001234')), [`< ${ANSWER}`]);
    assert.deepEqual(bench.notes, ['came before']);
  });

  it('may be counted from anywhere, and beyond 65535', () => {
    for (const first of [0, 2, 700, 0xffff]) {
      const bench = asked();
      assert.deepEqual(bench.hear(block(1, first, 0, 'C401')), [`> ${block(0x81, 1, first)}`]);
      const second = (first + 1) % 0x10000;
      assert.deepEqual(bench.hear(block(LAST, second, 1, 'C1000600001234')), [`< ${ANSWER}`]);
    }
  });

  it('may be counted on from answer to answer, or begin anew', () => {
    const bench = asked();
    bench.hear(block(1, 1, 0, 'C4'));
    assert.deepEqual(bench.hear(block(LAST, 2, 1, '01')), ['< C401']);
    for (const first of [3, 4, 4]) {
      bench.ask(GET);
      assert.deepEqual(bench.hear(block(LAST, first, 0, ANSWER)), [`< ${ANSWER}`]);
    }
  });

  it('of an answer before that come late are not taken for those of the next', () => {
    const bench = asked();
    bench.hear(block(1, 1, 0, 'C4'));
    bench.hear(block(LAST, 2, 1, '01'));
    bench.ask(GET);
    assert.deepEqual(bench.hear(block(LAST, 2, 1, '01')), WAIT);
    assert.deepEqual(bench.hear(block(LAST, 1, 0, ANSWER)), [`< ${ANSWER}`]);
    assert.deepEqual(bench.notes, ['belongs to an earlier answer']);
  });

  it('end with one that is empty', () => {
    const bench = asked();
    bench.hear(block(1, 1, 0, ANSWER));
    assert.deepEqual(bench.hear(block(LAST | 1, 2, 1)), [`< ${ANSWER}`]);
  });

  it('are one alone', () => assert.deepEqual(asked().hear(block(LAST | 1, 1, 0, ANSWER)), [`< ${ANSWER}`]));

  it('of a meter that acknowledges in between, with or without a number of its own for that', () => {
    for (const next of [2, 3]) {
      const bench = asked();
      bench.hear(block(1, 1, 0, 'C401'));
      assert.deepEqual(bench.hear(block(1, 2, 1)), WAIT);
      assert.deepEqual(bench.hear(block(LAST | 1, next, 1, 'C1000600001234')), [`< ${ANSWER}`]);
    }
  });

  it('with a notification in between', () => {
    const bench = asked();
    assert.deepEqual(bench.hear(block(1, 1, 0, 'C401'), NOTIFICATION), [
      `< ${NOTIFICATION}`,
      '> E0810001000100',
    ]);
    assert.deepEqual(bench.hear(NOTIFICATION), [`< ${NOTIFICATION}`, ...WAIT]);
    assert.deepEqual(bench.hear(block(LAST, 2, 1, 'C1000600001234')), [`< ${ANSWER}`]);
  });

  it('that nobody asked for any more are not acknowledged', () => {
    const bench = asked();
    bench.hear(ANSWER);
    assert.deepEqual(bench.hear(block(1, 1, 0, 'C401')), []);
  });
});

describe('blocks that nobody may ask for again', () => {
  it('of which one is missing are given up with the last', () => {
    const bench = asked();
    bench.hear(block(STREAMING, 1, 0, '0F00'));
    assert.deepEqual(bench.hear(block(LAST | STREAMING, 3, 0, '00')), WAIT);
    assert.deepEqual(bench.hear(block(LAST, 1, 0, ANSWER)), [`< ${ANSWER}`]);
    assert.deepEqual(bench.notes, ['blocks before it are missing']);
  });

  it('of which the end is missing make room for the next ones', () => {
    const bench = new GbtBench();
    bench.hear(block(STREAMING, 1, 0, 'C200'), block(STREAMING, 2, 0, '0000'));
    bench.hear(block(STREAMING, 1, 0, 'C277'));
    assert.deepEqual(bench.hear(block(LAST | STREAMING, 2, 0, '0000010000')), ['< C2770000010000']);
  });
});

describe('a meter that falls silent over an answer in blocks', () => {
  it('is told once how far its blocks came', () => {
    const bench = asked({ blockWindow: 3 });
    bench.hear(block(1, 1, 0, 'C401'));
    assert.deepEqual(bench.lull(), []);
    bench.hear(block(STREAMING | 1, 2, 1, 'C1'));
    assert.deepEqual(bench.lull(), ['> E0830002000200']);
    assert.deepEqual(bench.lull(), []);
  });

  it('over a link that polls is told again what it was told, after a while', () => {
    const link = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };
    const bench = new GbtBench({}, 0, link);
    bench.ask(GET);
    bench.hear(block(1, 1, 0, 'C401'));
    assert.deepEqual(Array.from({ length: 10 }, () => bench.lull()).flat(), ['> E0810002000100']);
  });

  it('is left alone where nothing is due', () => {
    const bench = asked();
    bench.hear(block(LAST, 1, 0, ANSWER));
    bench.hear(block(STREAMING | 1, 2, 0, '00'));
    assert.deepEqual(bench.lull(), []);
  });
});

describe('what cannot be an answer in blocks', () => {
  it('for it is cut off', () => {
    const bench = asked();
    assert.deepEqual(bench.hear('E081000100'), ['DLMS_TRUNCATED service meter']);
    assert.deepEqual(bench.ask(GET), [`> ${GET}`]);
    assert.deepEqual(bench.hear(block(LAST, 1, 0, ANSWER)), [`< ${ANSWER}`]);
  });

  it('for octets follow it', () => {
    assert.deepEqual(asked().hear(`${block(LAST, 1, 0, ANSWER)}00`), ['DLMS_MALFORMED service meter']);
  });

  it('for it does not end', () => {
    const bench = asked();
    const last = Array.from({ length: 20_001 }, (_, at) => bench.hear(block(1, at + 1, at, '00'))).at(-1);
    assert.deepEqual(last, ['DLMS_TOO_LONG service meter']);
    assert.deepEqual(bench.hear(block(1, 20_002, 0, '00')), []);
  });

  it('for the same block comes on and on', () => {
    const bench = asked();
    const words = Array.from({ length: 300 }, () => bench.hear(block(1, 1, 0, 'C401'))).flat();
    assert.ok(words.includes('DLMS_BLOCK_NUMBER service meter'));
    assert.ok(words.filter((word) => word === WAIT[0]).length < 260);
  });

  it('for it is far ahead of what is due', () => {
    const bench = asked();
    bench.hear(block(1, 1, 0, 'C401'));
    assert.deepEqual(bench.hear(block(1, 90, 1, '00')), WAIT);
    assert.deepEqual(bench.notes, ['is far ahead of the one that is due']);
  });
});
