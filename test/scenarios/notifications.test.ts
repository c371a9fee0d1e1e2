/** Meters that speak of other things before they answer. */
import assert from 'node:assert/strict';
import { BOTH, ENERGY, get, notes, opened, overHdlc, overWrapper, tell } from '../support/conversation.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { late, value } from '../support/scripted-meter.js';
import { hdlcFrame } from '../support/tiny-hdlc.js';
import { wpdu } from '../support/tiny-wrapper.js';

const NOTIFICATION = octetsOf('0F00000001000600000001');

describe('a notification in the middle', () => {
  for (const [name, over] of BOTH) {
    it(`of a read and of the opening does no harm over ${name}`, () => {
      const pair = opened(
        over({ get: (n, invoke) => [NOTIFICATION, octetsOf('C2000001'), value(n, invoke)] }),
      );
      assert.equal(get(pair), '0');
      assert.ok(notes(pair).includes('data-notification is no answer to a GET'));
      assert.ok(notes(pair).includes('event-notification-request is no answer to a GET'));
    });
  }

  for (const [name, over] of BOTH) {
    it(`in blocks does no harm over ${name}, nor does one that lacks its end`, () => {
      const pieces = ['E04000010000050F00000001', 'E040000200000200 06', 'E0C000030000040000 0001'].map(
        octetsOf,
      );
      const pair = opened(
        over({ get: (n, invoke) => [...pieces.slice(0, n === 0 ? 3 : 2), value(n, invoke)] }),
      );
      assert.deepEqual([get(pair), get(pair), get(pair)], ['0', '1', '2']);
      assert.ok(notes(pair).includes('data-notification is no answer to a GET'));
    });
  }

  it('while nothing is asked does no harm', () => {
    const pair = opened(overWrapper({ get: (n, invoke) => value(n, invoke) }));
    pair.serverSays(wpdu(NOTIFICATION));
    pair.clock.advance(100);
    assert.equal(get(pair), '0');
  });

  it('in a UI frame of HDLC does no harm', () => {
    const pair = opened(overHdlc({ get: (n, invoke) => late(value(n, invoke), 500) }));
    pair.tell({ kind: 'GET.request', attributes: [ENERGY] });
    pair.serverSays(hdlcFrame(0xa000, [0x21, 0x03], 0x13, [0xe6, 0xe7, 0, ...NOTIFICATION]));
    assert.equal(tell(pair.outcome()), '0');
  });

  it('and another, and another, but never the answer: the read ends', () => {
    const pair = opened(overWrapper({ get: () => Array.from({ length: 70 }, () => NOTIFICATION) }));
    assert.equal(get(pair), 'DLMS_NO_ANSWER service meter');
  });
});
