/** Whom an HDLC link calls, and whose frames it takes: address sizes, broadcasts, strangers, echoes. */
import assert from 'node:assert/strict';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import { connecting, HdlcBench, SETTINGS } from '../support/hdlc-bench.js';
import { addressesOf, frame } from '../support/hdlc-notation.js';
import { octetsOf } from '../support/recorded-conversation.js';

describe('the addresses of a connection', () => {
  function connectedTo(server: (typeof SETTINGS)['server'], source: string, client = '21'): HdlcBench {
    const bench = new HdlcBench({ server }, { to: client, from: source });
    bench.put({ kind: 'DL-CONNECT.request' });
    bench.meter('UA F');
    bench.takeSent();
    return bench;
  }

  it('a meter that answers with four octets where it was called with one', () => {
    const bench = connectedTo({ size: 1, upper: 1, lower: 0 }, '00020023');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    bench.request('C001');
    assert.equal(addressesOf(bench.takeSent()[0] ?? octetsOf('')), '0321', 'it is called as before');
  });

  it('a meter that answers with one octet where it was called with four', () => {
    const bench = connectedTo({ size: 4, upper: 1, lower: 17 }, '23');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
  });

  it('a meter that names the client in two octets', () => {
    assert.deepEqual(connectedTo({ size: 1, upper: 1, lower: 0 }, '03', '20FF').takeEvents(), [
      'DL-CONNECT.confirm',
    ]);
  });

  it('a meter called by broadcast, whose own address is used from then on', () => {
    const bench = connectedTo({ size: 4, upper: 1, lower: 0x3fff }, '0002682D');
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    bench.request('C001');
    assert.equal(addressesOf(bench.takeSent()[0] ?? octetsOf('')), '0002682D21');
    bench.put({ kind: 'DL-CONNECT.request' });
    assert.equal(
      addressesOf(bench.takeSent()[0] ?? octetsOf('')),
      '0002FEFF21',
      'and forgotten with the connection',
    );
  });

  it('a meter called by broadcast that answers under the broadcast', () => {
    const bench = connectedTo({ size: 2, upper: 1, lower: 0x7f }, '02FF');
    bench.request('C001');
    assert.equal(addressesOf(bench.takeSent()[0] ?? octetsOf('')), '02FF21');
  });

  it('only the answer of another meter on the line', () => {
    const bench = connectedTo({ size: 2, upper: 1, lower: 17 }, '0225');
    for (let sends = 0; sends < 3; sends += 1) bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_WRONG_ADDRESS']);
    assert.match(bench.cause.message, /from 1\/18 for client 16, where 1\/17 for client 16 is due/);
    assert.equal(bench.cause.fault, 'settings');
  });

  it('only an answer for another client', () => {
    const bench = connectedTo({ size: 1, upper: 1, lower: 0 }, '03', '23');
    for (let sends = 0; sends < 3; sends += 1) bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_WRONG_ADDRESS']);
  });

  it('a client address that does not exist is refused', () => {
    assert.throws(() => new HdlcLink({ ...SETTINGS, client: 200 }), {
      code: 'DLMS_ADDRESS',
      layer: 'settings',
    });
  });
});

describe('a line that returns what is sent', () => {
  it('the echo is neither an answer nor another meter', () => {
    const bench = new HdlcBench({ client: 1 }, { to: '03', from: '03' });
    bench.put({ kind: 'DL-CONNECT.request' });
    bench.receive(...bench.takeSent(), frame('UA F', { to: '03', from: '03' }));
    assert.deepEqual(bench.takeEvents(), ['DL-CONNECT.confirm']);
    bench.request('C001');
    bench.receive(...bench.takeSent());
    assert.deepEqual([bench.takeEvents(), bench.sent()], [[], []]);
    bench.meter('I 0/1 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401']);
    assert.deepEqual(bench.notes, Array(2).fill('an echo of what was sent'));
  });

  it('a silent meter behind it is silent all the same', () => {
    const bench = connecting();
    for (let sends = 0; sends < 3; sends += 1) {
      bench.receive(...bench.takeSent());
      bench.expire();
    }
    assert.deepEqual(bench.takeEvents(), ['DL-ABORT.indication DLMS_TIMEOUT']);
  });

  it('without echo, a meter may answer RR with the same octets', () => {
    const bench = new HdlcBench({ client: 1 }, { to: '03', from: '03' }).connect();
    bench.request('C001');
    bench.meter('RR 1 F');
    bench.expire();
    bench.takeSent();
    bench.meter('RR 0 F');
    bench.meter('I 0/1 F E6E700C401');
    assert.deepEqual(bench.takeEvents(), ['DL-DATA.indication C401']);
  });
});
