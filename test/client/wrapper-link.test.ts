/** A link over the TCP wrapper: whom it listens to, what it repeats, and when it gives up. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WrapperLink, type WrapperLinkSettings } from '../../src/client/wrapper-link.js';
import { LinkBench } from '../support/link-bench.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { describeShared, sessions } from '../support/shared.js';
import { wpdu } from '../support/tiny-wrapper.js';

const SETTINGS: WrapperLinkSettings = { clientWPort: 16, serverWPort: 1, timeoutMs: 2500, retryCounter: 3 };
const REQUEST = '0001001000010002C001';
const ANSWER = wpdu(octetsOf('C401'));
const ANSWERED = ['DL-DATA.indication C401'];

function connected(settings: Partial<WrapperLinkSettings> = {}): LinkBench {
  const bench = new LinkBench(new WrapperLink({ ...SETTINGS, ...settings }));
  bench.put({ kind: 'DL-CONNECT.request' });
  assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
  return bench;
}

function asked(repeatable = true, settings: Partial<WrapperLinkSettings> = {}, renewable = false): LinkBench {
  const bench = connected(settings);
  bench.request('C001', repeatable, renewable);
  assert.equal(bench.timerMs, 2500);
  return bench;
}

function sent(bench: LinkBench): string[] {
  return bench.takeSent().map(hexOf);
}

describe('a WRAPPER link', () => {
  it('asks and is answered', () => {
    const bench = asked();
    assert.deepEqual(sent(bench), [REQUEST]);
    bench.receive(ANSWER);
    assert.deepEqual([bench.takeEvents(), bench.timerMs], [ANSWERED, undefined]);
  });

  it('renews the time while an answer comes in pieces, but not for noise', () => {
    const bench = asked();
    for (const octet of ANSWER) {
      bench.timerMs = 1;
      bench.receive(Uint8Array.of(octet));
      assert.notEqual(bench.timerMs, 1);
    }
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('gets two answers in one read', () => {
    const bench = asked();
    bench.receive(ANSWER, wpdu(octetsOf('C402')));
    assert.deepEqual(bench.takeEvents(), [...ANSWERED, 'DL-DATA.indication C402']);
  });

  it('disconnects at once', () => {
    const bench = asked();
    bench.put({ kind: 'DL-DISCONNECT.request' });
    assert.deepEqual([bench.takeEvents(), bench.timerMs], [['DL-DISCONNECT.confirm'], undefined]);
    bench.receive(ANSWER);
    assert.deepEqual(bench.takeEvents(), []);
  });

  it('refuses a request before it is connected', () => {
    const bench = new LinkBench(new WrapperLink(SETTINGS));
    bench.request('C001');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_NOT_CONNECTED']);
  });

  it('refuses a request that no header can announce', () => {
    const bench = connected();
    bench.request('');
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TOO_LONG']);
  });

  it('shows octets and WPDUs of both directions', () => {
    const bench = asked();
    bench.receive(ANSWER);
    assert.deepEqual(
      bench.traces.map(({ layer, direction, octets }) => `${layer} ${direction} ${hexOf(octets)}`),
      [
        `link sent ${REQUEST}`,
        `transport sent ${REQUEST}`,
        `transport received ${hexOf(ANSWER)}`,
        `link received ${hexOf(ANSWER)}`,
      ],
    );
  });
});

describe('a meter behind the wrapper', () => {
  it('that is silent gets a request again that does no harm', () => {
    const bench = asked();
    bench.expire();
    bench.expire();
    bench.expire();
    assert.deepEqual(sent(bench), [REQUEST, REQUEST, REQUEST]);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(bench.cause.message, /sent 3 times/);
    assert.equal(bench.cause.layer, 'wrapper');
  });

  it('that is silent gets a request again whose octets may go out once only, made anew each time', () => {
    const bench = asked(true, {}, true);
    for (const apdu of ['C002', 'C003']) {
      bench.expire();
      assert.deepEqual(bench.takeEvents(), ['DL-RENEW.indication']);
      bench.request(apdu, true, true);
    }
    bench.expire();
    assert.deepEqual(
      sent(bench).map((hex) => hex.slice(-4)),
      ['C001', 'C002', 'C003'],
    );
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(bench.cause.message, /sent 3 times/);
  });

  it('that is silent gets the next request as often again as the one that was made anew', () => {
    const bench = asked(true, {}, true);
    bench.expire();
    bench.request('C002', true, true);
    bench.receive(ANSWER);
    bench.request('C003', true, false);
    bench.expire();
    bench.expire();
    assert.deepEqual(
      sent(bench).map((hex) => hex.slice(-4)),
      ['C001', 'C002', 'C003', 'C003', 'C003'],
    );
  });

  it('that is silent gets nothing where nobody makes the request anew, and the link ends', () => {
    const bench = asked(true, {}, true);
    for (let time = 0; time < 3; time += 1) bench.expire();
    assert.equal(sent(bench).length, 1);
    assert.match(bench.takeEvents().join(), /DL-ABORT.indication DLMS_TIMEOUT$/);
  });

  it('that is silent gets no second AARQ', () => {
    const bench = asked(false);
    bench.expire();
    assert.deepEqual(sent(bench), [REQUEST]);
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(bench.cause.hint ?? '', /wPort/);
  });

  it('that falls silent later is hinted at differently', () => {
    const bench = asked(false);
    bench.receive(ANSWER);
    bench.takeEvents();
    bench.request('C001', false);
    bench.expire();
    assert.match(bench.cause.hint ?? '', /timeout_ms/);
  });

  it('that answers from another wPort, or for another client', () => {
    for (const answer of [wpdu(octetsOf('C401'), 16, 2), wpdu(octetsOf('C401'), 17, 1)]) {
      const bench = asked(false);
      bench.receive(answer);
      assert.deepEqual(bench.takeEvents(), []);
      bench.expire();
      assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_WRONG_ADDRESS']);
      assert.match(bench.cause.message, /where 1 for client 16 is due/);
    }
  });

  it('that answers with the ports as it was called', () => {
    const bench = asked();
    bench.receive(wpdu(octetsOf('C401'), 1, 16));
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('that was called by broadcast', () => {
    const bench = asked(true, { serverWPort: 0xffff });
    assert.deepEqual(sent(bench), ['00010010FFFF0002C001']);
    bench.receive(ANSWER);
    assert.deepEqual(bench.takeEvents(), ANSWERED);
  });

  it('that returns the request', () => {
    const bench = asked(false);
    bench.receive(octetsOf(REQUEST));
    assert.deepEqual(bench.takeEvents(), []);
    bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
  });

  it('that answers late, and then what was asked: waiting on keeps the tries', () => {
    const bench = asked();
    bench.receive(ANSWER);
    bench.put({ kind: 'DL-WAIT.request' });
    assert.equal(bench.timerMs, 2500);
    bench.expire();
    bench.receive(ANSWER, wpdu(octetsOf('C402')));
    bench.put({ kind: 'DL-WAIT.request' });
    bench.put({ kind: 'DL-WAIT.request' });
    assert.equal(bench.timerMs, 2500);
    bench.expire();
    bench.expire();
    assert.deepEqual(sent(bench), [REQUEST, REQUEST, REQUEST]);
    assert.deepEqual(bench.takeEvents().at(-1), 'DL-ABORT.indication DLMS_TIMEOUT');
  });

  it('that speaks another protocol', () => {
    const hints: [string, RegExp][] = [
      ['7EA007', /DLMS-HDLC/],
      ['2F4B464D', /IEC/],
      ['485454502F', /does not speak DLMS/],
      ['0002', /does not speak DLMS/],
    ];
    for (const [hex, hint] of hints) {
      const bench = asked();
      bench.receive(octetsOf(hex));
      assert.deepEqual([bench.takeEvents(), bench.timerMs], [['DL-ABORT.indication DLMS_NOISE'], undefined]);
      assert.match(bench.cause.hint ?? '', hint);
      bench.receive(ANSWER);
      assert.deepEqual(bench.takeEvents(), [], 'nothing is read behind it');
      bench.put({ kind: 'DL-CONNECT.request' });
      bench.request('C001');
      bench.receive(ANSWER);
      assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm', ...ANSWERED]);
    }
  });

  it('that sends anything at all never breaks the link', () => {
    const piece = fc.oneof(fc.constantFrom(ANSWER, octetsOf(REQUEST)), fc.uint8Array({ maxLength: 12 }));
    const check = (pieces: Uint8Array[]): void => {
      const bench = connected();
      for (const octets of pieces) {
        bench.request('C001');
        bench.receive(octets);
        if (bench.timerMs !== undefined) bench.expire();
        bench.put({ kind: 'DL-WAIT.request' });
      }
      assert.ok(bench.takeEvents().length >= 0);
      assert.ok(bench.takeSent().length <= pieces.length * 2);
    };
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), check), { seed: 9, numRuns: 200 });
  });
});

describeShared('our link in the place of a recorded WRAPPER client', (root) => {
  const plain = sessions(root).filter(({ file }) => /_wrapper_(ln|sn)_\w+_none_s0/.test(file));
  it('is tried on LN and SN sessions', () => assert.ok(plain.length > 10));
  for (const { file, header, turns } of plain) {
    it(file, () => {
      const [clientWPort, serverWPort] = [Number(header.clientSAP), Number(header.serverAddress)];
      const bench = connected({ clientWPort, serverWPort });
      for (const { dir, hex } of turns) {
        if (dir === 'c>s') {
          bench.request(hex.slice(16));
          assert.deepEqual(sent(bench), [hex.toUpperCase()]);
        } else if (dir === 's>c') {
          bench.receive(octetsOf(hex));
          assert.deepEqual(bench.takeEvents(), [`DL-DATA.indication ${hex.slice(16).toUpperCase()}`]);
        }
      }
      assert.deepEqual(bench.notes, []);
    });
  }
});
