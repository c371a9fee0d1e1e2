/**
 * Meters whose services deviate from the book: read as they are, which fails or is odd, and with the quirk
 * that is made for it; and what is borne without being told.
 */
import assert from 'node:assert/strict';
import { conformanceOf } from '../../src/apdu/conformance.js';
import type { ReadingQuirks } from '../../src/client/quirk-options.js';
import { quirkOptions } from '../../src/client/quirks.js';
import { decodeDateTime } from '../../src/cosem/date-time.js';
import { toIsoText, withInvertedDeviation } from '../../src/cosem/instant.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { attribute } from '../support/apdus.js';
import { notes, opened, tell } from '../support/conversation.js';
import { texts as get, meter, NAME, NAMED, OBJECTS, SERIAL, SERIAL_NUMBER } from '../support/quirky-meter.js';
import { hexOf } from '../support/recorded-conversation.js';

/** What a meter grants that knows little: get, selective-access, action, and those of `more`. */
const granting = (more: number, maxPduSize = 2048): SimulatorOptions => ({
  limits: { conformance: conformanceOf(0x000015 | more), maxPduSize },
});
const LISTS = 0x000200;
const BLOCKS = 0x001000;
const GENERAL_BLOCKS = 0x200000;
const ACCESS = 0x000040;

describe('a meter that answers late, and always under one invoke-id', () => {
  const given = { framing: 'wrapper', faults: { constantInvokeId: true, delayMs: 1500 } } as const;
  const slow = (...quirks: string[]) => {
    const pair = opened(meter(given, ...quirks));
    pair.tell({ kind: 'GET.request', attributes: [NAME] });
    // The request goes out once more, before the answer comes.
    pair.tell({ kind: 'TIMER.expired', timer: 'response' });
    return tell(pair.outcome());
  };

  it('seems to answer an earlier request', () => assert.equal(slow(), 'DLMS_TIMEOUT wrapper meter'));
  it('is read: constant-invoke-id', () => assert.match(slow('constant-invoke-id'), /^data/));
});

describe('a meter that grants general block transfer and fails in it', () => {
  const given = { options: granting(GENERAL_BLOCKS | BLOCKS, 200), faults: { gbt: { deaf: true } } };

  it('refuses the acknowledgement', () => {
    assert.equal(get(opened(meter(given)), OBJECTS), 'DLMS_EXCEPTION_RESPONSE service meter');
  });
  it('is read: no-block-transfer', () => {
    assert.match(get(opened(meter(given, 'no-block-transfer')), OBJECTS), /^\d+ elements$/);
  });
});

describe('a meter that sends blocks without being asked for each', () => {
  it('is told so: block-window=7', () => {
    const pair = opened(meter({ options: granting(GENERAL_BLOCKS, 100) }, 'block-window=7'));
    assert.match(get(pair, OBJECTS), /^\d+ elements$/);
    const told = pair.traces.filter(({ octets, direction }) => octets[0] === 0xe0 && direction === 'sent');
    assert.match(hexOf(told[0]?.octets ?? new Uint8Array()), /^E087/);
  });
});

describe('a meter that grants ACCESS', () => {
  it('and no lists is asked for several attributes by ACCESS', () => {
    const pair = opened(meter({ options: granting(ACCESS) }));
    const missing = attribute(1, '0.0.99.99.99.255', 2);
    assert.equal(get(pair, NAME, missing, SERIAL), `${NAMED},object-undefined,${SERIAL_NUMBER}`);
    assert.ok(pair.traces.some(({ octets }) => octets[0] === 0xda));
  });

  it('and fails in it refuses that', () => {
    const given = { options: granting(ACCESS), faults: { accessFails: true } };
    assert.equal(get(opened(meter(given)), NAME, SERIAL), 'DLMS_EXCEPTION_RESPONSE service meter');
  });

  it('and fails in it is not asked that way: no-access', () => {
    const given = { options: granting(ACCESS), faults: { accessFails: true } };
    assert.equal(get(opened(meter(given, 'no-access')), NAME, SERIAL), 'DLMS_NOT_NEGOTIATED service package');
  });

  it('and nothing else is read by ACCESS alone, in blocks where it is long', () => {
    const limits = { conformance: conformanceOf(GENERAL_BLOCKS | ACCESS), maxPduSize: 100 };
    const pair = opened(meter({ options: { limits } }));
    assert.equal(get(pair, NAME), NAMED);
    assert.match(get(pair, OBJECTS, NAME), new RegExp(`^\\d+ elements,${NAMED}$`));
  });
});

describe('a meter that answers lists with too few results', () => {
  const given = { options: granting(LISTS), faults: { list: { items: 1, how: 'wrong count' } } } as const;

  it('is found out', () => {
    assert.equal(get(opened(meter(given)), NAME, SERIAL), 'DLMS_LIST_COUNT service meter');
  });
  it('grants none then: no-lists', () => {
    const pair = opened(meter(given, 'no-lists'));
    assert.equal(get(pair, NAME, SERIAL), 'DLMS_NOT_NEGOTIATED service package');
    assert.deepEqual([get(pair, NAME), get(pair, SERIAL)], [NAMED, SERIAL_NUMBER]);
  });
});

describe('what is for those who read values', () => {
  const reading = (name: string): ReadingQuirks => quirkOptions([name]).reading;

  it('a deviation of the wrong sign: deviation-inverted', () => {
    const clock = { offsetMinutes: 60, daylightSaving: true };
    const time = (show?: 'inverted deviation') => {
      const pair = opened(meter({ options: { clock: { ...clock, show } } }));
      const outcome = pair.ask({ kind: 'GET.request', attributes: [attribute(8, '0.0.1.0.0.255', 2)] });
      const [result] = outcome.kind === 'GET.confirm' ? outcome.results : [];
      assert.ok(result?.kind === 'data' && 'octets' in result.data);
      return decodeDateTime(result.data.octets) ?? assert.fail();
    };
    assert.match(toIsoText(time()) ?? '', /^2026-03-02T13:.*\+01:00$/);
    assert.match(toIsoText(time('inverted deviation')) ?? '', /-01:00$/);
    assert.equal(reading('deviation-inverted').deviationInverted, true);
    assert.equal(toIsoText(withInvertedDeviation(time('inverted deviation'))), toIsoText(time()));
  });

  it('registers without scaler_unit: scaler-missing', () => {
    const pair = opened(meter({ faults: { scalerMissing: true } }));
    assert.equal(get(pair, attribute(3, '1.0.1.8.0.255', 3)), 'object-undefined');
    assert.match(get(pair, attribute(3, '1.0.1.8.0.255', 2)), /^double-long-unsigned|long64/);
    assert.equal(reading('scaler-missing').missingScalerIsZero, true);
  });

  it('lists up to a length: list-limit=5', () => assert.equal(reading('list-limit=5').listLimit, 5));
});

describe('what is borne without being told', () => {
  it('an answer under an address of another size', () => {
    for (const answerSize of [2, 4] as const) {
      assert.equal(get(opened(meter({ faults: { answerSize } })), NAME), NAMED);
      assert.equal(get(opened(meter({ faults: { answerSize } }, 'other-address-size')), NAME), NAMED);
    }
  });

  it('data blocks whose numbers run on', () => {
    const pair = opened(meter({ options: granting(BLOCKS, 200), faults: { blockNumbersRunOn: true } }));
    const first = get(pair, OBJECTS);
    assert.match(first, /^\d+ elements$/);
    assert.equal(get(pair, OBJECTS), first);
    assert.deepEqual(notes(pair), []);
  });

  it('a mechanism-name with the high bit set', () => {
    const pair = opened(meter({ faults: { mechanismNameHighBit: true } }));
    assert.ok(pair.traces.some(({ octets }) => hexOf(octets).includes('890760857405080281')));
    assert.equal(get(pair, NAME), NAMED);
  });
});
