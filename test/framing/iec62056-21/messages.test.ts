/** Messages off the beaten track: odd identifications, addresses, speeds, wrong checks. */
import assert from 'node:assert/strict';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { agreedSpeed, baudCharacter, speedProposal } from '../../../src/framing/iec62056-21/baud-rate.js';
import { decodeCommand } from '../../../src/framing/iec62056-21/command-message.js';
import { decodeDataBlock } from '../../../src/framing/iec62056-21/data-block.js';
import {
  decodeIdentification,
  describeIdentification,
  reactionMs,
} from '../../../src/framing/iec62056-21/identification.js';
import { decodeOptionSelect } from '../../../src/framing/iec62056-21/option-select.js';
import { calls, decodeSignOn, encodeSignOn } from '../../../src/framing/iec62056-21/sign-on.js';
import { failureOf } from '../../encoding/coding.js';
import { chars } from './streams.js';

function readerOf(text: string): OctetReader {
  return new OctetReader(chars(text), 'iec');
}

function identification(text: string) {
  return decodeIdentification(readerOf(text));
}

describe('an identification', () => {
  it('with capabilities, of which a back slash may be one', () => {
    assert.deepEqual(identification('/ACE0\\3\\2k260V01.18\r\n').capabilities, ['3', '2']);
    assert.deepEqual(identification('/ACE0\\\\k260\r\n').capabilities, ['\\']);
    assert.equal(identification('/ELS5\\@V9.30 \r\n').text, 'V9.30 ');
  });

  it('without text, and with a line feed alone', () => {
    assert.equal(identification('/KAM5\r\n').text, '');
    assert.equal(identification('/KAM5x\n').text, 'x');
  });

  it('of a quick meter, by its lower case third letter', () => {
    assert.equal(reactionMs(identification('/ISk5\\2MT382\r\n')), 20);
    assert.equal(reactionMs(identification('/LGZ5ZMD\r\n')), 200);
  });

  it('is shown as it was sent, without control characters', () => {
    assert.equal(describeIdentification(identification('/ISk5\\2MT382-1000\r\n')), '/ISk5\\2MT382-1000');
    assert.equal(describeIdentification(identification('/ISk5\x02MIE5T\r\n')), '/ISk5.MIE5T');
  });

  it('that is too short, has no end, or no letters is refused', () => {
    for (const text of ['/LG\r\n', '/\r\n', 'LGZ5\r\n', '/LGZ\r\n', `/${'x'.repeat(120)}`, '/LG/LGZ5\r\n']) {
      assert.equal(
        failureOf(() => identification(text)),
        'DLMS_IEC_IDENTIFICATION',
        text,
      );
    }
  });
});

describe('a device address', () => {
  const called = (text: string, own: string) => calls(decodeSignOn(readerOf(text)), own);

  it('calls the meter that has it, whatever its leading zeros, and none calls all', () => {
    assert.ok(called('/?!\r\n', '12345678'));
    assert.ok(called('/?12345678!\r\n', '12345678'));
    assert.ok(called('/?0012345678!\r\n', '12345678'));
    assert.ok(called('/?5!\r\n', '0005'));
    assert.ok(called('/?000!\r\n', '0'));
    assert.equal(called('/?12345679!\r\n', '12345678'), false);
    assert.equal(called('/?0!\r\n', '12345678'), false);
  });

  it('that cannot be sent is refused', () => {
    const code = (address: string) =>
      failureOf(() => encodeSignOn(new OctetWriter(), { kind: 'sign-on', address }));
    assert.equal(code('x'.repeat(33)), 'DLMS_IEC_ADDRESS');
    assert.equal(code('12!'), 'DLMS_IEC_ADDRESS');
    assert.equal(code('12/'), 'DLMS_IEC_ADDRESS');
    assert.equal(code('zähler'), 'DLMS_IEC_TEXT');
    assert.equal(code('Zähler €'), 'DLMS_IEC_TEXT');
  });

  it('that is too long is not read', () => {
    assert.equal(
      failureOf(() => decodeSignOn(readerOf(`/?${'1'.repeat(33)}!\r\n`))),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decodeSignOn(readerOf('/!\r\n'))),
      'DLMS_MALFORMED',
    );
    assert.equal(
      failureOf(() => decodeSignOn(readerOf('/?!\n\r'))),
      'DLMS_MALFORMED',
    );
  });
});

describe('a proposed speed', () => {
  it('of modes A, B and C', () => {
    assert.deepEqual(speedProposal('5'), { mode: 'C', baudRate: 9600 });
    assert.deepEqual(speedProposal('0'), { mode: 'C', baudRate: 300 });
    assert.deepEqual(speedProposal('E'), { mode: 'B', baudRate: 9600 });
    assert.deepEqual(speedProposal('-'), { mode: 'A' });
    assert.deepEqual(speedProposal('O'), { mode: 'A' });
  });

  it('that nobody knows', () => {
    for (const character of '789GHI\x07') assert.equal(speedProposal(character), undefined);
  });

  it('is taken where this side bears it, else the next one below', () => {
    assert.deepEqual(agreedSpeed(9600, 115200), { character: '5', baudRate: 9600 });
    assert.deepEqual(agreedSpeed(19200, 9600), { character: '5', baudRate: 9600 });
    assert.deepEqual(agreedSpeed(9600, 2400), { character: '3', baudRate: 2400 });
    assert.deepEqual(agreedSpeed(300, 9600), { character: '0', baudRate: 300 });
    assert.deepEqual(agreedSpeed(9600, 50), { character: '0', baudRate: 300 });
  });

  it('has a character', () => {
    assert.equal(baudCharacter(19200), '6');
    assert.equal(
      failureOf(() => baudCharacter(38400)),
      'DLMS_IEC_BAUD',
    );
  });
});

describe('checked messages', () => {
  const code = (decode: (reader: OctetReader) => unknown, text: string) =>
    failureOf(() => decode(readerOf(text)));

  it('with a wrong check are refused', () => {
    assert.equal(code(decodeDataBlock, '\x023:171.0(0)\x03\x11'), 'DLMS_IEC_BCC');
    assert.equal(code(decodeDataBlock, '\x023:171.0(0)\x03\x12'), undefined);
    assert.equal(code(decodeCommand, '\x01R1\x021.8.0()\x03\x10'), 'DLMS_IEC_BCC');
  });

  it('end with EOT where more of them follow', () => {
    const block = decodeDataBlock(readerOf('\x02P.01\x04{'));
    assert.deepEqual(block, { kind: 'data-block', data: chars('P.01'), partial: true, check: 'bcc' });
  });

  it('of another kind are refused', () => {
    assert.equal(code(decodeDataBlock, '\x01B0\x03q'), 'DLMS_MALFORMED');
    assert.equal(code(decodeCommand, '\x02B0\x03q'), 'DLMS_MALFORMED');
    assert.equal(code(decodeCommand, '\x01B0x\x03\x09'), 'DLMS_MALFORMED');
    assert.equal(code(decodeCommand, '\x01\x03\x03'), 'DLMS_MALFORMED');
    assert.equal(code(decodeOptionSelect, 'x'), 'DLMS_MALFORMED');
    assert.equal(code(decodeOptionSelect, '\x062\x052\r\n'), 'DLMS_MALFORMED');
    assert.equal(code(decodeOptionSelect, '\x06252\n'), 'DLMS_MALFORMED');
  });

  it('without end are given up', () => {
    assert.equal(code(decodeDataBlock, `\x02${'x'.repeat(300_000)}`), 'DLMS_TOO_LONG');
  });
});
