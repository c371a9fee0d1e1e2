/** The worked messages of the reference, both ways. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import { withEvenParity, withoutParity } from '../../../src/framing/iec62056-21/characters.js';
import {
  type CommandMessage,
  decodeCommand,
  encodeCommand,
} from '../../../src/framing/iec62056-21/command-message.js';
import {
  type DataBlock,
  decodeDataBlock,
  encodeDataBlock,
} from '../../../src/framing/iec62056-21/data-block.js';
import { readDataSets } from '../../../src/framing/iec62056-21/data-set.js';
import {
  decodeIdentification,
  encodeIdentification,
} from '../../../src/framing/iec62056-21/identification.js';
import {
  decodeOptionSelect,
  encodeOptionSelect,
  modeESelect,
  readoutSelect,
} from '../../../src/framing/iec62056-21/option-select.js';
import { decodeSignOn, encodeSignOn } from '../../../src/framing/iec62056-21/sign-on.js';
import { type Coding, checkCoding } from '../../encoding/coding.js';
import { describeShared, vectors } from '../../support/shared.js';
import { chars, messages, shown } from './streams.js';

const SIGN_ON = { encode: encodeSignOn, decode: decodeSignOn };
const IDENTIFICATION = { encode: encodeIdentification, decode: decodeIdentification };
const SELECT = { encode: encodeOptionSelect, decode: decodeOptionSelect };
const COMMAND = { encode: encodeCommand, decode: decodeCommand };
const BLOCK = { encode: encodeDataBlock, decode: decodeDataBlock };

function command(name: string, data?: string): CommandMessage {
  const [command = '', type = ''] = name;
  return { kind: 'command', command, type, data, partial: false };
}

function block(text: string): DataBlock {
  return { kind: 'data-block', data: chars(text), partial: false, check: 'bcc' };
}

const READOUT = 'F.F(00)\r\n0.0.0(12345678)\r\n1.8.0(0012345.6*kWh)\r\n!\r\n';

describeShared('the messages of the reference', (root) => {
  const all = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
  const hexOf = (id: string): string => all.get(id) ?? assert.fail(`no vector ${id}`);

  function codes<T>(id: string, coding: Coding<T>, value: T): void {
    it(`${id}: both ways, with octets behind it, cut short, and in a stream`, () => {
      checkCoding(coding, hexOf(id), value);
      assert.deepEqual(messages(fromHex(hexOf(id))), [value]);
    });
  }

  codes('iec.req', SIGN_ON, { kind: 'sign-on', address: '' });
  codes('iec.req.addr', SIGN_ON, { kind: 'sign-on', address: '12345678' });
  codes('iec.ident.c', IDENTIFICATION, {
    kind: 'identification',
    manufacturer: 'LGZ',
    baudCharacter: '5',
    capabilities: [],
    text: 'ZMD4054407.B32',
  });
  codes('iec.ident.e', IDENTIFICATION, {
    kind: 'identification',
    manufacturer: 'ISk',
    baudCharacter: '5',
    capabilities: ['2'],
    text: 'MT382-1000',
  });
  codes('iec.ack.read', SELECT, readoutSelect('5'));
  codes('iec.ack.stay300', SELECT, readoutSelect('0'));
  codes('iec.ack.e', SELECT, modeESelect('5'));
  codes('iec.ack.prog', SELECT, { kind: 'option-select', protocol: '0', baudCharacter: '5', mode: '1' });
  codes('iec.break', COMMAND, command('B0'));
  codes('iec.p0', COMMAND, command('P0', '(00000000)'));
  codes('iec.p1', COMMAND, command('P1', '(00000000)'));
  codes('iec.r1', COMMAND, command('R1', '1.8.0()'));
  codes('iec.r5', COMMAND, command('R5', '1.8.0()'));
  codes('iec.w1', COMMAND, command('W1', '0.9.1(123000)'));
  codes('iec.w5', COMMAND, command('W5', '0.9.1(123000)'));
  codes('iec.r5.profile', COMMAND, command('R5', 'P.01(2403010000;2403020000)'));
  codes('iec.er', BLOCK, block('(ER01)'));
  codes('iec.ans', BLOCK, block('1.8.0(0012345.6*kWh)'));
  codes('iec.readout', BLOCK, block(READOUT));

  it('iec.readout: its data sets', () => {
    const { data } = decodeDataBlock(new OctetReader(fromHex(hexOf('iec.readout')), 'iec'));
    assert.deepEqual(readDataSets(data), {
      sets: [
        { address: 'F.F', values: [{ value: '00' }] },
        { address: '0.0.0', values: [{ value: '12345678' }] },
        { address: '1.8.0', values: [{ value: '0012345.6', unit: 'kWh' }] },
      ],
      unread: [],
    });
  });

  it('iec.7e1 and iec.ack.e.7e1: parity in bit 7', () => {
    assert.equal(toHex(withEvenParity(fromHex(hexOf('iec.req')))), hexOf('iec.7e1'));
    assert.equal(toHex(withEvenParity(fromHex(hexOf('iec.ack.e')))), hexOf('iec.ack.e.7e1'));
    assert.equal(toHex(withoutParity(fromHex(hexOf('iec.7e1')))), hexOf('iec.req'));
    assert.deepEqual(messages(fromHex(hexOf('iec.ack.e.7e1'))), [modeESelect('5')]);
  });

  it('dsmr.telegram: an identification, then data with its CRC', () => {
    const [identification, data] = messages(fromHex(hexOf('dsmr.telegram')));
    assert.deepEqual(identification, {
      kind: 'identification',
      manufacturer: 'KFM',
      baudCharacter: '5',
      capabilities: [],
      text: 'KAIFA-METER',
    });
    assert.ok(data?.kind === 'data-block');
    assert.equal(data.check, 'crc');
    assert.match(shown(data.data), /^\r\n1-3:0\.2\.8\(42\)\r\n.*kWh\)\r\n!$/s);
  });

  it('there is no other', () => {
    const known =
      /^iec\.(req|req\.addr|ident\.[ce]|ack\.(read|stay300|e|prog|e\.7e1)|break|p[01]|r1|r5|w1|w5)$/;
    const more = /^iec\.(r5\.profile|er|ans|readout|7e1)$/;
    const rest = [...all.keys()].filter((id) => id.startsWith('iec.') && !known.test(id) && !more.test(id));
    assert.deepEqual(rest, []);
  });
});
