/** Frames out of a stream: any split, shared and repeated flags, noise, damage, phantoms. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { HdlcDeframer, type HdlcDeframerOutput } from '../../../src/framing/hdlc/deframer.js';
import { frame } from '../../support/hdlc-notation.js';
import { describeShared, vectors } from '../../support/shared.js';

const SEGMENT = frame('I 2/3 F more E6E700C4017E7E00');
const RR = frame('RR 3 P', { to: '03', from: '21' });

function framesOf(outputs: readonly HdlcDeframerOutput[]): string[] {
  return outputs.flatMap((output) => (output.kind === 'frame' ? [toHex(output.octets)] : []));
}

function damageOf(outputs: readonly HdlcDeframerOutput[]): string[] {
  return outputs.flatMap((output) => (output.kind === 'damaged' ? [toHex(output.octets)] : []));
}

function whole(...octets: readonly Uint8Array[]): HdlcDeframerOutput[] {
  return new HdlcDeframer().push(Buffer.concat(octets));
}

function octetByOctet(...octets: readonly Uint8Array[]): HdlcDeframerOutput[] {
  const deframer = new HdlcDeframer();
  return [...Buffer.concat(octets)].flatMap((octet) => deframer.push(Uint8Array.of(octet)));
}

function bothWays(octets: readonly Uint8Array[], frames: readonly Uint8Array[]): void {
  const expected = frames.map((each) => toHex(each));
  assert.deepEqual(framesOf(whole(...octets)), expected);
  assert.deepEqual(framesOf(octetByOctet(...octets)), expected);
}

describeShared('the frames of the reference in a stream', (root) => {
  for (const { id, hex } of vectors(root).filter(({ kind }) => kind === 'hdlc')) {
    it(`${id}: whole, octet by octet, with junk before and behind, and cut short`, () => {
      const octets = fromHex(hex);
      bothWays([octets], [octets]);
      bothWays([fromHex('C31EA0'), octets, fromHex('FF00')], [octets]);
      for (let end = 0; end < octets.length; end += 1) {
        const deframer = new HdlcDeframer();
        assert.deepEqual(deframer.push(octets.subarray(0, end)), []);
        assert.equal(deframer.frameInProgress, end > 1);
        assert.deepEqual(framesOf(deframer.push(octets.subarray(end))), [hex]);
      }
    });
  }

  it('hdlc.badfcs is damage, and the frame behind it is not lost', () => {
    const bad = fromHex(vectors(root).find(({ id }) => id === 'hdlc.badfcs')?.hex ?? '');
    assert.deepEqual(damageOf(whole(bad)), [toHex(bad.subarray(1, -1))]);
    bothWays([bad, RR], [RR]);
    bothWays([bad, RR.subarray(1)], [RR]);
  });
});

describe('flags between frames', () => {
  it('two frames with two flags between them', () => bothWays([SEGMENT, RR], [SEGMENT, RR]));
  it('two frames that share a flag', () => bothWays([SEGMENT, RR.subarray(1)], [SEGMENT, RR]));
  it('flags as idle fill', () => {
    const idle = new Uint8Array(50).fill(0x7e);
    bothWays([idle, SEGMENT, idle, RR, idle], [SEGMENT, RR]);
    assert.deepEqual(damageOf(whole(idle, SEGMENT, idle)), []);
  });
  it('a frame with 7E inside, which is not its end', () => bothWays([SEGMENT], [SEGMENT]));
});

describe('octets that are no frame', () => {
  it('noise is reported, each octet once', () => {
    assert.deepEqual(damageOf(whole(fromHex('01020304'))), ['01020304']);
    assert.deepEqual(damageOf(octetByOctet(fromHex('01020304'))), ['01', '02', '03', '04']);
  });

  it('noise behind a frame is reported', () => {
    assert.deepEqual(damageOf(whole(RR, fromHex('000102'), SEGMENT)), ['000102']);
    bothWays([RR, fromHex('000102'), SEGMENT], [RR, SEGMENT]);
  });

  it('a frame with a changed octet is reported, and the next one is found', () => {
    for (let at = 1; at < SEGMENT.length - 1; at += 1) {
      const harmed = SEGMENT.slice();
      harmed[at] = (harmed[at] ?? 0) ^ 0x04;
      const outputs = whole(harmed, RR, frame('RR 4 F'), frame('RR 5 F'), new Uint8Array(2048).fill(0x7e));
      assert.ok(damageOf(outputs).length > 0, `octet ${at}`);
      assert.ok(framesOf(outputs).includes(toHex(frame('RR 5 F'))), `octet ${at}`);
    }
  });

  it('a frame without its closing flag is damage', () => {
    const outputs = whole(RR.subarray(0, -1), fromHex('00'), SEGMENT);
    assert.deepEqual(damageOf(outputs), [toHex(Uint8Array.of(...RR.subarray(1, -1), 0))]);
    assert.deepEqual(framesOf(outputs), [toHex(SEGMENT)]);
  });

  it('a frame with an octet too few takes the one behind it only for its own end', () => {
    const short = Uint8Array.of(...SEGMENT.subarray(0, 12), ...SEGMENT.subarray(13));
    bothWays([short, RR, RR], [RR, RR]);
  });

  it('the damage says what was wrong', () => {
    const [noise] = whole(fromHex('010203'));
    assert.ok(noise?.kind === 'damaged');
    assert.deepEqual([noise.error.code, noise.error.layer], ['DLMS_MALFORMED', 'hdlc']);
    const bad = SEGMENT.slice();
    bad[12] = 0x55;
    const [check] = whole(bad);
    assert.ok(check?.kind === 'damaged');
    assert.deepEqual([check.error.code, check.error.fault], ['DLMS_FRAME_CHECK', 'line']);
  });
});

describe('noise that looks like the beginning of a long frame', () => {
  it('is known by its header before its length has come', () => {
    bothWays([fromHex('7EA7FF0321930011'), SEGMENT], [SEGMENT]);
  });

  it('holds up the frames behind it where its header is right, until it is given up', () => {
    const phantom = frame(`I 0/0 F ${'00'.repeat(201)}`).subarray(0, 30);
    const deframer = new HdlcDeframer();
    assert.deepEqual(deframer.push(Buffer.concat([phantom, SEGMENT, RR])), []);
    assert.ok(deframer.frameInProgress);
    const outputs = deframer.flush();
    assert.deepEqual(framesOf(outputs), [toHex(SEGMENT), toHex(RR)]);
    assert.deepEqual(damageOf(outputs), [toHex(phantom.subarray(1))]);
    assert.equal(deframer.frameInProgress, false);
    assert.deepEqual(framesOf(deframer.push(RR)), [toHex(RR)]);
  });

  it('is given up without a trace where nothing came', () => {
    const deframer = new HdlcDeframer();
    deframer.push(RR);
    assert.deepEqual(deframer.flush(), []);
  });
});

describe('any octets in any split', () => {
  const alphabet = fc.constantFrom(0x7e, 0xa0, 0x07, 0x03, 0x21, 0x93, 0x0f, 0x01, 0x00, 0xa8);
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.array(alphabet, { maxLength: 12 }).map((octets) => Uint8Array.from(octets)),
    fc.constantFrom(SEGMENT, RR, frame('UA F'), SEGMENT.subarray(0, 9), fromHex('7EA7FF')),
  );

  it('give the same frames as the whole, and lose no octet but flags', () => {
    const check = (pieces: Uint8Array[], cuts: number[]): void => {
      const stream = Buffer.concat(pieces);
      const deframer = new HdlcDeframer();
      const split: HdlcDeframerOutput[] = [];
      let from = 0;
      for (const to of [...cuts].sort((a, b) => a - b)) {
        split.push(...deframer.push(stream.subarray(from, to)));
        from = Math.max(from, to);
      }
      split.push(...deframer.push(stream.subarray(from)), ...deframer.flush());
      const once = new HdlcDeframer();
      const all = [...once.push(stream), ...once.flush()];
      assert.deepEqual(framesOf(split), framesOf(all));
      assert.equal(
        damageOf(split).join('').replaceAll('7E', ''),
        damageOf(all).join('').replaceAll('7E', ''),
      );
      const size = all.reduce((sum, { kind, octets }) => sum + octets.length - (kind === 'frame' ? 2 : 0), 0);
      assert.ok(size <= stream.length && size >= stream.filter((octet) => octet !== 0x7e).length);
    };
    const cuts = fc.array(fc.nat(150), { maxLength: 8 });
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), cuts, check), { seed: 3, numRuns: 400 });
  });

  it('never keep more than one frame', () => {
    const deframer = new HdlcDeframer();
    const phantom = frame(`I 0/0 F ${'00'.repeat(2030)}`);
    deframer.push(phantom.subarray(0, 20));
    const outputs = deframer.push(new Uint8Array(100_000).fill(0xa7));
    assert.ok(damageOf(outputs).length > 0);
    assert.equal(deframer.frameInProgress, false);
  });
});
