/** Long answers and long requests on an HDLC link: segments, windows, holes in them. */
import assert from 'node:assert/strict';
import { ANSWERED, asked, HdlcBench } from '../support/hdlc-bench.js';
import { frame } from '../support/hdlc-notation.js';
import { octetsOf } from '../support/recorded-conversation.js';

describe('a long answer', () => {
  it('in segments, each of them asked for', () => {
    const bench = asked();
    bench.meter('I 0/1 F more E6E700C401');
    assert.deepEqual(bench.sent(), ['RR 1 P']);
    bench.meter('I 1/1 F more 0203');
    assert.deepEqual(bench.sent(), ['RR 2 P']);
    assert.deepEqual(bench.takeEvents(), []);
    bench.meter('I 2/1 F 04');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401020304']);
    bench.request('C002');
    assert.deepEqual(bench.sent(), ['I 1/3 P E6E600C002']);
  });

  it('in a window of seven, in many reads', () => {
    const bench = asked(128, 7);
    for (const number of [0, 1, 2, 3, 4, 5]) {
      bench.meter(`I ${number}/1 - more ${number === 0 ? 'E6E700' : ''}0${number}`);
      assert.equal(bench.timerMs, 2500);
    }
    assert.deepEqual(bench.sent(), []);
    bench.meter('I 6/1 F more 06');
    assert.deepEqual(bench.sent(), ['RR 7 P']);
    bench.meter('I 7/1 - more 07', 'I 0/1 F 08');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication 000102030405060708']);
  });

  it('in a window of which the meter gives the turn away with each frame', () => {
    const bench = asked(128, 7);
    bench.meter('I 0/1 F more E6E700C4');
    assert.deepEqual(bench.sent(), ['RR 1 P']);
    bench.meter('I 1/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('in a full window that does not give the turn away', () => {
    const bench = asked(128, 2);
    bench.meter('I 0/1 - more E6E700C4');
    assert.deepEqual(bench.sent(), []);
    bench.meter('I 1/1 - more 01');
    assert.deepEqual(bench.sent(), ['RR 2 P']);
  });

  it('of which a segment gets lost', () => {
    const bench = asked();
    bench.meter('I 0/1 F more E6E700C4');
    bench.expire();
    assert.deepEqual(bench.sent(), ['RR 1 P', 'RR 1 P']);
    bench.meter('I 1/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('of which one in the middle of a window gets lost', () => {
    const bench = asked(128, 7);
    bench.meter('I 0/1 - more E6E700', 'I 1/1 - more C4');
    bench.meter('I 3/1 - more FF', 'I 4/1 - more FF');
    bench.meter('I 5/1 F FF');
    assert.deepEqual(bench.sent(), ['RR 2 P']);
    assert.deepEqual(bench.takeEvents(), []);
    bench.meter('I 2/1 - more 01', 'I 3/1 - more 02', 'I 4/1 - more 03', 'I 5/1 F 04');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401020304']);
  });

  it('of which the last frame of a window gets lost, and the turn with it', () => {
    const bench = asked(128, 7);
    bench.meter('I 0/1 - more E6E700C4');
    assert.equal(bench.timerMs, 2500);
    bench.expire();
    assert.deepEqual(bench.sent(), ['RR 1 P']);
    bench.meter('I 1/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('of which segments come twice', () => {
    const bench = asked();
    bench.meter('I 0/1 F more E6E700C4', 'I 0/1 F more E6E700C4');
    assert.deepEqual(bench.sent(), ['RR 1 P']);
    bench.meter('I 0/1 F more E6E700C4');
    assert.deepEqual(bench.sent(), [], 'its answer to our RR is still due');
    bench.meter('I 1/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('of which the beginning never comes', () => {
    const bench = asked(128, 7);
    for (let turn = 0; turn < 3; turn += 1) bench.meter('I 2/1 F FF');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_SEQUENCE']);
    assert.match(bench.cause.message, /frames before it are missing/);
  });

  it('without end is given up', () => {
    const bench = asked();
    const segments = Array.from({ length: 8 }, (_, at) => frame(`I ${at}/1 F more ${'00'.repeat(2000)}`));
    let number = 0;
    while (bench.timerMs !== undefined && number < 20_000) {
      bench.receive(segments[number & 7] ?? octetsOf(''));
      bench.takeSent();
      bench.traces.length = 0;
      number += 1;
    }
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TOO_LONG']);
    assert.equal(number, Math.floor((16 * 1024 * 1024) / 2000) + 1);
  });
});

describe('a long request', () => {
  it('in segments, each of them acknowledged', () => {
    const bench = new HdlcBench({ proposal: small(8, 1) }).connect(8, 1);
    bench.request('C0010203040506070809');
    assert.deepEqual(bench.sent(), ['I 0/0 P more E6E600C001020304']);
    bench.meter('RR 1 F');
    assert.deepEqual(bench.sent(), ['I 1/0 P 0506070809']);
    bench.meter('I 0/2 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('in a window, all of it in one turn', () => {
    const bench = new HdlcBench({ proposal: small(4, 7) }).connect(4, 3);
    bench.request('C00102030405060708090A');
    assert.deepEqual(bench.sent(), [
      'I 0/0 - more E6E600C0',
      'I 1/0 - more 01020304',
      'I 2/0 P more 05060708',
    ]);
    bench.meter('RR 3 F');
    assert.deepEqual(bench.sent(), ['I 3/0 P 090A']);
  });

  it('of which a frame in the middle of a window gets lost', () => {
    const bench = new HdlcBench({ proposal: small(4, 7) }).connect(4, 7);
    bench.request('C00102030405060708090A');
    assert.equal(bench.sent().length, 4);
    bench.meter('RR 1 F');
    assert.deepEqual(bench.sent(), ['I 1/0 - more 01020304', 'I 2/0 - more 05060708', 'I 3/0 P 090A']);
    bench.meter('REJ 3 F');
    assert.deepEqual(bench.sent(), ['I 3/0 P 090A']);
    bench.meter('I 0/4 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('of which the first frame of a window gets lost: the meter acknowledges nothing', () => {
    const bench = new HdlcBench({ proposal: small(4, 7) }).connect(4, 7);
    bench.request('C00102030405');
    const all = bench.sent();
    bench.meter('RR 0 F');
    assert.equal(bench.timerMs, 100);
    bench.expire();
    assert.deepEqual(bench.sent(), all);
  });

  it('that is answered before its end: the rest still goes out', () => {
    const bench = new HdlcBench({ proposal: small(8, 1) }).connect(8, 1);
    bench.request('C0010203040506070809');
    bench.takeSent();
    bench.meter('I 0/1 F E6E700D8');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication D8']);
    assert.deepEqual(bench.sent(), ['I 1/1 P 0506070809']);
  });

  function small(info: number, window: number) {
    return { maxInfoTransmit: info, maxInfoReceive: info, windowTransmit: window, windowReceive: window };
  }
});
