/** Any inputs in any order: an HDLC link puts out primitives and never throws or runs away. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import type { LinkInput, LinkOutput } from '../../src/client/primitive.js';
import { SETTINGS } from '../support/hdlc-bench.js';
import { frame } from '../support/hdlc-notation.js';

const TEXTS = [
  'UA F',
  'DM F',
  'FRMR F 100008',
  'RR 1 F',
  'RNR 0 F',
  'REJ 2 F',
  'RR 7 -',
  'UI F E6E7000F',
  'SNRM P',
];

const iFrame = fc
  .tuple(
    fc.nat(7),
    fc.nat(7),
    fc.constantFrom('F', '-'),
    fc.constantFrom('', 'more '),
    fc.uint8Array({ maxLength: 9 }),
  )
  .map(([own, next, final, more, octets]) =>
    frame(`I ${own}/${next} ${final} ${more}${Buffer.from(octets).toString('hex')}`),
  );

const octets = fc.oneof(
  iFrame,
  fc.constantFrom(...TEXTS).map((text) => frame(text)),
  fc.constantFrom(frame('RR 1 F', { to: '23', from: '03' }), frame('UA F', { to: '21', from: '00020023' })),
  fc.uint8Array({ maxLength: 40 }),
);

const input: fc.Arbitrary<LinkInput> = fc.oneof(
  { weight: 5, arbitrary: octets.map((each) => ({ kind: 'PH-DATA.indication', octets: each }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'TIMER.expired', timer: 'response' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .uint8Array({ maxLength: 300 })
      .map((apdu) => ({ kind: 'DL-DATA.request', apdu, repeatable: true }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'DL-CONNECT.request' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'DL-WAIT.request' } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: 'DL-DISCONNECT.request' } as const) },
);

function checkOutputs(outputs: readonly LinkOutput[]): void {
  const timers = outputs.filter(({ kind }) => kind.startsWith('TIMER'));
  for (const timer of timers) if (timer.kind === 'TIMER.start') assert.ok(timer.ms > 0 && timer.ms < 10_000);
  const asks = outputs.findLastIndex(({ kind }) => kind === 'PH-DATA.request');
  if (asks >= 0 && !outputs.some(({ kind }) => kind === 'DL-ABORT.indication')) {
    assert.ok(
      outputs.slice(asks).some(({ kind }) => kind === 'TIMER.start'),
      'no answer is awaited for ever',
    );
  }
}

/** The link connects first, so that most inputs meet a connection. */
function converse(inputs: readonly LinkInput[], connected: boolean): void {
  const link = new HdlcLink(SETTINGS);
  if (connected) {
    link.handle({ kind: 'DL-CONNECT.request' });
    link.handle({ kind: 'PH-DATA.indication', octets: frame('UA F 81800E0502001006020010070107080107') });
  }
  for (const each of inputs) checkOutputs(link.handle(each));
}

describe('an HDLC link', () => {
  it('bears any inputs in any order', () => {
    fc.assert(fc.property(fc.array(input, { maxLength: 40 }), fc.boolean(), converse), {
      seed: 7,
      numRuns: 600,
    });
  });

  it('comes to an end with a meter that answers anything at all', () => {
    const check = (answers: Uint8Array[]): void => {
      const link = new HdlcLink({ ...SETTINGS, timeoutMs: 100 });
      let outputs = link.handle({ kind: 'DL-CONNECT.request' });
      link.handle({ kind: 'PH-DATA.indication', octets: frame('UA F') });
      outputs = link.handle({ kind: 'DL-DATA.request', apdu: Uint8Array.of(0xc0), repeatable: true });
      for (let turn = 0; turn < 500; turn += 1) {
        if (outputs.some(({ kind }) => kind.startsWith('DL-'))) return;
        const answer = answers[turn % answers.length];
        const waits = answer === undefined || answer.length === 0 || turn % 3 === 2;
        outputs = link.handle(
          waits
            ? { kind: 'TIMER.expired', timer: 'response' }
            : { kind: 'PH-DATA.indication', octets: answer },
        );
      }
      assert.fail('it goes on for ever');
    };
    const supervisory = fc.constantFrom(
      'RR 0 F',
      'RR 1 F',
      'RNR 0 F',
      'RNR 1 F',
      'I 0/1 F',
      'UI F 00',
      'REJ 0 F',
    );
    const answers = fc.array(
      fc.oneof(
        supervisory.map((text) => frame(text)),
        fc.uint8Array({ maxLength: 9 }),
      ),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(fc.property(answers, check), { seed: 8, numRuns: 200 });
  });
});
