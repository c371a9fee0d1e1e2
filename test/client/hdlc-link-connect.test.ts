/** Connecting an HDLC link: what meters answer to SNRM, and what it leads to. */
import assert from 'node:assert/strict';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import type { LinkOutput } from '../../src/client/primitive.js';
import { connecting, HdlcBench, PROPOSED, parameters, SETTINGS } from '../support/hdlc-bench.js';
import { frame } from '../support/hdlc-notation.js';

const PLAIN = 'SNRM P';

function negotiated(settings: ConstructorParameters<typeof HdlcLink>[0], ua: string): unknown {
  const link = new HdlcLink(settings);
  link.handle({ kind: 'DL-CONNECT.request' });
  const outputs = link.handle({ kind: 'PH-DATA.indication', octets: frame(ua) });
  const confirm = outputs.find((output): output is Extract<LinkOutput, { kind: 'DL-CONNECT.confirm' }> => {
    return output.kind === 'DL-CONNECT.confirm';
  });
  assert.ok(confirm?.negotiated !== undefined);
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = confirm.negotiated;
  return [maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive];
}

describe('what SNRM and UA agree on', () => {
  const cases: readonly [string, string, number[]][] = [
    ['a meter that says nothing', 'UA F', [128, 128, 1, 1]],
    ['a meter that grants all', `UA F ${parameters(1024, 7)}`, [1024, 1024, 7, 7]],
    ['a meter that grants more', `UA F ${parameters(2030, 7)}`, [1024, 1024, 7, 7]],
    ['a meter that grants less', `UA F ${parameters(128, 1)}`, [128, 128, 1, 1]],
    ['a meter with two sizes', 'UA F 81801205018006013E070400000001080400000001', [62, 128, 1, 1]],
    ['a meter that writes 128 in two octets', 'UA F 818008050200800602 0080', [128, 128, 1, 1]],
    ['a meter that sends 9999', `UA F ${parameters(9999, 7)}`, [1024, 1024, 7, 7]],
    ['a meter that writes 256 as 00', 'UA F 818006050100060100', [128, 128, 1, 1]],
    ['parameters that cannot be read', 'UA F 8180FF0501', [128, 128, 1, 1]],
    ['something else than parameters', 'UA F 010203', [128, 128, 1, 1]],
    ['a UA without the final bit', 'UA -', [128, 128, 1, 1]],
  ];
  for (const [title, ua, expected] of cases) {
    it(title, () => assert.deepEqual(negotiated(SETTINGS, ua), expected));
  }

  it('a proposal of 128 and 1 goes out without parameters', () => {
    const proposal = { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 1, windowReceive: 1 };
    assert.deepEqual(connecting({ proposal }).sent(), [PLAIN]);
    assert.deepEqual(negotiated({ ...SETTINGS, proposal }, `UA F ${parameters(1024, 7)}`), [128, 128, 1, 1]);
  });

  it('a meter that must not be asked is not asked', () => {
    assert.deepEqual(connecting({ plainSnrm: true }).sent(), [PLAIN]);
  });

  it('a proposal of its own goes out as it is', () => {
    const proposal = { maxInfoTransmit: 256, maxInfoReceive: 200, windowTransmit: 1, windowReceive: 3 };
    assert.deepEqual(connecting({ proposal }).sent(), [
      'SNRM P 818013050201000601C8070400000001080400000003',
    ]);
  });
});

describe('connecting', () => {
  it('a meter that answers at once', () => {
    const bench = connecting();
    assert.deepEqual(bench.sent(), [PROPOSED]);
    assert.equal(bench.timerMs, 2500);
    bench.meter(`UA F ${parameters(1024, 7)}`);
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    assert.equal(bench.timerMs, undefined);
    assert.deepEqual(bench.sent(), []);
  });

  it('a meter that does not answer an SNRM with parameters', () => {
    const bench = connecting();
    bench.expire();
    assert.deepEqual(bench.sent(), [PROPOSED, PLAIN]);
    bench.meter(`UA F ${parameters(1024, 7)}`);
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    bench.request('C0'.repeat(200));
    assert.deepEqual(
      bench.sent().map((text) => text.slice(0, 12)),
      ['I 0/0 P more'],
      'the defaults apply, whatever the UA says',
    );
  });

  it('a silent meter', () => {
    const bench = connecting();
    for (let sends = 0; sends < 3; sends += 1) bench.expire();
    assert.deepEqual(bench.sent(), [PROPOSED, PLAIN, PLAIN]);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.equal(bench.timerMs, undefined);
    assert.match(bench.cause.message, /silent.*SNRM was sent 3 times, 2500 ms each/);
    assert.match(bench.cause.hint ?? '', /address/);
  });

  it('a silent meter that is asked only once', () => {
    for (const settings of [{ retryCounter: 1 }, { retryCounter: 0 }, { connectCounter: 1 }]) {
      const bench = connecting(settings);
      bench.expire();
      assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    }
  });

  it('a slow line, on which the SNRM itself takes time', () => {
    assert.equal(connecting({ octetTimeMs: 1000 / 30 }).timerMs, 2500 + Math.ceil((34 * 1000) / 30));
  });

  it('a meter that thinks it is still connected: DM, then UA after DISC', () => {
    const bench = connecting();
    bench.meter('DM F');
    assert.deepEqual(bench.sent(), [PROPOSED, 'DISC P']);
    bench.meter('UA F');
    assert.deepEqual(bench.sent(), [PLAIN]);
    bench.meter('UA F');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
  });

  it('a meter that answers the DISC with DM, or not at all', () => {
    for (const answer of [(bench: HdlcBench) => bench.meter('DM F'), (bench: HdlcBench) => bench.expire()]) {
      const bench = connecting();
      bench.meter('DM F');
      answer(bench);
      assert.deepEqual(bench.sent(), [PROPOSED, 'DISC P', PLAIN]);
      bench.meter('UA F');
      assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    }
  });

  it('a meter that refuses the client: DM again and again', () => {
    const bench = connecting();
    bench.meter('DM F');
    bench.meter('DM F');
    bench.meter('DM F');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_DISCONNECTED_MODE']);
    assert.match(bench.cause.message, /refuses the connection/);
    assert.match(bench.cause.hint ?? '', /client address/);
  });

  it('a meter that rejects the parameters', () => {
    const bench = connecting();
    bench.meter('FRMR F 930001');
    assert.deepEqual(bench.sent(), [PROPOSED, PLAIN]);
    bench.meter('UA F');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
  });

  it('a meter that rejects even the plain SNRM', () => {
    const bench = connecting();
    bench.meter('FRMR F 930001');
    bench.meter('FRMR F 930001');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_FRAME_REJECT']);
    assert.match(bench.cause.message, /its control field is not known/);
  });

  it('frames of an older connection before the UA', () => {
    const bench = connecting();
    bench.meter('I 3/4 F E6E700C4', 'RR 3 F', 'UI F E6E7000F');
    assert.deepEqual(bench.takeEvents(), []);
    bench.meter('UA F');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    assert.deepEqual(bench.notes, Array(3).fill('not expected here'));
  });

  it('a second UA, of an SNRM that was repeated too early', () => {
    const bench = connecting();
    bench.expire();
    bench.meter('UA F', 'UA F');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    bench.takeSent();
    bench.request('C001');
    bench.meter('UA F');
    assert.deepEqual(bench.sent(), ['I 0/0 P E6E600C001']);
    bench.meter('I 0/1 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401']);
  });

  it('again, while connected: the numbers start anew', () => {
    const bench = new HdlcBench().connect();
    bench.request('C001');
    bench.meter('I 0/1 F E6E700C401');
    bench.connect();
    bench.request('C002');
    assert.deepEqual(bench.sent(), ['I 0/0 P E6E600C002']);
  });

  it('a request before it is refused', () => {
    const bench = new HdlcBench();
    bench.request('C001');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_NOT_CONNECTED']);
    assert.equal(bench.cause.fault, 'package');
  });

  it('octets and time before it do nothing', () => {
    const bench = new HdlcBench();
    bench.meter('UA F');
    bench.put({ kind: 'TIMER.expired', timer: 'response' });
    bench.put({ kind: 'DL-WAIT.request' });
    assert.deepEqual([bench.takeEvents(), bench.sent(), bench.timerMs], [[], [], undefined]);
  });
});
