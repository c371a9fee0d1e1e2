/** Meters with an IEC start, well-behaved and not, on a serial line whose settings count. */
import assert from 'node:assert/strict';
import type { StackInput } from '../../src/client/primitive.js';
import { told } from '../support/apdus.js';
import { ENERGY } from '../support/conversation.js';
import { type MeterOptions, modeE } from '../support/iec-starts.js';

const OPEN: StackInput = { kind: 'COSEM-OPEN.request' };
const GET: StackInput = { kind: 'GET.request', attributes: [ENERGY] };
const RELEASE: StackInput = { kind: 'COSEM-RELEASE.request' };
const SIGN_ON = '> 2F3F210D0A';
const SELECT = '> 063235320D0A';

type Line = ReturnType<typeof modeE>;

/** Opens, reads, releases. */
function readsWell(line: Line): void {
  const opened = line.ask(OPEN);
  assert.equal(opened.kind, 'COSEM-OPEN.confirm', 'cause' in opened ? told(opened.cause) : '');
  const got = line.ask(GET);
  assert.ok(got.kind === 'GET.confirm');
  assert.equal(got.results[0]?.kind, 'data');
  assert.equal(line.ask(RELEASE).kind, 'COSEM-RELEASE.confirm');
}

/** The code with which opening fails. */
function failure(line: Line): string {
  const outcome = line.ask(OPEN);
  assert.ok(outcome.kind === 'COSEM-ABORT.indication', outcome.kind);
  return `${outcome.cause.code} ${outcome.cause.layer}`;
}

/** What happened before HDLC. */
function start(line: Line): string[] {
  const hdlc = line.log.findIndex((entry) => entry.startsWith('> 7E'));
  return line.log.slice(0, hdlc < 0 ? undefined : hdlc);
}

function meter(iec: NonNullable<MeterOptions['faults']>['iec'], rest: MeterOptions = {}): MeterOptions {
  return { ...rest, faults: { ...rest.faults, iec } };
}

describe('a meter of mode E', () => {
  it('is called at 300 Bd 7E1, read at 9600 Bd 8N1, and left at 300 Bd 7E1', () => {
    const line = modeE();
    readsWell(line);
    assert.deepEqual(start(line), ['300 7E1', SIGN_ON, SELECT, '9600 8N1']);
    assert.equal(line.set, '300 7E1');
    readsWell(line);
  });

  it('is spoken to by its device address, leading zeros aside', () => {
    const line = modeE(
      { deviceAddress: '0012345679', server: { size: 1, upper: 17, lower: 0 } },
      { site: { meters: 3 } },
    );
    readsWell(line);
    assert.equal(start(line)[1], '> 2F3F30303132333435363739210D0A');
    assert.equal(failure(modeE({}, { site: { meters: 3 } })), 'DLMS_TIMEOUT iec');
  });

  it('is bounded to the speed that this side bears', () => {
    const line = modeE({ maxBaudRate: 2400 });
    readsWell(line);
    assert.deepEqual(start(line).slice(2), ['> 063233320D0A', '2400 8N1']);
  });

  it('may be called at another speed than 300 Bd', () => {
    const line = modeE({ startBaudRate: 9600 }, meter({ startBaudRate: 9600 }));
    readsWell(line);
    assert.deepEqual(start(line), ['9600 7E1', SIGN_ON, SELECT, '9600 8N1']);
    assert.equal(line.set, '9600 7E1');
  });

  it('need not say that it knows HDLC', () => readsWell(modeE({}, meter({ unmarked: true }))));

  it('may confirm at the old speed, or not at all', () => {
    readsWell(modeE({}, meter({ confirmation: 'old speed' })));
    readsWell(modeE({}, meter({ confirmation: 'none' })));
  });

  it('may be slower than most, or quicker', () => {
    readsWell(modeE({}, meter({ reactionMs: 1400 })));
    readsWell(modeE({}, meter({ quick: true, reactionMs: 20 })));
  });

  it('is read behind an adapter that says too early that all was sent', () => {
    readsWell(modeE({}, { line: { hasty: true } }));
  });

  it('is read through an optical head that returns what is sent', () => {
    for (const iec of [{}, { confirmation: 'old speed' }, { confirmation: 'none' }] as const) {
      readsWell(modeE({}, meter(iec, { faults: { echo: true } })));
    }
  });

  it('is read behind rubbish', () => {
    const line = modeE({}, { faults: { junk: [0x7f, 0x00, 0x41] } });
    assert.equal(line.ask(OPEN).kind, 'COSEM-OPEN.confirm');
  });

  it('is woken where it sleeps', () => {
    const line = modeE({ wakeUp: true }, meter({ asleep: true }));
    readsWell(line);
    assert.deepEqual(start(line).slice(0, 3), ['300 7E1', `> ${'00'.repeat(66)}`, SIGN_ON]);
    assert.equal(failure(modeE({}, meter({ asleep: true }))), 'DLMS_TIMEOUT iec');
  });

  it('is read through a network, where no line can be set and none is asked to be', () => {
    const line = modeE({ lineControl: false }, { line: { network: true } });
    readsWell(line);
    assert.deepEqual(start(line), [SIGN_ON, SELECT]);
    assert.ok(line.log.every((entry) => entry.startsWith('>')));
  });

  it('is read over a line of 8 bits on which parity has to be made', () => {
    const line = modeE(
      { lineControl: false, evenParity: true, startBaudRate: 9600 },
      { line: { network: true } },
    );
    readsWell(line);
    assert.deepEqual(start(line), ['> AF3F218D0A', '> 06B235B28D0A']);
  });
});

describe('a meter of mode E that misbehaves', () => {
  it('by staying at the speed of the start is still found', () => {
    const line = modeE({ retryCounter: 1 }, meter({ staysSlow: true, confirmation: 'none' }));
    readsWell(line);
    assert.deepEqual(
      line.log.filter((entry) => !entry.startsWith('>')),
      ['300 7E1', '9600 8N1', '300 8N1', '300 7E1'],
    );
  });

  it('by staying at the speed of the start is read without delay where that is known', () => {
    const line = modeE({ hdlcBaudRate: 300 }, meter({ staysSlow: true }));
    readsWell(line);
    assert.deepEqual(start(line), ['300 7E1', SIGN_ON, SELECT, '300 8N1']);
  });

  it('by a speed that nobody knows is refused, unless that speed is told', () => {
    const line = modeE({}, meter({ baudCharacter: '9' }));
    assert.equal(failure(line), 'DLMS_IEC_BAUD iec');
    assert.equal(line.set, '300 7E1');
    const stays = meter({ baudCharacter: '9', staysSlow: true });
    const helped = modeE({ hdlcBaudRate: 300 }, stays);
    readsWell(helped);
    assert.equal(start(helped)[2], '> 063239320D0A');
  });

  it('by knowing modes A and B only is refused', () => {
    assert.equal(failure(modeE({}, meter({ baudCharacter: 'x' }))), 'DLMS_IEC_MODE iec');
    assert.equal(failure(modeE({}, meter({ baudCharacter: 'E' }))), 'DLMS_IEC_MODE iec');
  });

  it('by a plain readout in place of HDLC', () => {
    const line = modeE({}, meter({ insteadOfHdlc: 'readout' }));
    assert.equal(failure(line), 'DLMS_IEC_READOUT iec');
    assert.equal(line.set, '300 7E1');
  });

  it('by refusing the option select', () => {
    const line = modeE({}, meter({ insteadOfHdlc: 'refusal', reactionMs: 20 }));
    assert.equal(failure(line), 'DLMS_IEC_REFUSED iec');
  });

  it('by cutting its identification short', () => {
    const line = modeE({}, meter({ cutIdentification: 9 }));
    assert.equal(failure(line), 'DLMS_IEC_IDENTIFICATION iec');
    assert.equal(line.log.filter((entry) => entry === SIGN_ON).length, 3);
    assert.equal(line.set, '300 7E1');
  });

  it('by silence leaves the line as it was, after one look whether it still is in HDLC', () => {
    const line = modeE({}, { faults: { silent: true } });
    assert.equal(failure(line), 'DLMS_TIMEOUT iec');
    const calls = line.log.map((entry) => (entry.startsWith('> 7E') ? '> HDLC' : entry));
    assert.deepEqual(calls, ['300 7E1', SIGN_ON, SIGN_ON, SIGN_ON, '9600 8N1', '> HDLC', '300 7E1']);
  });

  it('by being in HDLC already, left there by a client that vanished', () => {
    const faults = { silent: false };
    const line = modeE({}, { faults });
    assert.equal(line.ask(OPEN).kind, 'COSEM-OPEN.confirm');
    faults.silent = true;
    assert.equal(line.ask(GET).kind, 'COSEM-ABORT.indication');
    assert.equal(line.set, '300 7E1');
    faults.silent = false;
    readsWell(line);
    assert.equal(line.log.filter((entry) => entry === SELECT).length, 1);
  });
});
