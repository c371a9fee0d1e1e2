import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureOf } from '../support/captures.js';
import { tempFolder } from '../support/temp-folder.js';
import { dlms, inProcess, linesOf } from './dlms.js';

const SNRM = '7E A0 07 03 21 93 0F 01 7E';

describe('dlms decode', () => {
  it('hexadecimal digits as arguments, in one or in many', async () => {
    for (const args of [[SNRM], SNRM.split(' '), ['0x7EA0:07-03,21', '930F017E']]) {
      const { status, results, notes } = await inProcess(['decode', ...args]);
      assert.deepEqual([status, notes], [0, []]);
      assert.equal(linesOf(results)[0]?.kind, 'hdlc');
    }
  });

  it('digits or octets from stdin', async () => {
    const octets = Buffer.from(SNRM.replaceAll(' ', ''), 'hex');
    for (const [args, stdin] of [
      [['-'], `${SNRM}\n${SNRM}\n`],
      [[], Buffer.concat([octets, octets])],
    ] as const) {
      const { status, stdout } = await dlms(['decode', ...args], { stdin });
      assert.equal(status, 0);
      assert.deepEqual(
        linesOf(stdout).map(({ kind, offset }) => [kind, offset]),
        [
          ['hdlc', 0],
          ['hdlc', 9],
        ],
      );
    }
  });

  it('damage beside a frame is told, the status is 0; where nothing is whole it is 1', async () => {
    const some = await dlms(['decode', `AA BB ${SNRM}`]);
    assert.equal(some.status, 0);
    assert.match(some.stderr, /^dlms: 1 of 2 could not be read[^\n]*\n$/);
    const none = await dlms(['decode', '7E A0 07 03 21 93 0F 00 7E']);
    assert.equal(none.status, 1);
    assert.equal(linesOf(none.stdout)[0]?.kind, 'damaged');
    assert.match(none.stderr, /^dlms: nothing could be read: the FCS [^\n]*\n$/);
  });

  it('rubbish is told as what it is not, and how far it could be read', async () => {
    const { status, notes } = await inProcess(['decode', 'A5 5A DE AD BE EF']);
    assert.equal(status, 1);
    assert.deepEqual(notes, [
      'dlms: nothing could be read: there is no frame and no readout in it, and as an APDU: no APDU begins with ' +
        'the octet A5 (DLMS_UNKNOWN_APDU)',
    ]);
  });

  it('--json is what it does anyway, and not to be had beside --tree', async () => {
    const [plain, json] = [await inProcess(['decode', SNRM]), await inProcess(['decode', '--json', SNRM])];
    assert.equal(json.results, plain.results);
    assert.equal((await inProcess(['decode', '--json', '--tree', SNRM])).status, 2);
  });

  it('what is not hexadecimal is pointed at', async () => {
    for (const [text, reason] of [
      ['7E A0 0G', /"G" at place 8/],
      ['7E A', /3 hexadecimal digits are no whole number/],
      ['', /no octets/],
    ] as const) {
      const { status, results, notes } = await inProcess(['decode', '-'], { stdin: text });
      assert.deepEqual([status, results, notes.length], [2, '', 1]);
      assert.match(notes[0] ?? '', reason);
    }
  });
});

const GLO_GET = 'C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B';
const KEY = '000102030405060708090A0B0C0D0E0F';
const AUTH_KEY = 'D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF';
const TITLE = '4D4D4D0000BC614E';

describe('dlms decode, with keys', () => {
  it('of options or variables, under both of their names', async () => {
    const title = ['--system-title', TITLE];
    const cases = [
      { args: ['--key', KEY, '--auth-key', AUTH_KEY, ...title] },
      { args: ['--block-cipher-key', KEY, '--authentication-key', `0x${AUTH_KEY}`, ...title] },
      { args: title, env: { DLMS_BLOCK_CIPHER_KEY: KEY, DLMS_AUTHENTICATION_KEY: AUTH_KEY } },
    ];
    for (const { args, env } of cases) {
      const { status, results } = await inProcess(['decode', ...args, GLO_GET], { env });
      assert.equal(status, 0);
      const [report] = linesOf(results);
      const { verified } = (report?.deciphered ?? {}) as { verified?: boolean };
      assert.equal(verified, true);
      assert.doesNotMatch(results, /0A0B0C0D0E0F|DADBDCDDDEDF/i);
    }
  });

  it('that cannot be keys are refused, all at once and unseen', async () => {
    const args = [
      '--key',
      'SECRET',
      '--auth-key',
      '0102030405',
      '--system-title',
      'AA',
      '--public-key',
      'zz',
    ];
    const { status, results, notes } = await inProcess(['decode', ...args, GLO_GET]);
    assert.deepEqual([status, results], [2, '']);
    const [note = ''] = notes;
    for (const flag of ['--key', '--auth-key', '--system-title', '--public-key'])
      assert.ok(note.includes(flag));
    assert.doesNotMatch(note, /SECRET|0102030405/);
  });

  it('a wrong one leaves the status 1', async () => {
    const args = ['--key', AUTH_KEY, '--auth-key', AUTH_KEY, '--system-title', TITLE];
    const { status, notes } = await inProcess(['decode', ...args, GLO_GET]);
    assert.equal(status, 1);
    assert.match(notes.join(), /DLMS_DECIPHERING/);
  });
});

describe('dlms decode, on files', () => {
  const folder = tempFolder();

  it('of text, of octets, and of packets', async () => {
    const octets = Buffer.from(SNRM.replaceAll(' ', ''), 'hex');
    const packets = captureOf([{ from: [10, 5000], to: [20, 4059], payload: octets, sequence: 1 }]);
    const files = {
      'frame.txt': Buffer.from(`12:00:01 TX: ${SNRM}\n`),
      'frame.bin': octets,
      'frame.pcap': packets,
    };
    for (const [name, contents] of Object.entries(files)) {
      const path = join(folder(), name);
      writeFileSync(path, contents);
      const { status, results } = await inProcess(['decode', '--file', path]);
      assert.deepEqual([status, linesOf(results)[0]?.kind], [0, 'hdlc'], name);
    }
  });

  it('that are missing, too long, or come with octets beside', async () => {
    const long = join(folder(), 'long.bin');
    writeFileSync(long, Buffer.alloc(8 * 1024 * 1024 + 1, 0x7e));
    for (const [args, reason] of [
      [['--file', join(folder(), 'none.bin')], /none\.bin cannot be read: ENOENT/],
      [['--file', long], /long\.bin is longer than 8 MiB/],
      [['--file', long, '7E'], /octets are given, and a file/],
      [['--file', folder()], /cannot be read: EISDIR/],
    ] as const) {
      const { status, results, notes } = await inProcess(['decode', ...args]);
      assert.deepEqual([status, results], [2, '']);
      assert.match(notes.join(), reason);
    }
  });

  it('without anything of DLMS leave the status 1', async () => {
    const path = join(folder(), 'web.pcap');
    const payload = Buffer.from('HTTP/1.1 200 OK\r\n\r\n');
    writeFileSync(path, captureOf([{ from: [10, 80], to: [20, 5000], payload, sequence: 1 }]));
    const { status, results, notes } = await inProcess(['decode', '--file', path]);
    assert.deepEqual([status, linesOf(results)[0]?.kind], [1, 'other']);
    assert.match(notes.join(), /nothing of DLMS/);
  });
});

describe('dlms decode --tree', () => {
  it('tells the same for people', async () => {
    const { status, stdout, stderr } = await dlms(['decode', '--tree', SNRM]);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^HDLC frame, octets 0 to 8\n {6}0 {2}7E +flag\n/);
  });

  it('lines of a log that have no octets are counted', async () => {
    const { notes } = await inProcess(['decode', '--tree', '-'], { stdin: `hello\nTX: ${SNRM}\nworld\n` });
    assert.deepEqual(notes, ['dlms: 2 lines without octets were passed over']);
  });
});
