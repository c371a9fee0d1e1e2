/** Any inputs in any order: machines with an IEC start put out primitives, and never throw or run away. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ModeELink } from '../../src/client/mode-e-link.js';
import type { LinkInput, LinkOutput } from '../../src/client/primitive.js';
import type { ReadoutInput, ReadoutOutput } from '../../src/client/readout-primitive.js';
import { ReadoutSession } from '../../src/client/readout-session.js';
import { characterLine } from '../../src/framing/iec62056-21/line-settings.js';
import { frame } from '../support/hdlc-notation.js';
import { MODE_E, READOUT } from '../support/iec-starts.js';

const ENDS = { to: '21', from: '21' };

const octets = fc.oneof(
  fc
    .constantFrom(
      '/?!\r\n',
      '/LGZ5\\2ZMD\r\n',
      '/LGZ9ZMD\r\n',
      '/LGZAZMD\r\n',
      '/LGZxZMD\r\n',
      '\x06252\r\n',
      '\x0625',
      '\x06050\r\n',
      '\x15',
      '\x021.8.0(0012345.6*kWh)\x03l',
      '\x021.8.0(0012345.6*kWh)\x03m',
      '\x021.8.0(5*kWh)\r\n!\r\n',
      '\x01P0\x02(00000000)\x03`',
      '1.8.0(5*kWh)\r\n!\r\n',
    )
    .map((text) => Buffer.from(text, 'latin1')),
  fc.constantFrom('UA F', 'DM F', 'RR 1 F', 'I 0/1 F E6E700C401').map((text) => frame(text, ENDS)),
  fc.uint8Array({ maxLength: 30 }),
);
const heard = octets.map((each) => ({ kind: 'PH-DATA.indication', octets: each }) as const);
const expired = fc.constant({ kind: 'TIMER.expired', timer: 'response' } as const);

/** After each burst something is waited for, or it is over. */
function checkOutputs(outputs: readonly (LinkOutput | ReadoutOutput)[]): void {
  for (const output of outputs)
    if (output.kind === 'TIMER.start') assert.ok(output.ms > 0 && output.ms < 20_000);
  const asks = outputs.findLastIndex(({ kind }) => kind === 'PH-DATA.request' || kind === 'PH-LINE.request');
  const ends = outputs.some(({ kind }) => /^(DL-|READOUT\.)/.test(kind));
  if (asks < 0 || ends) return;
  const waits = outputs.slice(asks).some(({ kind }) => kind === 'TIMER.start');
  assert.ok(waits, 'no answer is awaited for ever');
}

describe('a link with an IEC start', () => {
  const input: fc.Arbitrary<LinkInput> = fc.oneof(
    { weight: 6, arbitrary: heard },
    { weight: 4, arbitrary: expired },
    { weight: 1, arbitrary: fc.constant({ kind: 'DL-CONNECT.request' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'DL-WAIT.request' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'DL-DISCONNECT.request' } as const) },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ maxLength: 20 })
        .map((apdu) => ({ kind: 'DL-DATA.request', apdu, repeatable: true }) as const),
    },
  );

  it('bears any inputs in any order', () => {
    const check = (inputs: readonly LinkInput[], lineControl: boolean): void => {
      const link = new ModeELink({ ...MODE_E, lineControl, wakeUp: !lineControl });
      checkOutputs(link.handle({ kind: 'DL-CONNECT.request' }));
      for (const each of inputs) checkOutputs(link.handle(each));
    };
    fc.assert(fc.property(fc.array(input, { maxLength: 40 }), fc.boolean(), check), {
      seed: 11,
      numRuns: 500,
    });
  });

  it('comes to an end with a meter that answers anything at all', () => {
    const check = (answers: Uint8Array[]): void => {
      const link = new ModeELink(MODE_E);
      let outputs = link.handle({ kind: 'DL-CONNECT.request' });
      for (let turn = 0; turn < 300; turn += 1) {
        if (outputs.some(({ kind }) => kind.startsWith('DL-'))) return;
        const answer = answers[turn % answers.length] ?? Buffer.alloc(0);
        outputs = link.handle(
          turn % 2 === 1
            ? { kind: 'TIMER.expired', timer: 'response' }
            : { kind: 'PH-DATA.indication', octets: answer },
        );
      }
      assert.fail('it goes on for ever');
    };
    fc.assert(fc.property(fc.array(octets, { minLength: 1, maxLength: 6 }), check), {
      seed: 12,
      numRuns: 300,
    });
  });
});

describe('a session that reads plain readouts', () => {
  const input: fc.Arbitrary<ReadoutInput> = fc.oneof(
    { weight: 6, arbitrary: heard },
    { weight: 4, arbitrary: expired },
    { weight: 1, arbitrary: fc.constant({ kind: 'READOUT.request' } as const) },
  );
  const listens = fc.constantFrom(undefined, characterLine(2400));

  it('bears any inputs in any order', () => {
    const check = (
      inputs: readonly ReadoutInput[],
      listen: ReturnType<typeof characterLine> | undefined,
    ): void => {
      const session = new ReadoutSession({ ...READOUT, listen });
      checkOutputs(session.handle({ kind: 'READOUT.request' }));
      for (const each of inputs) checkOutputs(session.handle(each));
    };
    fc.assert(fc.property(fc.array(input, { maxLength: 40 }), listens, check), { seed: 13, numRuns: 500 });
  });

  it('comes to an end with a meter that answers anything at all', () => {
    const check = (answers: Uint8Array[]): void => {
      const session = new ReadoutSession(READOUT);
      let outputs = session.handle({ kind: 'READOUT.request' });
      for (let turn = 0; turn < 300; turn += 1) {
        if (outputs.some(({ kind }) => kind.startsWith('READOUT.'))) return;
        const answer = answers[turn % answers.length] ?? Buffer.alloc(0);
        outputs = session.handle(
          turn % 2 === 1
            ? { kind: 'TIMER.expired', timer: 'response' }
            : { kind: 'PH-DATA.indication', octets: answer },
        );
      }
      assert.fail('it goes on for ever');
    };
    fc.assert(fc.property(fc.array(octets, { minLength: 1, maxLength: 6 }), check), {
      seed: 14,
      numRuns: 300,
    });
  });
});
