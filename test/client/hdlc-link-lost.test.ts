/** What gets lost on the way of an HDLC link, and what comes instead. */
import assert from 'node:assert/strict';
import { ANSWER, ANSWERED, ASKED, asked } from '../support/hdlc-bench.js';
import { frame } from '../support/hdlc-notation.js';
import { octetsOf } from '../support/recorded-conversation.js';

describe('lost frames', () => {
  it('a request that gets lost is sent again as it was', () => {
    const bench = asked();
    bench.expire();
    bench.expire();
    assert.deepEqual(bench.sent(), [ASKED, ASKED]);
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('an answer that gets lost comes again, and is delivered once', () => {
    const bench = asked();
    bench.expire();
    bench.meter(ANSWER, ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    bench.request('C002');
    bench.takeSent();
    bench.meter(ANSWER);
    assert.deepEqual([bench.takeEvents(), bench.sent()], [[], []], 'late, it answers nothing');
    bench.meter('I 1/2 F E6E700C402');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C402']);
  });

  it('a meter that falls silent after the connection', () => {
    const bench = asked();
    for (let sends = 0; sends < 3; sends += 1) bench.expire();
    assert.deepEqual(bench.sent(), [ASKED, ASKED]);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(bench.cause.hint ?? '', /client address/);
    bench.request('C001');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_NOT_CONNECTED']);
  });

  it('a meter that falls silent in the middle of an answer', () => {
    const bench = asked();
    bench.meter('I 0/1 F more E6E700C4');
    for (let sends = 0; sends < 3; sends += 1) bench.expire();
    assert.deepEqual(bench.sent(), ['RR 1 P', 'RR 1 P', 'RR 1 P']);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(bench.cause.message, /call for the answer/);
  });

  it('each step has its own tries', () => {
    const bench = asked();
    bench.expire();
    bench.expire();
    bench.meter('I 0/1 F more E6E700C4');
    bench.expire();
    bench.expire();
    bench.meter('I 1/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('a request that is sent once is not sent again', () => {
    const bench = asked(128, 1, { retryCounter: 1 });
    bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
  });

  it('a window with a hole is asked for again, also where requests are sent once', () => {
    const bench = asked(128, 7, { retryCounter: 1 });
    bench.meter('I 0/1 - more E6E700C4', 'I 2/1 F FF');
    assert.deepEqual(bench.sent(), ['RR 1 P']);
  });
});

describe('noise', () => {
  it('in place of an answer', () => {
    const bench = asked();
    for (let sends = 0; sends < 3; sends += 1) {
      bench.receive(octetsOf('FF00C3'));
      assert.equal(bench.timerMs, 2500);
      bench.expire();
    }
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_NOISE']);
    assert.match(bench.cause.message, /rubbish came \(9 octets\)/);
    assert.deepEqual([bench.cause.fault, bench.cause.layer], ['line', 'hdlc']);
  });

  it('does not lengthen the wait, the beginning of a frame does, but not for ever', () => {
    const bench = asked();
    bench.timerMs = 1;
    bench.receive(octetsOf('FF00'));
    assert.equal(bench.timerMs, 1);
    bench.receive(octetsOf('7EA7FE21'));
    assert.equal(bench.timerMs, 2500);
    bench.timerMs = 1;
    bench.receive(octetsOf('AA'.repeat(12)));
    assert.equal(bench.timerMs, 1, 'its header does not hold');
    const phantom = frame(`I 0/1 F more ${'AA'.repeat(2000)}`).subarray(0, 1900);
    for (const octet of [...phantom, ...phantom, ...phantom]) {
      bench.timerMs = 1;
      bench.receive(Uint8Array.of(octet));
    }
    assert.equal(bench.timerMs, 1);
  });

  it('around an answer', () => {
    const bench = asked();
    bench.receive(octetsOf('FF007EA007'), frame(ANSWER), octetsOf('00FF'));
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('that looks like a long frame and hides the answer, until the time is over', () => {
    const bench = asked();
    const phantom = frame(`I 0/1 F ${'00'.repeat(500)}`).subarray(0, 40);
    bench.receive(phantom, frame(ANSWER));
    assert.deepEqual(bench.takeEvents(), []);
    bench.expire();
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.sent(), [], 'nothing needs to be sent again');
  });

  it('a damaged answer is asked for again', () => {
    const bench = asked();
    const bad = frame(ANSWER);
    bad[10] = (bad[10] ?? 0) ^ 0xff;
    bench.receive(bad);
    bench.expire();
    assert.deepEqual(bench.sent(), [ASKED]);
    bench.meter(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('between requests is not taken for the beginning of the next answer', () => {
    const bench = asked();
    bench.meter(ANSWER);
    bench.takeEvents();
    bench.receive(frame(`I 1/2 F ${'00'.repeat(500)}`).subarray(0, 40));
    bench.request('C002');
    bench.meter('I 1/2 F E6E700C402');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C402']);
  });

  it('of another protocol is named', () => {
    const hints: [string, RegExp][] = [
      ['00010001001000020102', /DLMS-WRAPPER/],
      ['2F4B464D35', /IEC/],
      ['FFFF', /baud rate/],
    ];
    for (const [hex, hint] of hints) {
      const bench = asked(128, 1, { retryCounter: 1 });
      bench.receive(octetsOf(hex));
      bench.expire();
      assert.match(bench.cause.hint ?? '', hint);
    }
  });

  it('of frames for somebody else', () => {
    const bench = asked();
    for (let sends = 0; sends < 3; sends += 1) {
      bench.receive(frame('I 0/1 F E6E700C4', { to: '21', from: '05' }));
      bench.expire();
    }
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_WRONG_ADDRESS']);
  });
});
