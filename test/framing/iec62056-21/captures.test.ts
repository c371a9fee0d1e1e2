/** Octets of meters that others have recorded: starts, readouts, telegrams. */
import assert from 'node:assert/strict';
import { fromHex } from '../../../src/encoding/hex.js';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import { decodeCommand } from '../../../src/framing/iec62056-21/command-message.js';
import type { DataBlock } from '../../../src/framing/iec62056-21/data-block.js';
import { type DataSet, readDataSets } from '../../../src/framing/iec62056-21/data-set.js';
import type { IecDeframerOutput } from '../../../src/framing/iec62056-21/deframer.js';
import type { IecMessage } from '../../../src/framing/iec62056-21/message.js';
import { type Capture, captures, describeShared, sessions } from '../../support/shared.js';
import { chars, damageOf, messages, messagesOf, whole } from './streams.js';

interface Fact {
  readonly value: string | number;
  readonly obis?: string;
}

function octetsOf({ hex, ascii, frames }: Capture): Uint8Array {
  if (ascii !== undefined) return chars(ascii);
  return hex === undefined ? fromHex((frames ?? []).map((frame) => frame.hex).join('')) : fromHex(hex);
}

/** The data sets of the first data block. */
function setsOf(found: readonly IecMessage[]): readonly DataSet[] {
  const block = found.find((message): message is DataBlock => message.kind === 'data-block');
  assert.ok(block !== undefined, 'there is a data block');
  return readDataSets(block.data).sets;
}

/** What the source says, of sets whose value may have a time in front of it, or stand on the next line. */
function states(sets: readonly DataSet[], facts: unknown): void {
  for (const { value, obis } of (facts ?? []) as readonly Fact[]) {
    if (obis === undefined) continue;
    const at = sets.findIndex(({ address }) => address === obis);
    const next = sets[at + 1]?.address === '' ? sets[at + 1] : undefined;
    const values = [sets[at], next].flatMap((set) => set?.values ?? []).map((each) => each.value.trim());
    const found = values.some((each) => each === value || Number(each) === value);
    assert.ok(found, `${obis} is ${value}, but reads ${values}`);
  }
}

describeShared('recorded starts and readouts', (root) => {
  const all = new Map(captures(root).map((each) => [each.id, each]));
  const capture = (id: string): Capture => all.get(id) ?? assert.fail(`no capture ${id}`);
  const kinds = (found: readonly IecMessage[]) => found.map(({ kind }) => kind);
  const read = (id: string): IecDeframerOutput[] => whole(octetsOf(capture(id)));

  it('are all looked at', () => {
    const ids = [...all.values()].filter(({ category }) => category === 'iec62056-21').map(({ id }) => id);
    assert.deepEqual(ids, [
      'dzg-mode-e-id',
      'holley-mode-e-parity',
      'i21-answer-badbcc',
      'i21-line-3sets',
      'i21-w2-bcc',
      'landis-e550-programming-nak',
      'norax-ack-mode2-no-protocol-char',
      'so-els-ack-session',
      'so-itron-em214',
      'so-modee-ace-session',
      'so-uh50-modec',
      'so-uh50-moded',
      'vz-ace3000-260',
      'vz-lg-zmd120',
    ]);
  });

  it('dzg-mode-e-id: both identifications, the letter O being mode A', () => {
    const found = messages(octetsOf(capture('dzg-mode-e-id')));
    const characters = found.map((message) => message.kind === 'identification' && message.baudCharacter);
    assert.deepEqual(characters, ['O', '5']);
    for (const message of found) {
      assert.ok(message.kind === 'identification');
      assert.deepEqual([message.manufacturer, message.capabilities], ['DZG', ['2']]);
      assert.equal(message.text, '20300HD11FW451');
    }
  });

  it('holley-mode-e-parity: a request behind a wake-up octet, and a select to stay at 300 Bd', () => {
    const [request, select] = messages(octetsOf(capture('holley-mode-e-parity')));
    assert.deepEqual(request, { kind: 'sign-on', address: '' });
    assert.deepEqual(select, { kind: 'option-select', protocol: '2', baudCharacter: '0', mode: '2' });
  });

  it('i21-answer-badbcc: is damage', () => {
    assert.match(damageOf(read('i21-answer-badbcc')).join(), /^DLMS_IEC_BCC /);
    assert.deepEqual(messagesOf(read('i21-answer-badbcc')), []);
  });

  it('i21-line-3sets: three data sets on one line', () => {
    const { sets } = readDataSets(octetsOf(capture('i21-line-3sets')));
    assert.equal(sets.length, 3);
    states(sets, capture('i21-line-3sets').expected.values);
  });

  it('i21-w2-bcc: a formatted write', () => {
    const message = decodeCommand(new OctetReader(octetsOf(capture('i21-w2-bcc')), 'iec'));
    const { expected } = capture('i21-w2-bcc');
    assert.equal(message.command + message.type, expected.command);
    assert.equal(message.data, expected.data);
  });

  it('landis-e550-programming-nak: the command with the wrong check, and the NAK for it', () => {
    const outputs = read('landis-e550-programming-nak');
    assert.deepEqual(kinds(messagesOf(outputs)), [
      'sign-on',
      'identification',
      'option-select',
      'repeat-request',
    ]);
    assert.ok(damageOf(outputs)[0]?.startsWith('DLMS_IEC_BCC \x01R1'));
  });

  it('norax-ack-mode2-no-protocol-char: the readout is known, though the recording ends before it does', () => {
    const outputs = read('norax-ack-mode2-no-protocol-char');
    assert.deepEqual(kinds(messagesOf(outputs)), ['sign-on', 'identification', 'option-select']);
    assert.ok(damageOf(outputs)[0]?.startsWith('DLMS_TRUNCATED \x020-0:C.1.0'));
    const data = outputs.at(-1)?.octets.subarray(1) ?? new Uint8Array(0);
    const { sets } = readDataSets(data);
    assert.deepEqual(sets[2], {
      address: '1-0:1.8.1',
      values: [{ value: '00000000001.329', unit: 'kWh' }],
    });
    assert.deepEqual(sets[0]?.values, [{ value: '72432595' }]);
  });

  for (const id of ['so-els-ack-session', 'so-itron-em214', 'so-modee-ace-session']) {
    it(`${id}: a block whose check was not recorded`, () => {
      const found = messages(octetsOf(capture(id)));
      const { expected } = capture(id);
      const identification = found.find(({ kind }) => kind === 'identification');
      assert.ok(identification?.kind === 'identification');
      assert.equal(identification.manufacturer, expected.manufacturer);
      assert.equal(found.find((message) => message.kind === 'data-block')?.check, 'none');
      states(setsOf(found), expected.values);
    });
  }

  it('so-els-ack-session: an ACK with line end before the data', () => {
    assert.deepEqual(kinds(messages(octetsOf(capture('so-els-ack-session')))), [
      'sign-on',
      'identification',
      'acknowledge',
      'data-block',
    ]);
  });

  it('so-uh50-modec: a wrong check, in whose block 50 data sets can be read', () => {
    const outputs = read('so-uh50-modec');
    const damaged = outputs.find((output) => output.kind === 'damaged') ?? assert.fail('it is damaged');
    assert.ok(damageOf([damaged])[0]?.startsWith('DLMS_IEC_BCC \x026.8('));
    const { sets, unread } = readDataSets(damaged.octets.subarray(1));
    const { expected } = capture('so-uh50-modec');
    assert.equal(new Set(sets.map(({ address }) => address)).size, expected.data_set_count);
    states(sets, expected.values);
    assert.deepEqual(unread, []);
  });

  it('so-uh50-moded: the same meter unasked, without STX', () => {
    const found = messages(octetsOf(capture('so-uh50-moded')));
    assert.deepEqual(kinds(found), ['identification', 'data-block']);
    states(setsOf(found), capture('so-uh50-moded').expected.values);
  });

  it('vz-ace3000-260: an echo between idle octets, and a damaged tail', () => {
    const outputs = read('vz-ace3000-260');
    assert.deepEqual(kinds(messagesOf(outputs)), ['sign-on', 'identification']);
    assert.ok(damageOf(outputs)[1]?.startsWith('DLMS_IEC_BCC \x02F.F(00)'));
    const { sets } = readDataSets(outputs.at(-2)?.octets.subarray(1) ?? new Uint8Array(0));
    assert.equal(sets.length, capture('vz-ace3000-260').expected.register_count);
    states(sets, capture('vz-ace3000-260').expected.values);
  });

  it('vz-lg-zmd120: text that ends with its !, and a value in blanks', () => {
    const found = messages(octetsOf(capture('vz-lg-zmd120')));
    const sets = setsOf(found);
    assert.equal(sets.length, capture('vz-lg-zmd120').expected.register_count);
    assert.deepEqual(sets[1]?.values, [{ value: ' 20000' }]);
    states(sets, capture('vz-lg-zmd120').expected.values);
  });
});

/** Telegrams that were recorded without a CRC, or with one that does not match their text. */
const WITHOUT_CRC = /^(ams-iskraemeco-gh1037-1|dp-v2_2|dp-v3|goiec-kmp162|ndp-p1-dsmr-3_0)/;

describeShared('recorded telegrams', (root) => {
  const telegrams = captures(root).filter(({ category, layer }) => category === 'p1' && layer === 'p1');

  it('are all found', () => assert.equal(telegrams.length, 29));

  for (const capture of telegrams) {
    const { id, malformed, expected } = capture;
    it(`${id}: ${malformed ?? 'whole'}`, () => {
      const outputs = whole(octetsOf(capture));
      const found = messagesOf(outputs);
      assert.equal(found[0]?.kind, 'identification');
      const wrong = damageOf(outputs).some((damage) => damage.startsWith('DLMS_IEC_BCC'));
      const block = found.find((message) => message.kind === 'data-block');
      assert.equal(block?.check ?? 'wrong', wrong ? 'wrong' : WITHOUT_CRC.test(id) ? 'none' : 'crc');
      if (block !== undefined) states(readDataSets(block.data).sets, expected.values);
    });
  }
});

describeShared('recorded sessions with an IEC start', (root) => {
  const starts = sessions(root).filter(({ header }) => header.framing === 'modee');

  it('are all found', () => assert.equal(starts.length, 6));

  for (const { file, turns } of starts) {
    it(`${file}: the four messages of the start`, () => {
      const octets = turns.slice(0, 4).map(({ hex }) => fromHex(hex));
      const select = { kind: 'option-select', protocol: '2', baudCharacter: '5', mode: '2' };
      assert.deepEqual(messages(...octets), [
        { kind: 'sign-on', address: '' },
        {
          kind: 'identification',
          manufacturer: 'LAB',
          baudCharacter: '5',
          capabilities: [],
          text: '12345678',
        },
        select,
        select,
      ]);
    });
  }
});
