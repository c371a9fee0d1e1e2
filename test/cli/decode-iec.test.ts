import assert from 'node:assert/strict';
import { telegramCheck } from '../../src/framing/iec62056-21/block-check.js';
import { withEvenParity } from '../../src/framing/iec62056-21/characters.js';
import { at, decode, decodeWhole, only } from './decoding.js';
import { dlms, linesOf } from './dlms.js';

const text = (characters: string) => Uint8Array.from(Buffer.from(characters, 'latin1'));

const IDENTIFICATION = '/ISk5\\2MT382-1000\r\n';
/** `F.F(00)`, `0.0.0(12345678)`, `1.8.0(0012345.6*kWh)`, with its check. */
const READOUT = '\x02F.F(00)\r\n0.0.0(12345678)\r\n1.8.0(0012345.6*kWh)\r\n!\r\n\x03\x5b';
const SNRM = '\x7e\xa0\x07\x03\x21\x93\x0f\x01\x7e';

describe('what IEC 62056-21 octets are', () => {
  it('an identification, with what its baud rate character and capabilities say', () => {
    assert.deepEqual(only(text(IDENTIFICATION)), {
      kind: 'iec',
      offset: 0,
      length: 19,
      message: {
        kind: 'identification',
        manufacturer: 'ISk',
        baudCharacter: '5',
        capabilities: ['2'],
        text: 'MT382-1000',
        mode: 'C',
        baudRate: 9600,
        hdlc: true,
      },
    });
  });

  it('a readout, with its check', () => {
    const report = only(text(READOUT));
    assert.deepEqual(report.message, { kind: 'data-block', check: 'bcc', partial: false });
    assert.deepEqual(report.lines, [
      { address: 'F.F', values: [{ value: '00' }] },
      { address: '0.0.0', values: [{ value: '12345678' }] },
      { address: '1.8.0', values: [{ value: '0012345.6', unit: 'kWh' }] },
    ]);
  });

  it('a readout with a wrong check is damage, beside what it states', () => {
    const report = only(text(`${READOUT.slice(0, -1)}\x5a`));
    assert.deepEqual([report.kind, at(report, 'error.code')], ['damaged', 'DLMS_IEC_BCC']);
    assert.equal(at(report, 'stated.lines.2.values.0.value'), '0012345.6');
  });

  it('a telegram whose line ends were lost is right, and one with a changed digit is not', () => {
    const telegram = '/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n!';
    const crc = telegramCheck(text(telegram)).toString(16).toUpperCase().padStart(4, '0');
    const shown = `${telegram}${crc}\r\n`.replaceAll('\r', '');
    const [, block] = decode(text(shown));
    assert.deepEqual([block?.kind, at(block, 'message.check')], ['iec', 'crc']);
    assert.match(String(block?.note), /CR LF/);
    const [, changed] = decode(text(shown.replace('123.456', '123.457')));
    assert.deepEqual([changed?.kind, at(changed, 'error.code')], ['damaged', 'DLMS_IEC_BCC']);
  });

  it('a telegram that is cut is told up to its end', () => {
    const [, block] = decode(text('/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n1-0:2.8.1(0001'));
    assert.deepEqual([block?.kind, at(block, 'error.code')], ['damaged', 'DLMS_TRUNCATED']);
    assert.equal(at(block, 'stated.lines.0.values.0.value'), '000123.456');
  });

  it('times and spelt names of telegrams say what they are', () => {
    const [, block] = decodeWhole(
      text('/KFM5KAIFA-METER\r\n\r\n0-0:1.0.0(101209113020W)\r\n0-0:96.1.1(4B384547)\r\n!\r\n'),
    );
    assert.deepEqual(
      block?.fields.slice(0, 2).map(({ meaning }) => meaning),
      ['clock = 2010-12-09T11:30:20 winter time', 'device ID 2 = "K8EG"'],
    );
  });

  it('commands have their names, and what is read is told', () => {
    const [read] = decodeWhole(text('\x01R1\x021.8.0()\x03\x5a'));
    assert.deepEqual(
      read?.fields.map(({ offset, name, value, meaning }) => [offset, name, value ?? meaning]),
      [
        [1, 'command', 'R1'],
        [4, 'data', '1.8.0()'],
        [11, 'end and check', 'ok'],
      ],
    );
  });

  it('a command with a wrong check is named, and its data is not', () => {
    const [read] = decodeWhole(text('\x01R1\x021.8.0()\x03\x10'));
    assert.equal(read?.kind, 'damaged');
    assert.deepEqual(
      read?.fields.map(({ name, octets, error }) => [name, octets, error?.code]),
      [
        ['command', '52 31', undefined],
        ['data', '', undefined],
        ['end and check', '03 10', 'DLMS_IEC_BCC'],
      ],
    );
  });

  it('a whole sign-on, and the HDLC frames behind it', () => {
    const reports = decode(text(`/?!\r\n${IDENTIFICATION}\x06252\r\n\x06252\r\n${SNRM}`));
    assert.deepEqual(
      reports.map((report) => [report.kind, report.offset, at(report, 'message.kind')]),
      [
        ['iec', 0, 'sign-on'],
        ['iec', 5, 'identification'],
        ['iec', 24, 'option-select'],
        ['iec', 30, 'option-select'],
        ['hdlc', 36, undefined],
      ],
    );
  });

  it('the same with the parity in the eighth bit, as a line of eight bits shows it', () => {
    const parity = withEvenParity(text(`/?!\r\n${IDENTIFICATION}${READOUT}`));
    assert.deepEqual(
      decode(parity).map((report) => at(report, 'message.kind')),
      ['sign-on', 'identification', 'data-block'],
    );
  });

  it('rubbish before an identification is told as damage', () => {
    const [noise, identification] = decode(text(`\xfe\x80\xf3${IDENTIFICATION}`));
    assert.deepEqual([noise?.kind, noise?.length], ['damaged', 3]);
    assert.deepEqual([identification?.offset, at(identification, 'message.manufacturer')], [3, 'ISk']);
  });

  it('lines of a readout alone, without a check', () => {
    const report = only(text('1.8.0(0012345.6*kWh)\r\n2.8.0(0000000.0*kWh)\r\n'));
    assert.equal(at(report, 'lines.length'), 2);
    assert.match(String(report.note), /without identification and check/);
  });

  it('passwords of the programming mode print as ***, also where their check is wrong', () => {
    const command = '\x01P1\x02(00473829)\x03';
    for (let check = 0; check < 128; check += 1) {
      const printed = JSON.stringify(decode(text(`${command}${String.fromCharCode(check)}`)));
      assert.doesNotMatch(printed, /00473829/);
    }
    assert.equal(at(only(text('\x01P1\x02(00000000)\x03\x61')), 'message.data'), '***');
  });

  it('what only looks like text from afar is read as it was before', () => {
    assert.equal(only('020311010902010200').kind, 'data');
    assert.equal(only('0A062F3F4142430A').kind, 'data');
    assert.equal(at(only('C001C100030100010800FF0200'), 'apdu.kind'), 'get-request-normal');
  });
});

describe('dlms decode, on text of a meter', () => {
  it('takes a telegram as it is from stdin', async () => {
    const { status, stdout } = await dlms(['decode', '-'], {
      stdin: '/KFM5KAIFA-METER\r\n\r\n1-0:1.8.1(000123.456*kWh)\r\n!\r\n',
    });
    assert.equal(status, 0);
    assert.deepEqual(
      linesOf(stdout).map(({ kind, lines }) => [kind, lines]),
      [
        ['iec', undefined],
        ['iec', [{ address: '1-0:1.8.1', values: [{ value: '000123.456', unit: 'kWh' }] }]],
      ],
    );
  });
});
