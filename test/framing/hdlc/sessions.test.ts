/** Recorded conversations of a foreign server and client: each frame to its meaning and back to its octets. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { HdlcDeframer } from '../../../src/framing/hdlc/deframer.js';
import { encodeFrame, type HdlcFrame } from '../../../src/framing/hdlc/frame.js';
import { withoutLlc } from '../../../src/framing/hdlc/llc.js';
import { SegmentJoiner } from '../../../src/framing/hdlc/segmenter.js';
import { describeShared, type Session, sessions } from '../../support/shared.js';

function framesOf({ turns }: Session): { dir: string; frame: HdlcFrame }[] {
  return turns
    .filter(({ hex }) => hex !== undefined)
    .flatMap(({ dir, hex }) => {
      const deframer = new HdlcDeframer();
      return deframer.push(fromHex(hex)).map((output) => {
        assert.ok(output.kind === 'frame', hex);
        assert.equal(toHex(encodeFrame(output.frame)), toHex(output.octets));
        return { dir, frame: output.frame };
      });
    });
}

/** Counts the I frames of one side and joins their segments. */
function checkNumbers(frames: readonly HdlcFrame[]): number {
  const joiner = new SegmentJoiner();
  let sendNumber = 0;
  let apdus = 0;
  for (const frame of frames) {
    if (frame.control.kind !== 'I') continue;
    assert.equal(frame.control.sendNumber, sendNumber);
    sendNumber = (sendNumber + 1) & 7;
    const whole = joiner.add(frame);
    if (whole === undefined) continue;
    assert.ok(withoutLlc(whole) !== undefined);
    apdus += 1;
  }
  assert.equal(joiner.unfinished, false);
  return apdus;
}

describeShared('recorded HDLC sessions', (root) => {
  const recorded = sessions(root).filter(({ header }) => header.framing === 'hdlc');
  it('are there', () => assert.ok(recorded.length > 20));
  for (const session of recorded) {
    it(session.file, () => {
      const frames = framesOf(session);
      const [ours, theirs] = ['c>s', 's>c'].map((side) =>
        checkNumbers(frames.filter(({ dir }) => dir === side).map(({ frame }) => frame)),
      );
      assert.ok(frames.length > 50);
      assert.equal(ours, theirs);
    });
  }
});
