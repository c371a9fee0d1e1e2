/** Segments of an APDU, its LLC header, and limits to what is put together. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { decodeFrame } from '../../../src/framing/hdlc/frame.js';
import { LLC_COMMAND, LLC_RESPONSE, withoutLlc } from '../../../src/framing/hdlc/llc.js';
import { cutApdu, MAX_JOINED_LENGTH, SegmentJoiner } from '../../../src/framing/hdlc/segmenter.js';
import { describeShared, vectors } from '../../support/shared.js';

describeShared('the segments of the reference', (root) => {
  it('hdlc.seg.1 and hdlc.seg.2 make the APDU of gbt.inner', () => {
    const hexOf = (wanted: string): string => vectors(root).find(({ id }) => id === wanted)?.hex ?? '';
    const frames = ['hdlc.seg.1', 'hdlc.seg.2'].map((id) => decodeFrame(fromHex(hexOf(id)).subarray(1, -1)));
    const joiner = new SegmentJoiner();
    const [nothing, whole] = frames.map((frame) => joiner.add(frame));
    assert.equal(nothing, undefined);
    assert.equal(toHex(withoutLlc(whole ?? new Uint8Array(0)) ?? new Uint8Array(0)), hexOf('gbt.inner'));
    const cut = cutApdu(LLC_RESPONSE, fromHex(hexOf('gbt.inner')), 32);
    assert.equal(
      toHex(cut[0]?.information ?? new Uint8Array(0)),
      toHex(frames[0]?.information ?? new Uint8Array(0)),
    );
    assert.deepEqual(
      cut.map(({ segmented }) => segmented),
      [true, true, false],
    );
  });
});

describe('an APDU cut into segments', () => {
  it('comes back as it went, the LLC header in the first segment alone', () => {
    const check = (apdu: Uint8Array, size: number): void => {
      const joiner = new SegmentJoiner();
      const segments = cutApdu(LLC_COMMAND, apdu, size);
      assert.ok(segments.every(({ information }) => information.length <= size));
      const results = segments.map((segment) => joiner.add(segment));
      const whole = results.pop();
      assert.ok(results.every((result) => result === undefined));
      assert.equal(toHex(withoutLlc(whole ?? new Uint8Array(0)) ?? new Uint8Array(0)), toHex(apdu));
      assert.equal(joiner.unfinished, false);
    };
    const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 64 }), check);
    fc.assert(property, { seed: 4, numRuns: 200 });
  });

  it('that just fits is one segment', () => {
    assert.equal(cutApdu(LLC_COMMAND, new Uint8Array(125), 128).length, 1);
    assert.equal(cutApdu(LLC_COMMAND, new Uint8Array(126), 128).length, 2);
  });
});

describe('segments without end', () => {
  function fill(information: Uint8Array): number {
    const joiner = new SegmentJoiner();
    for (let count = 1; count < 600_000; count += 1) {
      try {
        joiner.add({ information, segmented: true });
      } catch (error) {
        assert.equal((error as { code: string }).code, 'DLMS_TOO_LONG');
        assert.equal(joiner.unfinished, false);
        return count;
      }
    }
    return 0;
  }

  it('are given up at 16 MiB', () => {
    assert.equal(fill(new Uint8Array(2030)), Math.floor(MAX_JOINED_LENGTH / 2030) + 1);
  });
  it('are given up when they are empty, too', () => assert.ok(fill(new Uint8Array(0)) > 0));
});

describe('the LLC header', () => {
  it('of a command and of a response is taken off', () => {
    assert.equal(toHex(withoutLlc(fromHex('E6E600C001')) ?? new Uint8Array(0)), 'C001');
    assert.equal(toHex(withoutLlc(fromHex('E6E700C401')) ?? new Uint8Array(0)), 'C401');
  });
  it('is missed where it is not there, or not whole', () => {
    assert.equal(withoutLlc(fromHex('C401C1')), undefined);
    assert.equal(withoutLlc(fromHex('E6E7')), undefined);
    assert.equal(withoutLlc(new Uint8Array(0)), undefined);
  });
});
