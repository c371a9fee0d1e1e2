/** Protected associations over lines that double, delay and cut what they carry. */
import assert from 'node:assert/strict';
import type { StackOptions } from '../../src/client/stack.js';
import { privateKeyFromScalar, publicOf } from '../../src/security/key-pair.js';
import { blockwise } from '../support/blockwise.js';
import { clientStack } from '../support/client-stacks.js';
import { ENERGY, get, notes, opened, SCALER, tell } from '../support/conversation.js';
import { FaultLine, type Faults } from '../support/fault-line.js';
import { hexOf, octetsOf } from '../support/recorded-conversation.js';
import { late } from '../support/scripted-meter.js';
import { type SecuredScript, securedMeter } from '../support/secured-meter.js';
import { CountFrom, CTOS, clientMaterial, SECRET, serverMaterial } from '../support/security-keys.js';
import { StackPair } from '../support/stack-pair.js';
import { hdlcStation } from '../support/tiny-hdlc.js';
import { type ApduServer, wrapperServer } from '../support/tiny-wrapper.js';

interface Options {
  readonly script?: Partial<SecuredScript>;
  readonly settings?: Partial<StackOptions>;
  readonly form?: 'general';
  readonly down?: Faults;
  readonly serve?: (meter: ApduServer) => ApduServer;
}

const SECURED = { auth: 'HighGmac', password: SECRET, challenge: CTOS } as const;

function pairOver(framing: 'hdlc' | 'wrapper', options: Options = {}): StackPair {
  const { script, settings, form, down, serve = (meter: ApduServer) => meter } = options;
  const material = serverMaterial({ form });
  const answer = serve(securedMeter({ mechanism: 'HighGmac', material, ...script }).serve);
  const security = clientMaterial({ form });
  return new StackPair({
    stack: clientStack({ framing, settings: { ...SECURED, security, ...settings } }),
    server: framing === 'wrapper' ? wrapperServer(answer) : hdlcStation(answer).serve,
    down: new FaultLine(3, down),
  });
}

const LATE = /^(the invocation counter \d+ was used before|belongs to an earlier request)/;

describe('a protected association with a meter that is slow', () => {
  // The AARE and pass 4 come in time, and the first answer after the request went out once more.
  const slow = (answer: Uint8Array, n: number) => late(answer, n === 2 ? 3000 : 300);

  it('over the WRAPPER: it answers the repetition as well, which is passed over', () => {
    const pair = opened(pairOver('wrapper', { script: { say: slow } }));
    assert.equal(get(pair), '42');
    assert.equal(get(pair), '42');
    assert.ok(notes(pair).some((note) => LATE.test(note)));
    assert.equal(get(pair), '42');
  });

  it('over HDLC: nothing comes twice', () => {
    const pair = opened(pairOver('hdlc', { script: { say: slow } }));
    assert.equal(get(pair), '42');
    assert.equal(get(pair), '42');
    assert.deepEqual(
      notes(pair).filter((note) => LATE.test(note)),
      [],
    );
  });

  it('is asked again under a new number: it would take the old one for a replay', () => {
    const counter = new CountFrom(1);
    const security = clientMaterial({ counter });
    const pair = opened(pairOver('wrapper', { script: { say: slow }, settings: { security } }));
    get(pair);
    const numbers = pair.sent.slice(2).map((wpdu) => hexOf(wpdu.subarray(11, 15)));
    assert.deepEqual(numbers, ['00000004', '00000005']);
    assert.deepEqual(counter.taken, [1, 2, 3, 4, 5]);
  });

  it('over HDLC is asked again with the same frame, which takes no number', () => {
    const counter = new CountFrom(1);
    const security = clientMaterial({ counter });
    get(opened(pairOver('hdlc', { script: { say: slow }, settings: { security } })));
    assert.deepEqual(counter.taken, [1, 2, 3, 4]);
  });
});

describe('a protected association over datagrams', () => {
  const over = (down: Faults) => pairOver('wrapper', { down, settings: { datagrams: true } });

  it('that come twice is read, each of them once', () => {
    const pair = opened(over({ duplicate: 0.6 }));
    for (let count = 0; count < 10; count += 1) assert.equal(get(pair), '42');
    assert.ok(notes(pair).some((note) => LATE.test(note)));
    assert.ok(pair.harmed > 3);
  });

  for (const signed of [false, true]) {
    it(`of which answers get lost is read all the same${signed ? ', signed' : ''}`, () => {
      const signingKey = privateKeyFromScalar('P-256', octetsOf('11'.repeat(32)));
      const keys = { suite: 1, signed, signingKey, peerPublicKey: publicOf(signingKey) } as const;
      let lost = 0;
      for (let seed = 0; seed < 5; seed += 1) {
        const settings = {
          ...SECURED,
          auth: 'None',
          security: clientMaterial(keys),
          datagrams: true,
        } as const;
        const pair = new StackPair({
          stack: clientStack({ framing: 'wrapper', retryCounter: 8, settings }),
          server: wrapperServer(securedMeter({ material: serverMaterial(keys) }).serve),
          down: new FaultLine(seed, { drop: 0.3 }),
        });
        opened(pair);
        for (let count = 0; count < 6; count += 1) assert.equal(get(pair), '42');
        lost += pair.harmed;
      }
      assert.ok(lost > 5, `${lost}`);
    });
  }

  it('that overtake one another is read, or breaks down and says why', () => {
    const pair = over({ duplicate: 0.3, late: 0.5 });
    const told = [tell(pair.open()), get(pair), get(pair)];
    for (const each of told) assert.match(each, /^(COSEM-OPEN\.confirm|42|DLMS_\w+ \w+ \w+)$/);
  });
});

describe('a protected association on a line that falsifies', () => {
  it('of datagrams ends with the reason, and gives no value that was never sent', () => {
    for (let seed = 0; seed < 8; seed += 1) {
      const security = clientMaterial();
      const pair = new StackPair({
        stack: clientStack({ framing: 'wrapper', settings: { ...SECURED, security, datagrams: true } }),
        server: wrapperServer(securedMeter({ mechanism: 'HighGmac', material: serverMaterial() }).serve),
        down: new FaultLine(seed, { corrupt: 0.5 }),
      });
      const told = [tell(pair.open()), get(pair), get(pair), get(pair)];
      for (const each of told)
        assert.match(each, /^(COSEM-OPEN\.confirm|42|DLMS_\w+ \w+ \w+)$/, `seed ${seed}`);
    }
  });
});

describe('general block transfer, which stands outside of protection', () => {
  const GRANTED = 0x60121d;
  const NAME = `C401C1000920${'41'.repeat(32)}`;
  const options = (maxPduSize: number): Options => ({
    form: 'general',
    script: { conformance: GRANTED, maxPduSize, get: () => octetsOf(NAME) },
    serve: (meter) => blockwise((request) => meter(request) as Uint8Array, 24),
  });

  for (const framing of ['hdlc', 'wrapper'] as const) {
    it(`joins what is then opened, over ${framing}`, () => {
      const pair = opened(pairOver(framing, options(1024)));
      assert.match(get(pair), /^data$/);
      assert.ok(pair.traces.some(({ octets }) => octets[0] === 0xe0));
    });

    it(`cuts the answer to a challenge that is longer than the meter takes, over ${framing}`, () => {
      const { script, serve = (meter) => meter } = options(64);
      const meter = securedMeter({ ...script, mechanism: 'HighSha256', material: serverMaterial() });
      const answer = serve(meter.serve);
      const settings = { ...SECURED, auth: 'HighSha256', security: clientMaterial() } as const;
      const pair = new StackPair({
        stack: clientStack({ framing, settings }),
        server: framing === 'wrapper' ? wrapperServer(answer) : hdlcStation(answer).serve,
      });
      assert.match(get(opened(pair)), /^data$/);
      const [aarq, ...others] = pair.traces
        .filter(({ layer, direction }) => layer === 'application' && direction === 'sent')
        .map(({ octets }) => octets);
      assert.equal(aarq?.[0], 0x60);
      assert.ok(others.some((octets) => octets[0] === 0xe0));
    });

    it(`cuts what was protected before, over ${framing}`, () => {
      const list = {
        ...options(40),
        script: { ...options(40).script, get: () => octetsOf('C403C10200112A00112B') },
      };
      const pair = opened(pairOver(framing, list));
      assert.equal(get(pair, ENERGY, SCALER), '42,43');
      const sent = pair.traces
        .filter(({ direction }) => direction === 'sent')
        .map(({ octets }) => hexOf(octets));
      assert.ok(sent.some((hex) => /^E0.{12}DB08/.test(hex)));
    });
  }
});
