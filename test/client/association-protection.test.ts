/** An association that is protected: what it believes, what ends it, and what goes out. */
import assert from 'node:assert/strict';
import { DlmsError } from '../../src/errors.js';
import { SecurityContext } from '../../src/security/security-context.js';
import { DISCONNECTED, ENERGY, OVER_HDLC, RELEASE } from '../support/association-bench.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { SecuredBench, type SecuredOptions } from '../support/secured-bench.js';
import { CountFrom, serverMaterial } from '../support/security-keys.js';

const GIVEN_UP = ['DL-DISCONNECT.request'];
const WAIT = ['DL-WAIT.request'];
const REPEAT = { kind: 'DL-REPEAT.indication' } as const;
const associated = (options?: SecuredOptions) => new SecuredBench(options).associated();

/** The link is given up, and then this is told. */
function ends(bench: SecuredBench, hex: string): string {
  assert.deepEqual(bench.hear(hex), GIVEN_UP);
  return bench.put(DISCONNECTED).join().replace('COSEM-ABORT.indication ', '');
}

describe('in a protected association, an answer', () => {
  const instead = (hex: string, options?: SecuredOptions) => {
    const bench = associated(options);
    bench.asked();
    return ends(bench, hex);
  };

  it('in clear ends it', () => {
    for (const hex of ['C401C100112A', '0C0100112A', '0E050501', 'C701C10000', '6129A1', 'FF', '']) {
      assert.equal(instead(hex), 'DLMS_PROTECTION security meter', hex);
    }
  });

  it('with less protection than is asked for ends it', () => {
    for (const protection of [
      { authenticated: true, encrypted: false },
      { authenticated: false, encrypted: true },
    ]) {
      const bench = associated();
      bench.says(bench.asked());
      const weak = new SecurityContext(serverMaterial({ protection, counter: new CountFrom(100) }));
      const apdu = Buffer.from(weak.protect(octetsOf('C401C100112A'))).toString('hex');
      assert.equal(ends(bench, apdu), 'DLMS_PROTECTION security meter');
    }
  });

  it('that came before ends it', () => {
    const bench = associated();
    const first = bench.says(bench.asked());
    assert.deepEqual(bench.hear(first), ['GET.confirm 1']);
    bench.asked();
    assert.equal(ends(bench, first), 'DLMS_REPLAY security meter');
  });

  it('cut short anywhere ends it', () => {
    const whole = (bench: SecuredBench) => bench.says(bench.asked());
    const length = whole(associated()).length / 2;
    for (let at = 1; at < length; at += 1) {
      const bench = associated();
      assert.match(
        ends(bench, whole(bench).slice(0, 2 * at)),
        /^DLMS_(TRUNCATED|MALFORMED|DECIPHERING) security/,
      );
    }
  });

  it('that refuses the service in clear is a refusal of the service, and the association stands', () => {
    const bench = associated();
    bench.asked();
    assert.deepEqual(bench.hear('D80201'), ['GET.failed DLMS_EXCEPTION_RESPONSE service meter']);
    assert.deepEqual(bench.answered(bench.asked()), ['GET.confirm 1']);
  });

  it('that the key is wrong ends it', () => {
    assert.equal(instead('D80205'), 'DLMS_KEY_REFUSED security settings');
  });

  it('in blocks is joined, each block under protection', () => {
    const blocks = ['C402C10000000001000106', 'C402C100000000020003000000', 'C402C101000000030001 2A'];
    const bench = associated({ script: { get: (n) => octetsOf(blocks[n] ?? '') } });
    let outputs = bench.answered(bench.asked());
    for (let turn = 0; turn < 2; turn += 1) outputs = bench.answered(outputs[0]?.split(' ')[1] ?? '');
    assert.deepEqual(outputs, ['GET.confirm 1']);
    assert.deepEqual(bench.meter.heard.slice(2), ['C002C100000001', 'C002C100000002']);
  });
});

describe('what a meter tells by itself into a protected association', () => {
  it('is passed over, in clear and under protection', () => {
    const bench = associated();
    const request = bench.asked();
    const push = bench.meter.context.protect(octetsOf('0F00000001000600000001'), { form: 'general' });
    for (const hex of ['0F00000001000600000001', 'C2000001', Buffer.from(push).toString('hex')]) {
      assert.deepEqual(bench.hear(hex), WAIT);
    }
    assert.deepEqual(bench.answered(request), ['GET.confirm 1']);
  });

  it('is passed over where nothing is asked', () => {
    const bench = associated();
    for (const hex of ['C401C100112A', 'D80205', 'D80206FFFFFFFF']) assert.deepEqual(bench.hear(hex), []);
    assert.deepEqual(bench.answered(bench.asked()), ['GET.confirm 1']);
    assert.equal(bench.counter.next < 10, true);
  });
});

describe('an answer that comes late, or twice', () => {
  const twice = (options: SecuredOptions, repeated: boolean) => {
    const bench = associated(options);
    const first = bench.says(bench.asked());
    if (repeated) bench.put(REPEAT);
    bench.hear(first);
    const request = bench.asked();
    return [bench.hear(first).join(), bench.answered(request).join()];
  };

  it('is passed over where datagrams may be doubled, and after a repetition over a link that does not count', () => {
    const passed = ['DL-WAIT.request', 'GET.confirm 1'];
    assert.deepEqual(twice({ settings: { datagrams: true } }, false), passed);
    assert.deepEqual(twice({}, true), passed);
    assert.deepEqual(twice({ link: { ...OVER_HDLC, uncounted: true } }, true), passed);
  });

  it('is a replay where nothing can come twice', () => {
    assert.equal(twice({}, false)[0], 'DL-DISCONNECT.request');
    assert.equal(twice({ link: OVER_HDLC }, true)[0], 'DL-DISCONNECT.request');
  });

  it('is passed over while pass 4 is due: an AARE that comes again', () => {
    const bench = new SecuredBench({ settings: { datagrams: true } });
    const aare = bench.says(bench.proposed());
    const pass3 = bench.hear(aare)[0]?.split(' ')[1] ?? '';
    assert.deepEqual(bench.hear(aare), WAIT);
    assert.deepEqual(bench.answered(pass3), ['COSEM-OPEN.confirm']);
  });

  it('and says that the counter was used is passed over, where it speaks of an earlier request', () => {
    const bench = associated();
    const first = bench.says(bench.asked());
    bench.put(REPEAT);
    bench.hear(first);
    const request = bench.asked();
    const number = Number.parseInt(request.slice(6, 14), 16);
    const refusal = (counter: number) => `D80206${counter.toString(16).padStart(8, '0')}`;
    assert.deepEqual(bench.hear(refusal(number - 1)), WAIT);
    assert.deepEqual(bench.hear(refusal(number)), WAIT);
    // What some meters want next.
    assert.deepEqual(bench.hear(refusal(number + 1)), WAIT);
    assert.deepEqual(bench.answered(request), ['GET.confirm 1']);
    bench.asked();
    assert.equal(ends(bench, refusal(number + 5)), 'DLMS_INVOCATION_COUNTER security settings');
  });
});

describe('a request that the link has to send once more', () => {
  const RENEW = { kind: 'DL-RENEW.indication' } as const;

  it('goes under a new number each time, and any of the answers will do', () => {
    const bench = associated();
    const first = bench.asked();
    const again = bench.put(RENEW).join().split(' ')[1] ?? '';
    assert.equal(Number.parseInt(again.slice(6, 14), 16), Number.parseInt(first.slice(6, 14), 16) + 1);
    assert.deepEqual(bench.answered(again), ['GET.confirm 1']);
    assert.equal(bench.meter.heard.at(-1), 'C001C100030100010800FF0200');
  });

  it('has its first answer passed over when it comes behind the second', () => {
    const bench = associated();
    const answers = [bench.says(bench.asked()), bench.says(bench.put(RENEW).join().split(' ')[1] ?? '')];
    assert.deepEqual(bench.hear(answers[1] ?? ''), ['GET.confirm 1']);
    const next = bench.asked();
    assert.deepEqual(bench.hear(answers[0] ?? ''), WAIT);
    assert.deepEqual(bench.answered(next), ['GET.confirm 1']);
  });

  it('may be the AARQ', () => {
    const bench = new SecuredBench({ settings: { datagrams: true } });
    const first = bench.proposed();
    const again = bench.put(RENEW).join().split(' ')[1] ?? '';
    assert.notEqual(again, first);
    assert.equal(again.length, first.length);
    assert.match(bench.answered(again)[0] ?? '', /^DL-DATA\.request CB/);
  });

  it('is not sent where there is no number for it: the link is given up', () => {
    const empty = new DlmsError('full', { code: 'DLMS_COUNTER_STORE', layer: 'security', fault: 'package' });
    let left = 4;
    const take = () => {
      left -= 1;
      if (left < 0) throw empty;
      return 10 - left;
    };
    const bench = associated({ material: { counter: { take, raise: () => undefined } } });
    bench.asked();
    assert.deepEqual(bench.put(RENEW), GIVEN_UP);
    assert.deepEqual(bench.put(DISCONNECTED), ['COSEM-ABORT.indication DLMS_COUNTER_STORE security package']);
  });
});

describe('a meter that has seen our counter before', () => {
  const refusedBy = (hex: string, at: 'AARE' | 'pass 4' | 'answer') => {
    const bench = at === 'answer' ? associated() : new SecuredBench();
    if (at === 'AARE') bench.proposed();
    if (at === 'pass 4') bench.challenged();
    if (at === 'answer') bench.asked();
    assert.equal(ends(bench, hex), 'DLMS_INVOCATION_COUNTER security settings');
    return bench.counter.next;
  };

  it('lets us go on behind its own, wherever it says so', () => {
    for (const at of ['AARE', 'pass 4', 'answer'] as const) {
      assert.equal(refusedBy('D8020600001000', at), 0x1001);
      assert.equal(refusedBy('D80106EFFFFFFF', at), 0xf0000000);
      assert.equal(refusedBy('D80206F0000000', at), 0xf0000001);
    }
  });

  it('does not let us run to the end of our numbers, nor back', () => {
    assert.ok(refusedBy('D80206F0000001', 'answer') < 10);
    assert.ok(refusedBy('D80206FFFFFFFF', 'AARE') < 10);
    assert.ok(refusedBy('D8020600000000', 'answer') > 3);
  });
});

describe('a number that cannot be had', () => {
  const STORE = new DlmsError('full', { code: 'DLMS_COUNTER_STORE', layer: 'security', fault: 'package' });
  const bench = (numbers: number) => {
    const counter = {
      left: numbers,
      take() {
        if (this.left === 0) throw STORE;
        this.left -= 1;
        return numbers - this.left;
      },
      raise() {
        throw STORE;
      },
    };
    return new SecuredBench({ material: { counter } });
  };
  const FAILED = ['COSEM-ABORT.indication DLMS_COUNTER_STORE security package'];

  it('for the AARQ, for the answer to a challenge, or for a GET: nothing is sent, and it is told', () => {
    const none = bench(0);
    assert.equal(none.proposed(), '');
    assert.deepEqual(none.put(DISCONNECTED), FAILED);
    for (const numbers of [1, 2]) {
      const few = bench(numbers);
      assert.equal(few.challenged(), '');
      assert.deepEqual(few.put(DISCONNECTED), FAILED);
    }
    const asking = bench(3).associated();
    assert.deepEqual(asking.get(ENERGY), GIVEN_UP);
    assert.deepEqual(asking.put(DISCONNECTED), FAILED);
  });

  it('for an RLRQ: the association is left without it', () => {
    const leaving = bench(3).associated();
    assert.deepEqual(leaving.put(RELEASE), GIVEN_UP);
    assert.deepEqual(leaving.put(DISCONNECTED), ['COSEM-RELEASE.confirm']);
  });

  it('where the meter says what it wants: what is wrong here is told', () => {
    const refused = bench(9).associated();
    refused.asked();
    assert.equal(ends(refused, 'D8020600001000'), 'DLMS_COUNTER_STORE security package');
  });
});
