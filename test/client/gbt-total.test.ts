/** Blocks in any order, any number of times, and blocks of no sense at all. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StackInput } from '../../src/client/primitive.js';
import { attribute } from '../support/apdus.js';
import { clientStack } from '../support/client-stacks.js';
import { block, GbtBench, LAST, STREAMING } from '../support/gbt-bench.js';
import { AARE } from '../support/scripted-meter.js';
import { wpdu } from '../support/tiny-wrapper.js';

const RUNS = { seed: 12, numRuns: 300 };
const REQUEST = 'C001C100030100010800FF0200';

describe('the blocks of one window', () => {
  it('join to what they were cut from, in any order and however often they come', () => {
    const situation = fc.uint8Array({ minLength: 2, maxLength: 60 }).chain((apdu) =>
      fc.tuple(
        fc.constant(apdu),
        fc.shuffledSubarray(
          Array.from({ length: apdu.length - 1 }, (_, at) => at),
          { minLength: apdu.length - 1 },
        ),
        fc.array(fc.nat(apdu.length - 2), { maxLength: 20 }),
        fc.nat(0xffff),
      ),
    );
    fc.assert(
      fc.property(situation, ([apdu, order, again, first]) => {
        const bench = new GbtBench({ blockWindow: 63 });
        bench.ask(REQUEST);
        const hex = Buffer.from(apdu).toString('hex').toUpperCase();
        const part = (at: number) => {
          const last = at === apdu.length - 1;
          const control = last ? LAST | 1 : STREAMING | 1;
          return block(control, (first + at) % 0x10000, 0, hex.slice(2 * at, 2 * at + 2));
        };
        const heard = [
          ...bench.hear(part(0)),
          ...[...again, ...order].flatMap((at) => bench.hear(part(at + 1))),
        ];
        const joined = heard.filter((word) => word.startsWith('<'));
        assert.deepEqual(joined, [`< ${hex}`]);
      }),
      RUNS,
    );
  });
});

describe('blocks of no sense', () => {
  const anyBlock = fc
    .record({
      control: fc.nat(255),
      number: fc.oneof(fc.nat(6), fc.nat(0xffff)),
      acknowledged: fc.oneof(fc.nat(6), fc.nat(0xffff)),
      data: fc.uint8Array({ maxLength: 8 }),
    })
    .map(({ control, number, acknowledged, data }) =>
      Buffer.from(block(control, number, acknowledged, Buffer.from(data).toString('hex')), 'hex'),
    );
  const anyOctets = fc.uint8Array({ maxLength: 12 }).map((octets) => Buffer.from([0xe0, ...octets]));
  const silence = fc.constant('silence' as const);

  for (const settings of [{}, { blockWindow: 5 }, { datagrams: true }]) {
    it(`leave a stack that answers, waits or gives up: ${JSON.stringify(settings)}`, () => {
      fc.assert(
        fc.property(fc.array(fc.oneof(anyBlock, anyBlock, anyOctets, silence), { maxLength: 40 }), (said) => {
          const stack = clientStack({ framing: 'wrapper', settings });
          const put = (input: StackInput) => stack.handle(input).map(({ kind }) => kind);
          put({ kind: 'COSEM-OPEN.request' });
          put({ kind: 'PH-DATA.indication', octets: wpdu(AARE) });
          const request = { kind: 'GET.request', attributes: [attribute(1, '0.0.42.0.0.255', 2)] } as const;
          let timer = put(request).includes('TIMER.start');
          for (const each of said) {
            const outputs =
              each === 'silence'
                ? put({ kind: 'TIMER.expired', timer: 'response' })
                : put({ kind: 'PH-DATA.indication', octets: wpdu(each) });
            const over = outputs.some((kind) => /^GET\.|^COSEM-ABORT/.test(kind));
            timer = outputs.includes('TIMER.start') || (timer && !outputs.includes('TIMER.stop'));
            assert.ok(over || timer, 'nobody would ever speak again');
            if (over) return;
          }
        }),
        RUNS,
      );
    });
  }
});
