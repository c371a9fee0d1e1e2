/** Requests and answers on an HDLC link, and how it ends or waits on. */
import assert from 'node:assert/strict';
import { ANSWER, ANSWERED, ASKED, asked, HdlcBench } from '../support/hdlc-bench.js';
import { frame } from '../support/hdlc-notation.js';

describe('requests and answers', () => {
  it('count modulo 8, each side its own frames', () => {
    const bench = new HdlcBench().connect();
    for (let turn = 0; turn < 20; turn += 1) {
      const [own, next] = [turn & 7, (turn + 1) & 7];
      bench.request('C001');
      assert.deepEqual(bench.sent(), [`I ${own}/${own} P E6E600C001`]);
      bench.meter(`I ${own}/${next} F E6E700C401`);
      assert.deepEqual(bench.takeEvents(), ANSWERED);
      assert.equal(bench.timerMs, undefined);
    }
  });

  it('an answer octet by octet, each of which renews the time', () => {
    const bench = asked();
    for (const octet of frame(ANSWER)) {
      bench.timerMs = 1;
      bench.receive(Uint8Array.of(octet));
    }
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('an answer with the LLC header of a request', () => {
    const bench = asked();
    bench.meter('I 0/1 F E6E600C401');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('an answer without LLC header is delivered as it is, and said to be odd', () => {
    const bench = asked();
    bench.meter('I 0/1 F C401');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.notes, ['has no LLC header']);
  });

  it('an answer longer than agreed on', () => {
    const bench = asked();
    bench.meter(`I 0/1 F E6E700${'C4'.repeat(1900)}`);
    assert.deepEqual(bench.takeEvents(), [`DL-DATA.indication ${'C4'.repeat(1900)}`]);
  });

  it('an answer of a meter that counts N(R) wrongly', () => {
    for (const receiveNumber of [0, 5]) {
      const bench = asked();
      bench.meter(`I 0/${receiveNumber} F E6E700C401`);
      assert.deepEqual(bench.takeEvents(), ANSWERED);
      bench.request('C002');
      assert.deepEqual(bench.sent(), ['I 1/1 P E6E600C002']);
    }
  });

  it('an answer and frames of no use around it', () => {
    const bench = asked();
    bench.meter('UI F E6E7000F', 'SNRM P', ANSWER, 'UI F E6E7000F');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.sent(), []);
  });

  it('two answers in one turn', () => {
    const bench = asked(128, 2);
    bench.meter('I 0/1 - E6E700C401', 'I 1/1 F E6E700C402');
    assert.deepEqual(bench.takeEvents(), [...ANSWERED, 'DL-DATA.indication C402']);
    bench.request('C003');
    assert.deepEqual(bench.sent(), ['I 1/2 P E6E600C003']);
  });
});

describe('a link that ends', () => {
  it('with DM: the meter has dropped it', () => {
    const bench = asked();
    bench.meter('DM F');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_DISCONNECTED_MODE']);
    assert.match(bench.cause.message, /dropped/);
    assert.equal(bench.timerMs, undefined);
  });

  it('with DM right behind an answer, which still counts', () => {
    const bench = asked();
    bench.meter(ANSWER, 'DM F');
    assert.deepEqual(bench.takeEvents(), [...ANSWERED, 'DL-ABORT.indication DLMS_DISCONNECTED_MODE']);
  });

  it('with FRMR: the meter rejects a frame', () => {
    const bench = asked();
    bench.meter('FRMR F 100008');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_FRAME_REJECT']);
    assert.match(bench.cause.message, /its N\(R\) is wrong/);
    const silent = asked();
    silent.meter('FRMR F');
    assert.deepEqual(silent.takeEvents(), ['DL-ABORT.indication DLMS_FRAME_REJECT']);
  });

  it('and is connected anew', () => {
    const bench = asked();
    bench.meter('DM F', ANSWER);
    bench.connect();
    bench.request('C001');
    assert.deepEqual(bench.sent(), [ASKED]);
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });
});

describe('waiting on, after an APDU that was not the answer', () => {
  it('the meter is given the turn again', () => {
    const bench = asked();
    bench.meter('I 0/1 F E6E700C2');
    bench.put({ kind: 'DL-WAIT.request' });
    assert.deepEqual([bench.sent(), bench.timerMs], [['RR 1 P'], 2500]);
    bench.meter('I 1/1 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C2', ...ANSWERED]);
  });

  it('the meter has kept the turn', () => {
    const bench = asked(128, 2);
    bench.meter('I 0/1 - E6E700C2');
    bench.put({ kind: 'DL-WAIT.request' });
    bench.put({ kind: 'DL-WAIT.request' });
    assert.deepEqual([bench.sent(), bench.timerMs], [[], 2500]);
    bench.meter('I 1/1 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C2', ...ANSWERED]);
  });

  it('a second request behind one that is still under way', () => {
    const bench = asked();
    bench.request('C002');
    assert.deepEqual(bench.sent(), []);
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.sent(), ['I 1/1 P E6E600C002']);
  });
});
