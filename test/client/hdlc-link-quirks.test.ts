/** HDLC links to meters that deviate from the book, with the settings that are made for them. */
import assert from 'node:assert/strict';
import {
  ANSWERED,
  ASKED,
  asked,
  connecting,
  HdlcBench,
  PROPOSED,
  parameters,
} from '../support/hdlc-bench.js';

describe('a link that disconnects first', () => {
  for (const answer of ['UA F', 'DM F']) {
    it(`sends the SNRM behind the DISC and its ${answer}`, () => {
      const bench = connecting({ disconnectFirst: true });
      assert.deepEqual(bench.sent(), ['DISC P']);
      bench.meter(answer);
      assert.deepEqual(bench.sent(), [PROPOSED]);
      bench.meter(`UA F ${parameters(128, 1)}`);
      assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    });
  }

  it('sends the SNRM also where the DISC is not answered, and that as often as ever', () => {
    const bench = connecting({ disconnectFirst: true });
    for (let turn = 0; turn < 4; turn += 1) bench.expire();
    assert.deepEqual(bench.sent(), ['DISC P', PROPOSED, 'SNRM P', 'SNRM P']);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
  });

  it('takes a DM behind it for a refusal', () => {
    const bench = connecting({ disconnectFirst: true });
    bench.meter('DM F');
    bench.meter('DM F');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_DISCONNECTED_MODE']);
  });
});

describe('a link with forced parameters', () => {
  const proposal = { maxInfoTransmit: 20, maxInfoReceive: 128, windowTransmit: 2, windowReceive: 1 };

  it('keeps to what it has proposed, whatever the UA says', () => {
    for (const sizes of [[], [10, 1], [2030, 7]]) {
      const bench = new HdlcBench({ proposal, forcedParameters: true }).connect(...sizes);
      bench.request('C001'.repeat(9));
      assert.equal(bench.sent().length, 2);
    }
  });

  it('keeps to 128 and 1 where it has proposed nothing', () => {
    const bench = new HdlcBench({ plainSnrm: true, forcedParameters: true }).connect(1024, 7);
    bench.request('C001'.repeat(100));
    assert.equal(bench.sent().length, 1);
  });
});

describe('a link to a meter whose N(S) never counts', () => {
  const uncounted = () => asked(128, 1, { uncountedFrames: true });

  it('takes its frames as they come', () => {
    const bench = uncounted();
    for (let turn = 1; turn < 12; turn += 1) {
      bench.meter(`I 0/${turn & 7} F E6E700C401`);
      assert.deepEqual(bench.takeEvents(), ANSWERED);
      bench.request('C001');
      assert.deepEqual(bench.sent(), [`I ${turn & 7}/${turn & 7} P E6E600C001`]);
    }
  });

  it('joins segments that all have the same number', () => {
    const bench = uncounted();
    bench.meter('I 0/1 F more E6E700C4');
    assert.deepEqual(bench.sent(), ['RR 1 P']);
    bench.meter('I 0/1 F more 01');
    bench.meter('I 0/1 F 02');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C40102']);
  });

  it('takes what comes twice behind a repetition for one', () => {
    const bench = uncounted();
    bench.expire();
    assert.deepEqual(bench.sent(), [ASKED]);
    bench.meter('I 0/1 F more E6E700C4');
    bench.meter('I 0/1 F more E6E700C4');
    bench.meter('I 0/1 F 01');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.notes, ['was received before']);
  });

  it('takes what comes twice without one for two', () => {
    const bench = uncounted();
    bench.meter('I 0/1 F more E6E700C400');
    bench.meter('I 0/1 F more 00', 'I 0/1 F more 00', 'I 0/1 F 00');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C400000000']);
  });

  it('is told by the others that frames are missing', () => {
    const bench = asked(128, 1);
    bench.meter('I 0/1 F E6E700C401');
    bench.request('C001');
    bench.meter('I 0/2 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    assert.deepEqual(bench.notes, ['was received before']);
  });
});
