/** Meters that only give a plain readout, well-behaved and not, on a serial line whose settings count. */
import assert from 'node:assert/strict';
import type { ReadoutInput } from '../../src/client/readout-primitive.js';
import { findReadoutLine } from '../../src/cosem/readout-name.js';
import { mainReadoutValue, readoutNumber } from '../../src/cosem/readout-value.js';
import { type MeterOptions, plainReadout } from '../support/iec-starts.js';

const READ: ReadoutInput = { kind: 'READOUT.request' };
const SIGN_ON = '> 2F3F210D0A';
const SELECT = '> 063035300D0A';
const NAK = '> 15';

type Line = ReturnType<typeof plainReadout>;

function meter(iec: NonNullable<MeterOptions['faults']>['iec'], rest: MeterOptions = {}): MeterOptions {
  return { ...rest, faults: { ...rest.faults, iec } };
}

function read(line: Line) {
  const outcome = line.ask(READ);
  assert.ok(
    outcome.kind === 'READOUT.confirm',
    'cause' in outcome ? String(outcome.cause.code) : outcome.kind,
  );
  return outcome;
}

/** Reads and looks for values that each readout must have. */
function readsWell(line: Line, check = 'bcc'): void {
  const { lines, unread, check: found, identification } = read(line);
  assert.equal(found, check);
  assert.deepEqual(unread, []);
  assert.match(identification?.manufacturer ?? '', /^MF[Ll]$/);
  const value = (name: string): number => {
    const found = mainReadoutValue(findReadoutLine(lines, name)?.values ?? []);
    const numeric = readoutNumber(found ?? assert.fail(`no line for ${name}`));
    return numeric.kind === 'number' ? numeric.value : Number.NaN;
  };
  const [total, day, night] = [0, 1, 2].map((tariff) => value(`1.0.1.8.${tariff}.255`));
  assert.equal(total?.toFixed(3), ((day ?? 0) + (night ?? 0)).toFixed(3));
  assert.ok((total ?? 0) > value('1.0.1.8.0.1') && value('1.0.1.8.0.1') > value('1.0.1.8.0.2'));
  assert.equal(mainReadoutValue(findReadoutLine(lines, '1.0.1.8.0.255')?.values ?? [])?.unit, 'kWh');
  assert.equal(value('0.0.96.1.0.255'), 12345678);
  assert.ok(value('1.0.32.7.0.255') > 200);
}

function failure(line: Line): string {
  const outcome = line.ask(READ);
  assert.ok(outcome.kind === 'READOUT.failed', outcome.kind);
  return `${outcome.cause.code} ${outcome.cause.layer}`;
}

describe('a plain readout', () => {
  it('of mode C: called at 300 Bd, read at 9600 Bd, both 7E1, and again', () => {
    const line = plainReadout();
    readsWell(line);
    assert.deepEqual(line.log, ['300 7E1', SIGN_ON, SELECT, '9600 7E1', '300 7E1']);
    readsWell(line);
  });

  it('of mode C, bounded to the speed that this side bears', () => {
    const line = plainReadout({ maxBaudRate: 300 });
    readsWell(line);
    assert.deepEqual(line.log, ['300 7E1', SIGN_ON, '> 063030300D0A']);
  });

  it('of mode A: at the speed of the start, without check', () => {
    const line = plainReadout({}, meter({ baudCharacter: 'x' }));
    readsWell(line, 'none');
    assert.deepEqual(line.log, ['300 7E1', SIGN_ON]);
  });

  it('of mode B: at the speed that the meter takes by itself', () => {
    const line = plainReadout({}, meter({ baudCharacter: 'D' }));
    readsWell(line);
    assert.deepEqual(line.log, ['300 7E1', SIGN_ON, '4800 7E1', '300 7E1']);
  });

  it('through a network, where no line can be set', () => {
    const line = plainReadout({ lineControl: false }, { line: { network: true } });
    readsWell(line);
    assert.deepEqual(line.log, [SIGN_ON, SELECT]);
  });

  it('through an optical head that returns what is sent, behind a hasty adapter', () => {
    readsWell(plainReadout({}, { faults: { echo: true }, line: { hasty: true } }));
  });

  it('of a meter that sleeps', () => readsWell(plainReadout({ wakeUp: true }, meter({ asleep: true }))));
});

describe('a plain readout of a meter that misbehaves', () => {
  it('by a wrong block check is asked for once more', () => {
    const line = plainReadout({}, meter({ wrongChecks: 1 }));
    readsWell(line);
    assert.deepEqual(line.log, ['300 7E1', SIGN_ON, SELECT, '9600 7E1', NAK, '300 7E1']);
  });

  it('by a wrong block check twice is given up, and the line left as it was', () => {
    const line = plainReadout({}, meter({ wrongChecks: 2 }));
    assert.equal(failure(line), 'DLMS_IEC_BCC iec');
    assert.equal(line.set, '300 7E1');
    readsWell(line);
  });

  it('by quick data, of which the beginning was sent before the line was set, is asked for once more', () => {
    const line = plainReadout({ switchPauseMs: 100 }, meter({ quick: true, reactionMs: 20 }));
    readsWell(line);
    assert.ok(line.log.includes(NAK));
    const sooner = plainReadout({}, meter({ quick: true, reactionMs: 20 }));
    readsWell(sooner);
    assert.ok(!sooner.log.includes(NAK));
  });

  it('by never sending a check is taken at its word the second time', () => {
    const line = plainReadout({}, meter({ withoutCheck: true }));
    readsWell(line, 'none');
    assert.equal(line.log.filter((entry) => entry === NAK).length, 1);
  });

  it('by staying at the speed of the start is told to stay there', () => {
    const line = plainReadout({}, meter({ staysSlow: true }));
    readsWell(line);
    assert.deepEqual(line.log, [
      ...['300 7E1', SIGN_ON, SELECT, '9600 7E1', '300 7E1'],
      ...['300 7E1', SIGN_ON, '> 063030300D0A'],
    ]);
  });

  it('by a speed that nobody knows', () => {
    const line = plainReadout({}, meter({ baudCharacter: '8' }));
    assert.equal(failure(line), 'DLMS_IEC_BAUD iec');
    assert.equal(line.set, '300 7E1');
  });

  it('by cutting its identification short', () => {
    assert.equal(failure(plainReadout({}, meter({ cutIdentification: 3 }))), 'DLMS_IEC_IDENTIFICATION iec');
  });

  it('by silence', () => {
    const line = plainReadout({}, { faults: { silent: true } });
    assert.equal(failure(line), 'DLMS_TIMEOUT iec');
    assert.equal(line.log.filter((entry) => entry === SIGN_ON).length, 3);
    assert.equal(line.set, '300 7E1');
  });
});
