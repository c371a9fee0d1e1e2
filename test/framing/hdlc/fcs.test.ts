/** The check sequence against the worked octets of the protocol reference. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { checkSequence, writeCheckSequence } from '../../../src/framing/hdlc/fcs.js';
import { describeShared, vectors } from '../../support/shared.js';

describe('the check sequence of a frame', () => {
  it('of the text 123456789 is 906E, and goes out low octet first', () => {
    const check = checkSequence(new TextEncoder().encode('123456789'));
    assert.equal(check, 0x906e);
    assert.equal(toHex(writeCheckSequence(new OctetWriter(), check).toOctets()), '6E90');
  });

  it('of nothing is 0', () => assert.equal(checkSequence(new Uint8Array(0)), 0));
});

describeShared('the check sequences of the reference', (root) => {
  for (const { id, hex, inputs } of vectors(root).filter(({ kind }) => kind === 'crc')) {
    it(id, () => {
      const check = checkSequence(fromHex(String(inputs?.data)));
      assert.equal(check, Number(inputs?.crc));
      assert.equal(toHex(writeCheckSequence(new OctetWriter(), check).toOctets()), hex);
    });
  }
});
