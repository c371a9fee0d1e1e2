/**
 * Meters whose HDLC deviates from the book, or whose release does: read as they are, which fails or is odd,
 * and with the quirk that is made for it.
 */
import assert from 'node:assert/strict';
import { attribute } from '../support/apdus.js';
import { opened, tell } from '../support/conversation.js';
import { texts as get, meter, NAME, NAMED, OBJECTS, SERIAL, SERIAL_NUMBER } from '../support/quirky-meter.js';
import type { StackPair } from '../support/stack-pair.js';

const SCALERS = '1.8 2.8 3.8 4.8 32.7 52.7 72.7 31.7 51.7 71.7 1.7 2.7 3.7'
  .split(' ')
  .map((group) => attribute(3, `1.0.${group}.0.255`, 3));
const THIRTEEN = Array.from({ length: 13 }, () => '2 elements').join();

describe('a meter that does not answer an SNRM with parameters', () => {
  const given = { faults: { snrm: 'only without parameters' } } as const;

  it('is connected after the first time-out', () => assert.ok(opened(meter(given)).clock.now > 2500));
  it('is connected at once: plain-snrm', () => {
    assert.ok(opened(meter(given, 'plain-snrm')).clock.now < 1000);
  });
});

describe('a meter that states longer fields than it takes', () => {
  const given = { faults: { ua: 'overstated' } } as const;

  it('rejects a request that is as long as it says', () => {
    assert.equal(get(opened(meter(given)), ...SCALERS), 'DLMS_FRAME_REJECT hdlc meter');
  });
  it('is read: max-info=128', () => {
    assert.equal(get(opened(meter(given, 'max-info=128', 'window=1')), ...SCALERS), THIRTEEN);
  });
});

describe('a meter that states shorter fields than it takes, and takes no segments', () => {
  const given = { faults: { ua: 'understated', refuseSegments: true } } as const;

  it('rejects even the AARQ', () => {
    assert.equal(tell(meter(given).open()), 'DLMS_FRAME_REJECT hdlc meter');
  });
  it('is read: forced-link-parameters', () => {
    assert.equal(get(opened(meter(given, 'forced-link-parameters')), ...SCALERS), THIRTEEN);
  });
});

describe('a meter that still believes itself connected', () => {
  const given = { faults: { snrm: 'only when disconnected' } } as const;
  const lost = (pair: StackPair) => {
    opened(pair).breakLine();
    assert.equal(tell(pair.outcome()), 'DLMS_LINE_CLOSED transport line');
    return pair;
  };

  it('is not reached', () => assert.equal(tell(lost(meter(given)).open()), 'DLMS_TIMEOUT hdlc meter'));
  it('is reached: disconnect-first', () => {
    assert.equal(get(opened(lost(meter(given, 'disconnect-first'))), NAME), NAMED);
  });
});

describe('a meter whose N(S) never counts', () => {
  const given = { faults: { uncountedFrames: true } };

  it('seems to repeat its first answer for ever', () => {
    assert.equal(get(opened(meter(given)), NAME), 'DLMS_SEQUENCE hdlc meter');
  });

  it('is read, long answers too: uncounted-frames', () => {
    const pair = opened(meter(given, 'uncounted-frames', 'max-info=128'));
    assert.deepEqual(
      [get(pair, NAME), get(pair, OBJECTS), get(pair, SERIAL)],
      [NAMED, get(opened(meter({})), OBJECTS), SERIAL_NUMBER],
    );
    assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
  });

  it('gives no wrong values over a line that loses frames', () => {
    const objects = get(opened(meter({})), OBJECTS);
    let read = 0;
    for (let seed = 0; seed < 30; seed += 1) {
      const pair = meter(
        { ...given, harm: { drop: 0.05, corrupt: 0.05 }, seed },
        'uncounted-frames',
        'max-info=128',
      );
      if (tell(pair.open()) !== 'COSEM-OPEN.confirm') continue;
      for (const [asked, expected] of [
        [NAME, NAMED],
        [OBJECTS, objects],
        [SERIAL, SERIAL_NUMBER],
      ] as const) {
        const value = get(pair, asked);
        if (value.startsWith('DLMS_')) break;
        assert.equal(value, expected);
        read += 1;
      }
    }
    assert.ok(read > 30, `${read}`);
  });
});

describe('a meter that does not answer RLRQ', () => {
  const given = { framing: 'wrapper', faults: { ignoreRelease: true } } as const;
  const released = (...quirks: string[]) => {
    const pair = opened(meter(given, ...quirks));
    const before = pair.clock.now;
    assert.equal(tell(pair.release()), 'COSEM-RELEASE.confirm');
    const asked = pair.traces.some(({ octets }) => octets[0] === 0x62);
    return { ms: pair.clock.now - before, asked };
  };

  it('is waited for a second', () => {
    const { ms, asked } = released();
    assert.ok(ms >= 1000 && asked);
  });
  it('is left at once: no-release', () => {
    const { ms, asked } = released('no-release');
    assert.ok(ms < 100 && !asked);
  });
});
