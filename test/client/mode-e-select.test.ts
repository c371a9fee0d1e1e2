/** From the identification to HDLC, step by step, with all that meters answer to the option select. */
import assert from 'node:assert/strict';
import { bench, frameHex, identified, SNRM, UA } from '../support/mode-e-bench.js';

describe('the option select', () => {
  it('follows a quick meter sooner', () => {
    const link = bench();
    link.put({ kind: 'DL-CONNECT.request' });
    assert.deepEqual(link.hear('/ISk5\\2MT382\r\n'), ['wait 20']);
    assert.deepEqual(link.expire(), ['> \x06252\r\n', 'wait 10']);
  });

  it('keeps the pauses of the settings', () => {
    const link = bench({ reactionMs: 500, switchPauseMs: 250, confirmMs: 900, settleMs: 1000 });
    link.put({ kind: 'DL-CONNECT.request' });
    assert.deepEqual(link.hear('/ISk5\\2MT382\r\n'), ['wait 500']);
    assert.deepEqual(link.expire().at(-1), 'wait 250');
    assert.deepEqual(link.expire().at(-1), 'wait 900');
    assert.deepEqual(link.hear('hex 06B235B28D0A'), ['wait 1000']);
  });

  it('is confirmed at the old speed, and the line is set at once then', () => {
    const link = identified();
    link.expire();
    assert.deepEqual(link.hear('\x06252\r\n'), ['line 9600 8N1', 'wait 200']);
  });

  it('waits for the rest of a confirmation that comes in at the old speed, but not for long', () => {
    const link = identified();
    link.expire();
    link.hear('\x0625');
    assert.deepEqual(link.expire(), ['wait 250']);
    assert.deepEqual(link.hear('2\r\n'), ['line 9600 8N1', 'wait 200']);
    const stray = identified();
    stray.expire();
    stray.hear('\0');
    assert.deepEqual(stray.expire(), ['line 9600 8N1', 'wait 1500']);
    const never = identified();
    never.expire();
    never.hear('\x0625');
    never.expire();
    assert.deepEqual(never.expire(), ['line 9600 8N1', 'wait 1500']);
  });

  it('is not confirmed by its own echo', () => {
    const link = bench();
    link.put({ kind: 'DL-CONNECT.request' });
    link.hear('/?!\r\n/LGZ5ZMD\r\n');
    link.expire();
    assert.deepEqual(link.hear('\x06252\r\n'), []);
    assert.deepEqual(link.expire(), ['line 9600 8N1', 'wait 1500']);
    assert.deepEqual(link.hear('\x06252\r\n'), ['wait 200']);
    assert.ok(link.traces.some(({ note }) => note === 'an echo of what was sent'));
  });

  it('need not be confirmed', () => {
    const link = identified();
    link.expire();
    link.expire();
    assert.deepEqual(link.expire(), [SNRM, 'wait 2510']);
  });

  it('may be confirmed with another speed character', () => {
    const link = identified();
    link.expire();
    link.expire();
    assert.deepEqual(link.hear('\x06202\r\n'), ['wait 200']);
  });

  it('is refused by another select, or a NAK alone', () => {
    const link = identified();
    link.expire();
    link.expire();
    assert.deepEqual(link.hear('\x06051\r\n'), [
      'stop',
      'line 300 7E1',
      'DL-ABORT.indication DLMS_IEC_REFUSED',
    ]);
    const nak = identified();
    nak.expire();
    nak.hear('\x15');
    nak.expire();
    assert.deepEqual(nak.expire().at(-1), 'DL-ABORT.indication DLMS_IEC_REFUSED');
  });

  it('is not refused by a NAK among noise, which may be anything at a wrong speed', () => {
    const link = identified();
    link.expire();
    link.expire();
    link.hear('\x15\x7f\x15');
    assert.deepEqual(link.expire(), [SNRM, 'wait 2510']);
  });

  it('is answered with a readout, whole or under way or spoilt', () => {
    for (const text of ['\x021.8.0(5*kWh)\x03\x14', '\x021.8.0(5*kWh)\r\n', '\x021.8.0(5*kWh)\x03?']) {
      const link = identified();
      link.expire();
      link.expire();
      const heard = link.hear(text);
      const outputs = heard.length > 0 ? heard : link.expire();
      assert.deepEqual(outputs, ['stop', 'line 300 7E1', 'DL-ABORT.indication DLMS_IEC_READOUT'], text);
    }
  });

  it('is answered with the operand of the programming mode', () => {
    const link = identified();
    link.expire();
    assert.deepEqual(link.hear('\x01P0\x02(00000000)\x03`').at(-1), 'DL-ABORT.indication DLMS_IEC_READOUT');
  });
});

describe('a meter that has not confirmed and is silent at the new speed', () => {
  it('is tried at the old one, and the first failure is told where that fails too', () => {
    const link = identified();
    for (let times = 0; times < 3; times += 1) link.expire();
    assert.deepEqual(link.expire(), ['stop', 'line 300 8N1', SNRM, 'wait 2800']);
    assert.deepEqual(link.expire(), ['stop', 'stop', 'line 300 7E1', 'DL-ABORT.indication DLMS_TIMEOUT']);
  });

  it('is not tried at the old one where it has confirmed, or where the old one is the new one', () => {
    const confirmed = identified();
    for (let times = 0; times < 2; times += 1) confirmed.expire();
    confirmed.hear('\x06252\r\n');
    confirmed.expire();
    assert.deepEqual(confirmed.expire().at(-1), 'DL-ABORT.indication DLMS_TIMEOUT');
    const slow = identified({ maxBaudRate: 300 });
    for (let times = 0; times < 3; times += 1) slow.expire();
    assert.deepEqual(slow.expire().at(-1), 'DL-ABORT.indication DLMS_TIMEOUT');
  });

  it('and refuses the connection is told so', () => {
    const link = identified();
    for (let times = 0; times < 3; times += 1) link.expire();
    link.hear(`hex ${frameHex('DM F')}`);
    link.hear(UA);
    const refused = link.hear(`hex ${frameHex('DM F')}`);
    assert.deepEqual(refused.at(-1), 'DL-ABORT.indication DLMS_DISCONNECTED_MODE');
  });
});
