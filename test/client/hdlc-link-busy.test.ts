/** Meters that need time: RR and RNR in place of an answer. */
import assert from 'node:assert/strict';
import { ANSWER, ANSWERED, ASKED, asked, HdlcBench } from '../support/hdlc-bench.js';

describe('a meter that needs time', () => {
  it('takes the request and answers RR: it is asked until the answer is there', () => {
    const bench = asked();
    bench.meter('RR 1 F');
    assert.deepEqual([bench.sent(), bench.timerMs], [[], 100]);
    bench.expire();
    assert.deepEqual([bench.sent(), bench.timerMs], [['RR 0 P'], 2500]);
    bench.meter('RR 1 F');
    bench.expire();
    assert.deepEqual(bench.sent(), ['RR 0 P']);
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('sends the answer by itself while it is left in peace', () => {
    const bench = asked();
    bench.meter('RR 1 F');
    bench.meter(ANSWER);
    assert.deepEqual([bench.takeEvents(), bench.sent(), bench.timerMs], [ANSWERED, [], undefined]);
  });

  it('says RNR: it is asked with growing pauses', () => {
    const bench = asked();
    const pauses: (number | undefined)[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      bench.meter('RNR 0 F');
      pauses.push(bench.timerMs);
      bench.expire();
      assert.deepEqual(bench.sent(), ['RR 0 P']);
    }
    assert.deepEqual(pauses, [100, 100, 200, 400, 800, 1000]);
    bench.meter('RR 0 F');
    assert.deepEqual(bench.sent(), [ASKED], 'now it may have the request');
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('says RNR in the middle of a long request', () => {
    const sizes = { maxInfoTransmit: 8, maxInfoReceive: 8, windowTransmit: 1, windowReceive: 1 };
    const bench = new HdlcBench({ proposal: sizes }).connect(8, 1);
    bench.request('C0010203040506070809');
    bench.takeSent();
    bench.meter('RNR 1 F');
    bench.expire();
    assert.deepEqual(bench.sent(), ['RR 0 P']);
    bench.meter('RR 1 F');
    assert.deepEqual(bench.sent(), ['I 1/0 P 0506070809']);
  });

  it('never gets ready', () => {
    for (const [text, least] of [
      ['RNR 0 F', 7500],
      ['RR 1 F', 7500],
    ] as const) {
      const bench = asked();
      let polls = 0;
      for (; bench.timerMs !== undefined && polls < 100; polls += 1) {
        bench.meter(text);
        if (bench.timerMs !== undefined) bench.expire();
      }
      assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_BUSY']);
      assert.ok(polls < 15);
      assert.match(bench.cause.message, new RegExp(`since (${least}|[78]\\d\\d\\d) ms`));
    }
  });

  it('does not take the request, however often it is sent', () => {
    const bench = asked();
    for (let turn = 0; turn < 3; turn += 1) {
      bench.meter('RR 0 F');
      bench.expire();
    }
    assert.deepEqual(bench.sent(), [ASKED, ASKED]);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_SEQUENCE']);
  });

  it('sends I frames that bring nothing', () => {
    const bench = asked();
    let number = 0;
    for (; bench.timerMs !== undefined && number < 100; number += 1) {
      bench.meter(`I ${number & 7}/1 F`);
      if (bench.timerMs !== undefined) bench.expire();
    }
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_BUSY']);
    assert.ok(number < 20);
  });

  it('a late RR of a repeated request does not start an avalanche', () => {
    const bench = asked();
    bench.expire();
    bench.meter(ANSWER);
    bench.request('C002');
    bench.takeSent();
    bench.meter('RR 1 F');
    assert.deepEqual([bench.sent(), bench.timerMs], [[], 100]);
    bench.meter('I 1/2 F E6E700C402');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401', 'DL-DATA.indication C402']);
    assert.deepEqual(bench.sent(), []);
  });
});
