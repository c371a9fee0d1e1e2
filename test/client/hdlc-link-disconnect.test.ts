/** Disconnecting an HDLC link, and the traces of a connection. */
import assert from 'node:assert/strict';
import { connecting, HdlcBench, PROPOSED, parameters } from '../support/hdlc-bench.js';
import { textsOf } from '../support/hdlc-notation.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';

describe('disconnecting', () => {
  it('a meter that answers UA, also with parameters, or DM', () => {
    for (const answer of ['UA F', `UA F ${parameters(128, 1)}`, 'DM F']) {
      const bench = new HdlcBench().connect();
      bench.put({ kind: 'DL-DISCONNECT.request' });
      assert.deepEqual(bench.sent(), ['DISC P']);
      assert.equal(bench.timerMs, 1000);
      bench.meter(answer);
      assert.deepEqual(bench.takeEvents(), ['DL-DISCONNECT.confirm']);
      assert.equal(bench.timerMs, undefined);
    }
  });

  it('a silent meter is not asked again', () => {
    const bench = new HdlcBench({ timeoutMs: 300 }).connect();
    bench.put({ kind: 'DL-DISCONNECT.request' });
    assert.equal(bench.timerMs, 300);
    bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-DISCONNECT.confirm']);
    assert.deepEqual(bench.sent(), ['DISC P']);
  });

  it('a meter that still sends segments', () => {
    const bench = new HdlcBench().connect();
    bench.request('C001');
    bench.meter('I 0/1 F more E6E700C401');
    bench.put({ kind: 'DL-DISCONNECT.request' });
    bench.meter('I 1/1 F 0203');
    bench.meter('UA F');
    assert.deepEqual(bench.takeEvents(), ['DL-DISCONNECT.confirm']);
  });

  it('while connecting', () => {
    const bench = connecting();
    bench.put({ kind: 'DL-DISCONNECT.request' });
    assert.deepEqual(bench.sent(), [PROPOSED, 'DISC P']);
    bench.expire();
    assert.deepEqual(bench.takeEvents(), ['DL-DISCONNECT.confirm']);
  });

  it('what is not connected', () => {
    const bench = new HdlcBench();
    bench.put({ kind: 'DL-DISCONNECT.request' });
    assert.deepEqual([bench.takeEvents(), bench.sent()], [['DL-DISCONNECT.confirm'], []]);
  });
});

describe('traces of a connection', () => {
  it('show octets and frames of both directions', () => {
    const bench = connecting();
    bench.meter('UA F');
    const seen = bench.traces.map(({ layer, direction, octets }) =>
      [layer, direction, ...textsOf(octets)].join(' '),
    );
    assert.deepEqual(seen, [
      `link sent ${PROPOSED}`,
      `transport sent ${PROPOSED}`,
      'transport received UA P',
      'link received UA P',
    ]);
  });

  it('say why octets are no frame', () => {
    const bench = connecting();
    bench.receive(octetsOf('7EA00703219300007E'));
    const damaged = bench.traces.find(({ note }) => note !== undefined);
    assert.deepEqual([damaged?.layer, hexOf(damaged?.octets ?? octetsOf(''))], ['link', 'A0070321930000']);
    assert.match(damaged?.note ?? '', /FCS/);
  });
});
