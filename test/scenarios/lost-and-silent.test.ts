/** Meters that are not there, go away, or refuse. */
import assert from 'node:assert/strict';
import { clientStack } from '../support/client-stacks.js';
import { BOTH, ENERGY, get, opened, overHdlc, overWrapper, tell } from '../support/conversation.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { value } from '../support/scripted-meter.js';
import { StackPair } from '../support/stack-pair.js';

describe('a meter that loses the link', () => {
  it('says DM in the middle, and is read again after a new opening', () => {
    const pair = opened(overHdlc({ get: (n, invoke) => value(n, invoke) }));
    assert.equal(get(pair), '0');
    pair.restart();
    assert.equal(get(pair), 'DLMS_DISCONNECTED_MODE hdlc meter');
    opened(pair);
    assert.equal(get(pair), '1');
  });

  it('loses only the association, and says so with an exception', () => {
    const pair = opened(overWrapper({ get: () => octetsOf('D80101') }));
    assert.equal(get(pair), 'DLMS_SERVICE_NOT_ALLOWED service meter');
    assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
  });

  for (const [name, over] of BOTH) {
    it(`has its line closed in the middle of a read over ${name}, and is read again on a new line`, () => {
      const pair = opened(over({ get: (n, invoke) => value(n, invoke) }));
      pair.tell({ kind: 'GET.request', attributes: [ENERGY] });
      pair.breakLine();
      assert.equal(tell(pair.outcome()), 'DLMS_LINE_CLOSED transport line');
      pair.clock.advance(60_000);
      assert.deepEqual(pair.unasked, []);
      opened(pair);
      assert.match(get(pair), /^[01]$/);
    });
  }
});

describe('a meter that is silent', () => {
  it('to a GET over HDLC hears it three times, and no longer', () => {
    const pair = opened(overHdlc({ get: () => undefined }));
    const before = pair.sent.length;
    assert.equal(get(pair), 'DLMS_TIMEOUT hdlc meter');
    assert.equal(pair.sent.length - before, 3);
  });

  it('to a GET over the WRAPPER hears it three times, to an AARQ once', () => {
    const pair = opened(overWrapper({ get: () => undefined }));
    assert.equal(get(pair), 'DLMS_TIMEOUT wrapper meter');
    assert.equal(pair.sent.length, 4);
    const mute = new StackPair({ stack: clientStack({ framing: 'wrapper' }), server: () => [] });
    assert.equal(tell(mute.open()), 'DLMS_TIMEOUT wrapper meter');
    assert.equal(mute.sent.length, 1);
    assert.equal(mute.clock.now, 2500);
  });

  it('to everything: not there', () => {
    const pair = new StackPair({ stack: clientStack({ framing: 'hdlc' }), server: () => [] });
    assert.equal(tell(pair.open()), 'DLMS_TIMEOUT hdlc meter');
    assert.equal(pair.sent.length, 3);
    assert.equal(pair.clock.now, 7500);
  });
});

describe('a meter that refuses', () => {
  for (const [name, over] of BOTH) {
    it(`the password over ${name}: the link is given up, and the next opening is a new one`, () => {
      const aare = octetsOf('6117A109060760857405080101A203020101A305A10302010D');
      const pair = over({ aare, get: () => undefined }, { password: 'LabPass1' });
      assert.equal(tell(pair.open()), 'DLMS_AUTHENTICATION_FAILED association settings');
      assert.equal(tell(pair.open()), 'DLMS_AUTHENTICATION_FAILED association settings');
      assert.deepEqual(pair.unasked, []);
    });
  }
});
