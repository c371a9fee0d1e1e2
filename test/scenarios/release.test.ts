/** How a conversation ends, and what nobody may see of it. */
import assert from 'node:assert/strict';
import { clientStack } from '../support/client-stacks.js';
import { BOTH, ENERGY, get, opened, overHdlc, tell } from '../support/conversation.js';
import { hexOf } from '../support/recorded-conversation.js';
import { late, RLRE, scriptedMeter, value } from '../support/scripted-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { hdlcStation } from '../support/tiny-hdlc.js';

describe('a release', () => {
  it('of a meter that never answers an RLRQ takes a second, then the link is given up', () => {
    const pair = opened(overHdlc({ get: () => undefined }));
    const start = pair.clock.now;
    assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
    assert.equal(hexOf(pair.sent.at(-1) ?? new Uint8Array(0)), '7EA00703215303C77E');
    assert.ok(pair.clock.now - start <= 1100);
  });

  it('of a meter that is gone takes two seconds at most', () => {
    const server = hdlcStation(scriptedMeter({ get: () => undefined })).serve;
    let gone = false;
    const pair = opened(
      new StackPair({
        stack: clientStack({ framing: 'hdlc' }),
        server: (octets) => (gone ? [] : server(octets)),
      }),
    );
    gone = true;
    const start = pair.clock.now;
    assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
    assert.equal(pair.clock.now - start, 2000);
  });

  it('at 300 baud leaves the octets their time', () => {
    const pair = opened(overHdlc({ get: () => undefined }, { octetTimeMs: 33 }));
    const start = pair.clock.now;
    pair.release();
    // RLRQ: 19 octets; DISC: 9 octets.
    const waited = pair.clock.now - start;
    assert.ok(waited >= 1000 + 19 * 33 && waited <= 1000 + 19 * 33 + 100, `${waited}`);
  });

  it('of a short time-out does not wait for a whole second', () => {
    const pair = opened(overHdlc({ get: () => undefined }, { timeoutMs: 300 }));
    const start = pair.clock.now;
    pair.release();
    assert.ok(pair.clock.now - start < 400);
  });

  for (const [name, over] of BOTH) {
    it(`in good order over ${name}: RLRE, then the link`, () => {
      const pair = opened(over({ rlre: RLRE, get: () => undefined }));
      const start = pair.clock.now;
      assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
      assert.ok(pair.clock.now - start <= 80);
    });

    it(`while a GET is under way over ${name} ends both, and a late answer troubles nobody`, () => {
      const pair = opened(over({ get: (_, invoke) => late(value(1, invoke), 2000) }));
      pair.tell({ kind: 'GET.request', attributes: [ENERGY] });
      pair.clock.advance(100);
      assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
      pair.clock.advance(10_000);
      assert.deepEqual(pair.unasked, []);
      opened(pair);
    });

    it(`in the middle of the opening over ${name}`, () => {
      const pair = over({ get: () => undefined });
      pair.tell({ kind: 'COSEM-OPEN.request' });
      assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
      pair.clock.advance(10_000);
      assert.deepEqual(pair.unasked, []);
      opened(pair);
    });
  }
});

describe('a password', () => {
  for (const [name, over] of BOTH) {
    it(`is sent over ${name}, and shown in no trace`, () => {
      const pair = opened(over({ get: (n, invoke) => value(n, invoke) }, { password: 'LabPass1' }));
      get(pair);
      assert.ok(pair.sent.some((octets) => Buffer.from(octets).includes('LabPass1')));
      assert.ok(pair.traces.every(({ octets }) => !Buffer.from(octets).includes('LabPass1')));
      const masked = pair.traces.filter(({ octets }) => Buffer.from(octets).includes('********'));
      assert.deepEqual(masked.map(({ layer }) => layer).sort(), ['application', 'link', 'transport']);
    });
  }
});
