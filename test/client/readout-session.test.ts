/** The machine that reads plain readouts, step by step, and on what others have recorded. */
import assert from 'node:assert/strict';
import type { ReadoutInput, ReadoutOutput, ReadoutSettings } from '../../src/client/readout-primitive.js';
import { ReadoutSession } from '../../src/client/readout-session.js';
import { DlmsError } from '../../src/errors.js';
import { characterLine, octetLine } from '../../src/framing/iec62056-21/line-settings.js';
import { failureOf } from '../encoding/coding.js';
import { IecBench } from '../support/iec-bench.js';
import { READOUT } from '../support/iec-starts.js';
import { type Capture, captures, describeShared, vectors } from '../support/shared.js';

const REQUEST: ReadoutInput = { kind: 'READOUT.request' };
const BLOCK = '\x021.8.0(0012345.6*kWh)\x03l';
const WRONG = '\x021.8.0(0012345.6*kWh)\x03m';
const REST = ['stop', 'line 300 7E1'];

function bench(settings: Partial<ReadoutSettings> = {}): IecBench<ReadoutInput> {
  return new IecBench<ReadoutInput>(new ReadoutSession({ ...READOUT, retryCounter: 1, ...settings }));
}

/** A session whose option select is sent, and the line set. */
function collecting(settings: Partial<ReadoutSettings> = {}): IecBench<ReadoutInput> {
  const session = bench(settings);
  session.put(REQUEST);
  session.hear('/LGZ5ZMD\r\n');
  session.expire();
  session.expire();
  return session;
}

function confirmOf({ outputs }: IecBench<ReadoutInput>) {
  const confirm = outputs.findLast(
    (output: ReadoutOutput | { kind: string }) => output.kind === 'READOUT.confirm',
  );
  assert.ok(confirm?.kind === 'READOUT.confirm', 'the readout was confirmed');
  return confirm;
}

describe('a plain readout', () => {
  it('goes from the request message to the data', () => {
    const session = bench();
    assert.deepEqual(session.put(REQUEST), ['line 300 7E1', '> /?!\r\n', 'wait 2667']);
    assert.deepEqual(session.hear('/LGZ5ZMD\r\n'), ['wait 200']);
    assert.deepEqual(session.expire(), ['> \x06050\r\n', 'wait 100']);
    assert.deepEqual(session.expire(), ['line 9600 7E1', 'wait 2500']);
    assert.deepEqual(session.hear(BLOCK.slice(0, 9)), ['wait 2500']);
    assert.deepEqual(session.hear(BLOCK.slice(9)), [...REST, 'READOUT.confirm']);
    const { identification, lines, unread, check } = confirmOf(session);
    assert.equal(identification?.manufacturer, 'LGZ');
    assert.deepEqual(lines, [{ address: '1.8.0', values: [{ value: '0012345.6', unit: 'kWh' }] }]);
    assert.deepEqual([unread, check], [[], 'bcc']);
  });

  it('of modes A and B is not asked for', () => {
    const slow = bench();
    slow.put(REQUEST);
    assert.deepEqual(slow.hear('/LGZxZMD\r\n'), ['wait 2500']);
    assert.deepEqual(slow.hear('1.8.0(5*kWh)\r\n!\r\n'), ['wait 2500']);
    assert.deepEqual(slow.expire(), ['stop', 'READOUT.confirm']);
    assert.equal(confirmOf(slow).check, 'none');
    const quick = bench();
    quick.put(REQUEST);
    assert.deepEqual(quick.hear(`/LGZEZMD\r\n${BLOCK}`), [
      'line 9600 7E1',
      'wait 2500',
      ...REST,
      'READOUT.confirm',
    ]);
  });

  it('that is damaged is asked for once more, when the meter has fallen silent', () => {
    const session = collecting();
    assert.deepEqual(session.hear(WRONG), ['wait 500']);
    assert.deepEqual(session.hear('2.8.0(5*kWh)'), ['wait 500']);
    assert.deepEqual(session.expire(), ['> \x15', 'wait 2502']);
    assert.deepEqual(session.hear(BLOCK), [...REST, 'READOUT.confirm']);
  });

  it('that is damaged twice fails', () => {
    const session = collecting();
    session.hear(WRONG);
    session.expire();
    session.hear(WRONG);
    assert.deepEqual(session.expire(), [...REST, 'READOUT.failed DLMS_IEC_BCC']);
    assert.match(session.hint, /check 6D where its octets give 6C: .*optical head/);
  });

  it('that is damaged and not repeated fails', () => {
    const session = collecting();
    session.hear(WRONG);
    session.expire();
    assert.deepEqual(session.expire(), [...REST, 'READOUT.failed DLMS_IEC_BCC']);
  });

  it('that breaks off fails', () => {
    const session = collecting();
    session.hear(BLOCK.slice(0, -2));
    assert.deepEqual(session.expire(), ['wait 500']);
    session.expire();
    assert.deepEqual(session.expire(), [...REST, 'READOUT.failed DLMS_TRUNCATED']);
  });

  it('that never ends fails, and does not fill the memory', () => {
    const session = collecting();
    session.hear('\x02');
    let outputs: string[] = [];
    for (let times = 0; times < 300 && !outputs.some((each) => each.startsWith('READOUT')); times += 1) {
      outputs = session.hear('1.8.0(5)'.repeat(128));
    }
    assert.deepEqual(outputs, [...REST, 'READOUT.failed DLMS_TOO_LONG']);
  });

  it('without check is asked for once more, and taken when it comes so again, or not at all', () => {
    const data = '\x021.8.0(5*kWh)\r\n!\r\n';
    for (const again of [data, '']) {
      const session = collecting();
      session.hear(data);
      assert.deepEqual(session.expire(), ['wait 500']);
      assert.deepEqual(session.expire(), ['> \x15', 'wait 2502']);
      session.hear(again);
      assert.deepEqual(session.expire(), [...REST, 'READOUT.confirm']);
      assert.equal(confirmOf(session).check, 'none');
    }
  });

  it('without check after a damaged one is not taken', () => {
    const session = collecting();
    session.hear(WRONG);
    session.expire();
    session.hear('\x021.8.0(5*kWh)\r\n!\r\n');
    session.expire();
    assert.deepEqual(session.expire(), [...REST, 'READOUT.failed DLMS_IEC_BCC']);
  });

  it('that is not heard is asked for at the speed of the start, once the meter is silent', () => {
    const session = collecting();
    assert.deepEqual(session.expire(), ['line 300 7E1', 'wait 1600']);
    assert.deepEqual(session.hear('.8.0(5*kWh)'), ['wait 1600']);
    assert.deepEqual(session.expire(), ['line 300 7E1', '> /?!\r\n', 'wait 2667']);
    session.hear('/LGZ5ZMD\r\n');
    assert.deepEqual(session.expire(), ['> \x06000\r\n', 'wait 100']);
    assert.deepEqual(session.expire(), ['wait 2500']);
    assert.deepEqual(session.expire(), ['stop', 'READOUT.failed DLMS_TIMEOUT']);
    assert.match(session.hint, /silent: the option select/);
  });

  it('is not asked for again through a network', () => {
    const session = bench({ lineControl: false });
    session.put(REQUEST);
    session.hear('/LGZ5ZMD\r\n');
    assert.deepEqual(session.expire(), ['> \x06050\r\n', 'wait 2500']);
    assert.deepEqual(session.expire(), ['stop', 'READOUT.failed DLMS_TIMEOUT']);
  });

  it('ends with the line', () => {
    const session = collecting();
    const cause = new DlmsError('gone', { code: 'DLMS_LINE_CLOSED', layer: 'transport', fault: 'line' });
    assert.deepEqual(session.put({ kind: 'PH-ABORT.indication', cause }), [
      ...REST,
      'READOUT.failed DLMS_LINE_CLOSED',
    ]);
    assert.deepEqual(session.put({ kind: 'PH-ABORT.indication', cause }), []);
    assert.deepEqual(session.expire(), []);
    assert.deepEqual(session.hear(BLOCK), []);
  });

  it('is not begun with an address that cannot be sent', () => {
    assert.equal(
      failureOf(() => bench({ deviceAddress: '!' })),
      'DLMS_IEC_ADDRESS',
    );
  });
});

describe('a telegram that nobody asked for', () => {
  const listen = characterLine(2400);

  it('is waited for, and the line stays as it was set for it', () => {
    const session = bench({ listen });
    assert.deepEqual(session.put(REQUEST), ['line 2400 7E1', 'wait 2500']);
    assert.deepEqual(session.hear('.8.0(5*kWh)\r\n!\r\n'), []);
    assert.deepEqual(session.hear('/SIE32WR5\r\n6.8(0029.055*MWh)!\r\n'), ['wait 2500']);
    assert.deepEqual(session.expire(), ['stop', 'READOUT.confirm']);
    assert.equal(confirmOf(session).identification?.text, '2WR5');
  });

  it('need not have an identification where it has a frame', () => {
    const session = bench({ listen });
    session.put(REQUEST);
    assert.deepEqual(session.hear(BLOCK), ['stop', 'READOUT.confirm']);
    assert.equal(confirmOf(session).identification, undefined);
  });

  it('that is damaged is followed by the next one', () => {
    const session = bench({ listen });
    session.put(REQUEST);
    assert.deepEqual(session.hear('/KAM5\r\n1.8.0(5*kWh)\r\n!FFFF\r\n'), []);
    assert.deepEqual(session.hear(BLOCK), ['stop', 'READOUT.confirm']);
  });

  it('that never comes, or never whole, fails', () => {
    const silent = bench({ listen });
    silent.put(REQUEST);
    assert.deepEqual(silent.expire(), ['stop', 'READOUT.failed DLMS_TIMEOUT']);
    assert.match(silent.hint, /no whole telegram was sent for 2500 ms/);
    const spoilt = bench({ listen });
    spoilt.put(REQUEST);
    spoilt.hear('/KAM5\r\n1.8.0(5*kWh)\r\n!FFFF\r\n');
    assert.deepEqual(spoilt.expire(), ['stop', 'READOUT.failed DLMS_IEC_BCC']);
  });
});

describeShared('readouts that others have recorded', (root) => {
  const all = new Map(captures(root).map((each) => [each.id, each]));
  const capture = (id: string): Capture => all.get(id) ?? assert.fail(`no capture ${id}`);
  const shownAt = (session: IecBench<ReadoutInput>, address: string) =>
    confirmOf(session).lines.find((line) => line.address === address)?.values[0];

  for (const [id, select] of [
    ['so-els-ack-session', undefined],
    ['so-modee-ace-session', '> \x06000\r\n'],
  ] as const) {
    it(`${id}: a session, in which the check was not recorded`, () => {
      const [, identification, ...data] = capture(id).frames ?? [];
      const session = bench();
      session.put(REQUEST);
      const heard = session.hear(`hex ${identification?.hex}`);
      if (select !== undefined) assert.deepEqual(session.expire()[0], select);
      if (select !== undefined) session.expire();
      assert.ok(heard.length > 0);
      for (const { dir, hex } of data) if (dir === 'rx') session.hear(`hex ${hex}`);
      while (!session.outputs.some(({ kind }) => kind.startsWith('READOUT.'))) session.expire();
      assert.deepEqual(shownAt(session, '1.8.0'), { value: '000285.4', unit: 'kWh' });
    });
  }

  it('so-itron-em214: a reader that returns the request message', () => {
    const [first, data] = capture('so-itron-em214').frames ?? [];
    const session = bench();
    session.put(REQUEST);
    assert.deepEqual(session.hear(`hex ${first?.hex}`), ['wait 200']);
    session.expire();
    session.expire();
    session.hear(`hex ${data?.hex}`);
    while (!session.outputs.some(({ kind }) => kind.startsWith('READOUT.'))) session.expire();
    assert.deepEqual(shownAt(session, '1.8.1'), { value: '022108.7', unit: 'kWh' });
    assert.deepEqual(confirmOf(session).unread, []);
  });

  it('iec.readout: the worked block', () => {
    const hex = vectors(root).find(({ id }) => id === 'iec.readout')?.hex;
    const session = collecting();
    assert.deepEqual(session.hear(`hex ${hex}`), [...REST, 'READOUT.confirm']);
    assert.deepEqual(shownAt(session, '1.8.0'), { value: '0012345.6', unit: 'kWh' });
  });

  for (const id of ['so-uh50-moded', 'dp-v5', 'ams-kamstrup-gh578-1', 'p1-lg-e360-se-d', 'goiec-zcf100']) {
    it(`${id}: a telegram that was sent unasked`, () => {
      const { ascii, hex } = capture(id);
      const session = bench({ listen: octetLine(115200) });
      session.put(REQUEST);
      const octets = Buffer.from(hex ?? Buffer.from(ascii ?? '', 'latin1').toString('hex'), 'hex');
      for (const octet of octets) session.hear(`hex ${octet.toString(16).padStart(2, '0')}`);
      session.expire();
      assert.ok(confirmOf(session).lines.length > 5);
    });
  }
});
