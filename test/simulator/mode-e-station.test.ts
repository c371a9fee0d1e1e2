/** Simulated meters with an IEC start, spoken to message by message. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { readDataSets } from '../../src/framing/iec62056-21/data-set.js';
import { IecDeframer } from '../../src/framing/iec62056-21/deframer.js';
import { characterLine, type LineSettings, octetLine } from '../../src/framing/iec62056-21/line-settings.js';
import type { IecBehaviour } from '../../src/simulator/iec-behaviour.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import type { ServerStack } from '../../src/simulator/stack.js';
import { frame, readableTexts } from '../support/hdlc-notation.js';
import { describeShared, sessions } from '../support/shared.js';
import { NOON } from './reading.js';
import { stackOf } from './stacks.js';

const SIGN_ON = '/?!\r\n';
const IDENTIFICATION = '/MFL5\\2MFL-DEMO\r\n';
const HDLC = '\x06252\r\n';
const READ = '\x06050\r\n';
const SNRM = to('03', 'SNRM P');
const DISC = to('03', 'DISC P');

function to(meter: string, text: string): string {
  return toHex(frame(text, { to: meter, from: '21' }));
}

class Caller {
  readonly #stack: ServerStack;
  /** What the answer came with. */
  line: LineSettings | undefined;
  delayMs = 0;
  now = NOON;

  constructor(iec: IecBehaviour = {}, options: SimulatorOptions = {}) {
    this.#stack = stackOf('iec', options, { iec });
  }

  /** The client's line is set. */
  set(line: LineSettings): this {
    assert.deepEqual(this.#stack.handle({ kind: 'PH-LINE.indication', line }, this.now), []);
    return this;
  }

  /** Characters, or octets in hex where they begin with a flag; the answer as it came. */
  say(text: string): Uint8Array {
    const octets = /^7E/.test(text) ? fromHex(text) : Buffer.from(text, 'latin1');
    const outputs = this.#stack.handle({ kind: 'PH-DATA.indication', octets }, this.now);
    const sent = outputs.flatMap((output) => (output.kind === 'PH-DATA.request' ? [output] : []));
    this.line = sent.at(-1)?.line;
    this.delayMs = sent[0]?.delayMs ?? 0;
    return Buffer.concat(sent.map((each) => each.octets));
  }

  text(text: string): string {
    return Buffer.from(this.say(text)).toString('latin1');
  }

  hdlc(hex: string): string[] {
    return readableTexts(this.say(hex));
  }
}

describe('a simulated meter with an IEC start', () => {
  it('identifies itself, goes over to HDLC, and back after DISC', () => {
    const caller = new Caller();
    assert.equal(caller.text(SIGN_ON), IDENTIFICATION);
    assert.deepEqual([caller.line, caller.delayMs], [characterLine(300), 200]);
    assert.equal(caller.text(HDLC), HDLC);
    assert.deepEqual(caller.line, characterLine(9600));
    assert.equal(caller.text(SIGN_ON), '');
    assert.match(caller.hdlc(SNRM)[0] ?? '', /^UA P/);
    assert.deepEqual([caller.line, caller.delayMs], [octetLine(9600), 0]);
    assert.deepEqual(caller.hdlc(DISC), ['UA P']);
    assert.deepEqual(caller.hdlc(SNRM), []);
    assert.equal(caller.text(SIGN_ON), IDENTIFICATION);
  });

  it('gives a readout with a right check, and again after NAK', () => {
    const caller = new Caller();
    caller.say(SIGN_ON);
    const first = caller.say(READ);
    assert.deepEqual(caller.line, characterLine(9600));
    const [output] = new IecDeframer().push(first);
    assert.ok(output?.kind === 'message' && output.message.kind === 'data-block');
    const { sets, unread } = readDataSets(output.message.data);
    assert.deepEqual(unread, []);
    const shown = sets.map(({ address, values }) => `${address} ${values[0]?.value} ${values[0]?.unit}`);
    assert.deepEqual(shown.slice(0, 4), [
      'F.F 00000000 undefined',
      '0.0.0 12345678 undefined',
      '0.9.1 120723 undefined',
      '0.9.2 250618 undefined',
    ]);
    assert.match(shown[4] ?? '', /^1\.8\.0 \d{6}\.\d{3} kWh$/);
    assert.match(shown[5] ?? '', /^1\.8\.0\*01 \d{6}\.\d{3} kWh$/);
    assert.deepEqual(caller.say('\x15'), first);
    assert.equal(caller.text(SIGN_ON), IDENTIFICATION);
    assert.equal(caller.text('\x15'), '');
  });

  it('hears nothing at another speed or parity than its own', () => {
    const caller = new Caller();
    assert.equal(caller.set(characterLine(9600)).text(SIGN_ON), '');
    assert.equal(caller.set(octetLine(300)).text(SIGN_ON), '');
    assert.equal(caller.set(octetLine(300)).text('\xaf?!\x8d\n'), IDENTIFICATION);
    assert.equal(caller.set(characterLine(300)).text(HDLC), HDLC);
    assert.deepEqual(caller.hdlc(SNRM), []);
    assert.deepEqual(caller.set(characterLine(9600)).hdlc(SNRM), []);
    assert.equal(caller.set(octetLine(9600)).hdlc(SNRM).length, 1);
  });

  it('knows its device address, and is silent where others feel called too', () => {
    const caller = new Caller({}, { meters: 2 });
    assert.equal(caller.text(SIGN_ON), '');
    assert.equal(caller.text('/?12345677!\r\n'), '');
    assert.equal(caller.text('/?0012345679!\r\n'), IDENTIFICATION);
    caller.say(HDLC);
    assert.deepEqual(caller.hdlc(to('21', 'SNRM P')), []);
    assert.match(caller.hdlc(to('23', 'SNRM P'))[0] ?? '', /^UA P/);
  });

  it('ends what it does not know with a break', () => {
    const caller = new Caller();
    caller.say(SIGN_ON);
    assert.equal(caller.text('\x06051\r\n'), '\x01B0\x03q');
    assert.equal(caller.text(HDLC), '');
  });

  it('stays at the speed of the start where the select asks for one that nobody knows', () => {
    const caller = new Caller();
    caller.say(SIGN_ON);
    caller.say('\x06090\r\n');
    assert.deepEqual(caller.line, characterLine(300));
  });

  it('forgets a caller who waits too long, in HDLC as well', () => {
    const caller = new Caller();
    caller.say(SIGN_ON);
    caller.now += 6000;
    assert.equal(caller.text(HDLC), '');
    caller.say(SIGN_ON);
    caller.say(HDLC);
    assert.equal(caller.hdlc(SNRM).length, 1);
    caller.now += 31_000;
    assert.equal(caller.text(SIGN_ON), IDENTIFICATION);
  });

  it('forgets everything with the line', () => {
    const stack = stackOf('iec');
    const say = (text: string) =>
      stack.handle({ kind: 'PH-DATA.indication', octets: Buffer.from(text) }, NOON);
    say(SIGN_ON);
    assert.equal(say(HDLC).length, 1);
    assert.deepEqual(stack.handle({ kind: 'PH-ABORT.indication' }, NOON), []);
    assert.equal(say(SIGN_ON).length, 1);
  });
});

describe('a simulated meter whose IEC start goes wrong', () => {
  const answer = (iec: IecBehaviour, ...texts: readonly string[]): string => {
    const caller = new Caller(iec);
    return texts.map((text) => caller.text(text)).at(-1) ?? '';
  };

  it('in its identification', () => {
    assert.equal(answer({ baudCharacter: '9' }, SIGN_ON), '/MFL9\\2MFL-DEMO\r\n');
    assert.equal(answer({ quick: true, unmarked: true }, SIGN_ON), '/MFl5MFL-DEMO\r\n');
    assert.equal(answer({ cutIdentification: 4 }, SIGN_ON), '/MFL');
  });

  it('in modes A and B, with data behind the identification', () => {
    assert.match(
      answer({ baudCharacter: 'x' }, SIGN_ON),
      /^\/MFLx\\2MFL-DEMO\r\nF\.F\(00000000\)\r\n.*\r\n!\r\n$/s,
    );
    const caller = new Caller({ baudCharacter: 'D' });
    assert.ok(caller.text(SIGN_ON).startsWith('/MFLD\\2MFL-DEMO\r\n\x02F.F'));
    assert.deepEqual(caller.line, characterLine(4800));
  });

  it('in its answer to the option select', () => {
    const staying = new Caller({ staysSlow: true });
    staying.say(SIGN_ON);
    staying.say(HDLC);
    assert.deepEqual(staying.line, characterLine(300));
    assert.equal(staying.hdlc(SNRM).length, 1);
    assert.deepEqual(staying.line, octetLine(300));
    const old = new Caller({ confirmation: 'old speed' });
    old.say(SIGN_ON);
    assert.equal(old.text(HDLC), HDLC);
    assert.deepEqual(old.line, characterLine(300));
    assert.equal(answer({ confirmation: 'none' }, SIGN_ON, HDLC), '');
    assert.equal(answer({ insteadOfHdlc: 'refusal' }, SIGN_ON, HDLC), '\x15');
    assert.ok(answer({ insteadOfHdlc: 'readout' }, SIGN_ON, HDLC).startsWith('\x02F.F'));
  });

  it('in the checks of its readouts', () => {
    const codes = (text: string) =>
      new IecDeframer()
        .push(Buffer.from(text, 'latin1'))
        .map((output) => (output.kind === 'damaged' ? output.error.code : output.message.kind));
    assert.deepEqual(codes(answer({ wrongChecks: 1 }, SIGN_ON, READ)), ['DLMS_IEC_BCC']);
    assert.deepEqual(codes(answer({ wrongChecks: 1 }, SIGN_ON, READ, '\x15')), ['data-block']);
    assert.match(answer({ withoutCheck: true }, SIGN_ON, READ), /!\r\n$/);
  });

  it('in its sleep', () => {
    const caller = new Caller({ asleep: true });
    assert.equal(caller.text(SIGN_ON), '');
    assert.equal(caller.text('\0'.repeat(66)), '');
    assert.equal(caller.text(SIGN_ON), '');
    caller.say('\0'.repeat(40));
    caller.say('\0'.repeat(26));
    caller.now += 1600;
    assert.equal(caller.text(SIGN_ON), IDENTIFICATION);
    assert.equal(caller.text(HDLC), HDLC);
  });
});

describeShared('recorded clients and a simulated meter with an IEC start', (root) => {
  for (const { file, turns } of sessions(root).filter(({ header }) => header.framing === 'modee')) {
    it(`${file}: connects, as far as the frames need no secret`, () => {
      const caller = new Caller();
      const [signOn, , select, , snrm] = turns;
      assert.equal(caller.text(Buffer.from(signOn?.hex ?? '', 'hex').toString('latin1')), IDENTIFICATION);
      assert.equal(caller.text(Buffer.from(select?.hex ?? '', 'hex').toString('latin1')), HDLC);
      assert.match(caller.hdlc(snrm?.hex.toUpperCase() ?? '')[0] ?? '', /^UA P/);
    });
  }

  it('gives a whole conversation to the one that has no password', () => {
    const session = sessions(root).find(({ file }) => file.includes('_modee_ln_none_'));
    const caller = new Caller();
    const asked = (session?.turns ?? []).filter(({ dir }) => dir === 'c>s').slice(0, 6);
    const answers = asked.map(({ hex }) =>
      caller.say(/^7e/.test(hex) ? hex.toUpperCase() : Buffer.from(hex, 'hex').toString('latin1')),
    );
    const frames = answers.slice(2).flatMap((octets) => readableTexts(octets));
    assert.match(frames[1] ?? '', /^I 0\/1 P E6E70061/);
    assert.match(frames[2] ?? '', /^I 1\/2 P E6E700C401C1000910/);
    assert.equal(frames.length, 4);
  });
});
