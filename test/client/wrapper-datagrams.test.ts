/** A link over the wrapper on UDP: every datagram stands for itself, and any may be lost. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WrapperLink, type WrapperLinkSettings } from '../../src/client/wrapper-link.js';
import { LinkBench } from '../support/link-bench.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { wpdu } from '../support/tiny-wrapper.js';

const SETTINGS: WrapperLinkSettings = {
  ...{ clientWPort: 16, serverWPort: 1, timeoutMs: 2500, retryCounter: 3, datagrams: true },
};
const REQUEST = '0001001000010002C001';
const ANSWER = wpdu(octetsOf('C401'));
const ANSWERED = ['DL-DATA.indication C401'];

function asked(repeatable = true, renewable = false): LinkBench {
  const bench = new LinkBench(new WrapperLink(SETTINGS));
  bench.put({ kind: 'DL-CONNECT.request' });
  bench.takeEvents();
  bench.request('C001', repeatable, renewable);
  return bench;
}

describe('a WRAPPER link over UDP', () => {
  it('sends what opens the conversation once more, and nothing later that may not be repeated', () => {
    const bench = asked(false);
    bench.expire();
    assert.deepEqual(bench.takeSent().map(hexOf), [REQUEST, REQUEST]);
    bench.receive(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
    bench.request('C001', false);
    bench.takeSent();
    bench.expire();
    assert.deepEqual([bench.takeSent(), bench.takeEvents().length], [[], 1]);
  });

  it('asks for what opens the conversation anew where its octets may go out once only', () => {
    const bench = asked(false, true);
    bench.takeSent();
    bench.expire();
    assert.deepEqual([bench.takeSent(), bench.takeEvents()], [[], ['DL-RENEW.indication']]);
    bench.request('C002', false, true);
    assert.deepEqual(bench.takeSent().map(hexOf), ['0001001000010002C002']);
  });

  const rubbish: readonly (readonly [string, string])[] = [
    ['of another version', '000200010010000AC4'],
    ['cut short in its header', '000100'],
    ['cut short in its APDU', '0001000100100005C401'],
    ['that is HDLC', '7EA00721031F6BE97E'],
    ['around nothing', '0001000100100000'],
  ];
  for (const [what, hex] of rubbish) {
    it(`passes over a datagram ${what}, and the next one counts`, () => {
      const bench = asked();
      bench.receive(octetsOf(hex));
      assert.deepEqual(bench.takeEvents(), []);
      bench.receive(ANSWER);
      assert.deepEqual(bench.takeEvents(), ANSWERED);
    });
  }

  it('says that rubbish is all there was', () => {
    const bench = asked();
    for (let sends = 0; sends < 3; sends += 1) {
      bench.receive(octetsOf('FFFF'));
      bench.expire();
    }
    assert.match(bench.takeEvents().join(), /DL-ABORT.indication DLMS_NOISE/);
  });

  it('passes over a datagram for another client', () => {
    const bench = asked();
    bench.receive(octetsOf('0001000100110002C401'));
    assert.deepEqual(bench.takeEvents(), []);
    bench.receive(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('is lost to no datagrams, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 24 }), { maxLength: 8 }), (datagrams) => {
        const bench = asked();
        for (const datagram of datagrams) bench.receive(datagram);
        bench.takeEvents();
        bench.receive(ANSWER);
        return bench.takeEvents().join().includes('C401');
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
