/** Meters that answer otherwise than they were asked. */
import assert from 'node:assert/strict';
import { clientStack } from '../support/client-stacks.js';
import { ENERGY, get, opened, overHdlc, overWrapper, SCALER, tell } from '../support/conversation.js';
import { FaultLine } from '../support/fault-line.js';
import { octetsOf } from '../support/recorded-conversation.js';
import { scriptedMeter, value } from '../support/scripted-meter.js';
import { StackPair } from '../support/stack-pair.js';
import { hdlcFrame } from '../support/tiny-hdlc.js';
import { wpdu, wrapperServer } from '../support/tiny-wrapper.js';

const NOTIFICATION = octetsOf('0F00000001000600000001');

describe('an AARE without user-information', () => {
  it('opens, reads one by one, and lists are not tried', () => {
    const aare = octetsOf('6117A109060760857405080101A203020100A305A103020100');
    const pair = opened(overWrapper({ aare, get: (n, invoke) => value(n, invoke) }));
    assert.equal(get(pair, ENERGY, SCALER), 'DLMS_NOT_NEGOTIATED service package');
    assert.equal(get(pair), '0');
  });
});

describe('a list', () => {
  it('answered with a wrong count fails, and single reads go on', () => {
    const short = (invoke: string) => octetsOf(`C403${invoke}01001101`);
    const pair = opened(overHdlc({ get: (n, invoke) => (n === 0 ? short(invoke) : value(n, invoke)) }));
    assert.equal(get(pair, ENERGY, SCALER), 'DLMS_LIST_COUNT service meter');
    assert.equal(get(pair), '1');
  });

  it('that the meter does not know fails, and single reads go on', () => {
    const pair = opened(
      overWrapper({ get: (n, invoke) => (n === 0 ? octetsOf('D80202') : value(n, invoke)) }),
    );
    assert.equal(get(pair, ENERGY, SCALER), 'DLMS_EXCEPTION_RESPONSE service meter');
    assert.equal(get(pair), '1');
  });
});

describe('a meter that sends something else', () => {
  it('rubbish', () => {
    const rubbish = octetsOf('00112233445566778899');
    for (const framing of ['hdlc', 'wrapper'] as const) {
      const pair = new StackPair({ stack: clientStack({ framing }), server: () => [rubbish] });
      assert.match(tell(pair.open()), /^DLMS_NOISE/);
    }
  });

  it('answers of another address', () => {
    const ua = hdlcFrame(0xa000, [0x21, 0x45], 0x73, []);
    const pair = new StackPair({ stack: clientStack({ framing: 'hdlc' }), server: () => [ua] });
    assert.match(tell(pair.open()), /^DLMS_WRONG_ADDRESS/);
    const other = wpdu(value(1), 16, 9);
    const wrapped = new StackPair({ stack: clientStack({ framing: 'wrapper' }), server: () => [other] });
    assert.match(tell(wrapped.open()), /^DLMS_WRONG_ADDRESS/);
  });

  it('a GET answer that cannot be read, and then a good one', () => {
    const pair = opened(
      overHdlc({ get: (n, invoke) => (n === 0 ? octetsOf('C401C10012') : value(n, invoke)) }),
    );
    assert.equal(get(pair), 'DLMS_TRUNCATED service meter');
    assert.equal(get(pair), '1');
  });

  it('answers octet by octet, and two in one piece', () => {
    const down = new FaultLine(1, { split: 1 });
    const server = wrapperServer(scriptedMeter({ get: (n, invoke) => value(n, invoke) }));
    const pair = opened(new StackPair({ stack: clientStack({ framing: 'wrapper' }), server, down }));
    assert.equal(get(pair), '0');
    const twice = opened(
      new StackPair({
        stack: clientStack({ framing: 'wrapper' }),
        server: (octets) => server(octets).map((said) => joined(octetsOfSaid(said), wpdu(NOTIFICATION))),
      }),
    );
    assert.deepEqual([get(twice), get(twice)], ['1', '2']);
  });
});

function octetsOfSaid(said: Uint8Array | { readonly octets: Uint8Array }): Uint8Array {
  return said instanceof Uint8Array ? said : said.octets;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
