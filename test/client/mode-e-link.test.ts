/** The link with an IEC start, step by step: what it sends, waits for, and how it sets the line. */
import assert from 'node:assert/strict';
import type { LinkInput } from '../../src/client/primitive.js';
import { DlmsError } from '../../src/errors.js';
import { failureOf } from '../encoding/coding.js';
import type { IecBench } from '../support/iec-bench.js';
import { bench, connected, frameHex, identified, SNRM, UA } from '../support/mode-e-bench.js';

describe('a link with an IEC start', () => {
  it('goes from the request message to HDLC', () => {
    const link = bench();
    assert.deepEqual(link.put({ kind: 'DL-CONNECT.request' }), ['line 300 7E1', '> /?!\r\n', 'wait 2667']);
    assert.deepEqual(link.hear('/LGZ5\\2ZMD\r\n'), ['wait 200']);
    assert.deepEqual(link.expire(), ['> \x06252\r\n', 'wait 100']);
    assert.deepEqual(link.expire(), ['line 9600 8N1', 'wait 1500']);
    assert.deepEqual(link.hear('\x06252\r\n'), ['wait 200']);
    assert.deepEqual(link.expire(), [SNRM, 'wait 2510']);
    assert.deepEqual(link.hear(UA), ['stop', 'DL-CONNECT.confirm']);
  });

  it('says how long sending takes at least where the line is set behind it', () => {
    const link = identified();
    link.expire();
    const sent = link.outputs.filter((output) => output.kind === 'PH-DATA.request');
    assert.deepEqual(
      sent.map(({ leastMs }) => leastMs),
      [167, 200],
    );
  });

  it('hands on what HDLC asks and answers, and leaves the line as it was', () => {
    const link = connected();
    const request: LinkInput = { kind: 'DL-DATA.request', apdu: Uint8Array.of(0xc0), repeatable: true };
    assert.equal(link.put(request).length, 2);
    const answer = link.hear(`hex ${frameHex('I 0/1 F E6E700C401')}`);
    assert.deepEqual(answer, ['DL-DATA.indication', 'stop']);
    assert.deepEqual(link.put({ kind: 'DL-DISCONNECT.request' }), [`> ${frameHex('DISC P')}`, 'wait 1010']);
    assert.deepEqual(link.hear(UA), ['stop', 'stop', 'line 300 7E1', 'DL-DISCONNECT.confirm']);
    assert.deepEqual(link.put({ kind: 'DL-DISCONNECT.request' }), ['DL-DISCONNECT.confirm']);
  });

  it('leaves the line as it was where HDLC is lost, and connects anew', () => {
    const link = connected();
    const lost = link.hear(`hex ${frameHex('DM F')}`);
    assert.deepEqual(lost, ['stop', 'stop', 'line 300 7E1', 'DL-ABORT.indication DLMS_DISCONNECTED_MODE']);
    assert.deepEqual(link.put({ kind: 'DL-CONNECT.request' })[1], '> /?!\r\n');
  });

  it('may be left at any step', () => {
    const steps: readonly ((link: IecBench<LinkInput>) => unknown)[] = [
      (link) => link.hear('/LGZ5ZMD\r\n'),
      (link) => link.expire(),
    ];
    for (let count = 0; count <= steps.length; count += 1) {
      const link = bench();
      link.put({ kind: 'DL-CONNECT.request' });
      for (const step of steps.slice(0, count)) step(link);
      assert.deepEqual(link.put({ kind: 'DL-DISCONNECT.request' }), ['stop', 'DL-DISCONNECT.confirm']);
    }
    const switched = identified();
    switched.expire();
    switched.expire();
    const left = switched.put({ kind: 'DL-DISCONNECT.request' });
    assert.deepEqual(left, ['stop', 'line 300 7E1', 'DL-DISCONNECT.confirm']);
  });

  it('refuses requests before it is connected', () => {
    const request: LinkInput = { kind: 'DL-DATA.request', apdu: Uint8Array.of(0xc0), repeatable: true };
    assert.deepEqual(bench().put(request), ['DL-ABORT.indication DLMS_NOT_CONNECTED']);
  });

  it('refuses addresses that cannot be sent', () => {
    assert.equal(
      failureOf(() => bench({ deviceAddress: '1!2' })),
      'DLMS_IEC_ADDRESS',
    );
    assert.equal(
      failureOf(() => bench({ client: 200 })),
      'DLMS_ADDRESS',
    );
  });
});

describe('the sign-on', () => {
  it('is repeated as often as told, and waits on while an identification comes in', () => {
    const link = bench({ retryCounter: 2 });
    link.put({ kind: 'DL-CONNECT.request' });
    assert.deepEqual(link.hear('/LGZ'), ['wait 2500']);
    assert.deepEqual(link.expire(), ['> /?!\r\n', 'wait 2667']);
    assert.deepEqual(link.hear('\x00\x7f'), []);
    assert.deepEqual(link.hear('/LGZ5ZMD\r\n'), ['wait 200']);
  });

  it('waits two seconds at least', () => {
    const link = bench({ timeoutMs: 100 });
    assert.deepEqual(link.put({ kind: 'DL-CONNECT.request' }).at(-1), 'wait 2167');
  });

  it('is not prolonged for ever by a line that never ends', () => {
    const link = bench({ retryCounter: 2 });
    link.put({ kind: 'DL-CONNECT.request' });
    let waits = 0;
    for (let times = 0; times < 1000; times += 1) waits += link.hear('/x').length;
    assert.ok(waits > 0 && waits <= 64, `${waits}`);
  });

  it('says that only rubbish came, or a piece of an identification', () => {
    const noise = bench();
    noise.put({ kind: 'DL-CONNECT.request' });
    noise.hear('~~~');
    assert.deepEqual(noise.expire().at(-1), 'DL-ABORT.indication DLMS_NOISE');
    assert.match(noise.hint, /looks like HDLC/);
    const piece = bench();
    piece.put({ kind: 'DL-CONNECT.request' });
    piece.hear('/LGZ5');
    assert.deepEqual(piece.expire(), ['stop', 'DL-ABORT.indication DLMS_IEC_IDENTIFICATION']);
    assert.match(piece.hint, /cut short.*optical head/);
  });

  it('in silence looks once whether the meter still is in HDLC', () => {
    const link = bench({ hdlcBaudRate: 4800 });
    link.put({ kind: 'DL-CONNECT.request' });
    assert.deepEqual(link.expire(), ['line 4800 8N1', SNRM, 'wait 2519']);
    assert.deepEqual(link.expire(), ['stop', 'stop', 'line 300 7E1', 'DL-ABORT.indication DLMS_TIMEOUT']);
    assert.match(link.hint, /request message was sent once, 2500 ms each/);
  });

  it('takes a meter that still is in HDLC', () => {
    const link = bench();
    link.put({ kind: 'DL-CONNECT.request' });
    link.expire();
    assert.deepEqual(link.hear(UA), ['stop', 'DL-CONNECT.confirm']);
    link.put({ kind: 'DL-DISCONNECT.request' });
    assert.deepEqual(link.expire(), ['stop', 'stop', 'line 300 7E1', 'DL-DISCONNECT.confirm']);
  });
});

describe('errors of the start', () => {
  it('are DlmsErrors of the layer iec with a hint', () => {
    const link = identified({}, '/LGZ9ZMD\r\n');
    assert.match(link.hint, /speed "9", which nobody knows \(\/LGZ9ZMD\)/);
    const failure = link.outputs.find((output) => output.kind === 'DL-ABORT.indication');
    assert.ok(failure?.kind === 'DL-ABORT.indication' && failure.cause instanceof DlmsError);
    assert.deepEqual([failure.cause.layer, failure.cause.fault], ['iec', 'meter']);
  });
});
