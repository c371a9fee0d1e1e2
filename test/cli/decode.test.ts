import assert from 'node:assert/strict';
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
