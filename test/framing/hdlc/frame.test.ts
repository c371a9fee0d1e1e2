/** Frames against the reference: to their meaning, back to the same octets, cut short, and harmed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetWriter } from '../../../src/encoding/octet-writer.js';
import { DlmsError } from '../../../src/errors.js';
import { describeAddress } from '../../../src/framing/hdlc/address.js';
import { describeControl } from '../../../src/framing/hdlc/control-field.js';
import { checkSequence, writeCheckSequence } from '../../../src/framing/hdlc/fcs.js';
import { decodeFrame, encodeFrame, type HdlcFrame } from '../../../src/framing/hdlc/frame.js';
import { frame as notated } from '../../support/hdlc-notation.js';
import { describeShared, type Vector, vectors } from '../../support/shared.js';

/** What the reference's words say, for the frames of which the inputs do not say it. */
const MEANINGS: Record<string, string> = {
  'hdlc.snrm.min': '16 to 1: SNRM P/F',
  'hdlc.snrm.2b': '16 to 1/17: SNRM P/F',
  'hdlc.snrm.4b': '16 to 1/17: SNRM P/F',
  'hdlc.snrm.params128': '16 to 1: SNRM P/F, 21 octets',
  'hdlc.snrm.params1024': '16 to 1: SNRM P/F, 23 octets',
  'hdlc.snrm.params2030w7': '16 to 1: SNRM P/F, 23 octets',
  'hdlc.ua.none': '1 to 16: UA P/F',
  'hdlc.ua.128': '1 to 16: UA P/F, 21 octets',
  'hdlc.ua.1024': '1 to 16: UA P/F, 23 octets',
  'hdlc.disc': '16 to 1: DISC P/F',
  'hdlc.dm': '1 to 16: DM P/F',
  'hdlc.rr.0': '16 to 1: RR N(R)=0 P/F',
  'hdlc.rr.2': '16 to 1: RR N(R)=2 P/F',
  'hdlc.rnr.1': '1 to 16: RNR N(R)=1 P/F',
  'hdlc.frmr': '1 to 16: FRMR P/F, 3 octets',
  'hdlc.i.aarq': '16 to 1: I N(S)=0 N(R)=0 P/F, 34 octets',
  'hdlc.i.aare': '1 to 16: I N(S)=0 N(R)=1 P/F, 46 octets',
  'hdlc.i.get': '16 to 1: I N(S)=1 N(R)=1 P/F, 16 octets',
  'hdlc.i.getres': '1 to 16: I N(S)=1 N(R)=2 P/F, 25 octets',
  'hdlc.seg.1': '1 to 16: I N(S)=2 N(R)=3 P/F segmented, 32 octets',
  'hdlc.seg.rr1': '16 to 1: RR N(R)=3 P/F',
  'hdlc.seg.2': '1 to 16: I N(S)=3 N(R)=3 P/F, 37 octets',
  'hdlc.i.get.4b': '16 to 1/17: I N(S)=0 N(R)=0 P/F, 34 octets',
  'hdlc.ui.push': '1 to 103: UI P/F, 36 octets',
  'hdlc.i.rlrq': '16 to 1: I N(S)=2 N(R)=2 P/F, 8 octets',
  'hdlc.ui.seg1': '1/17 to 103: UI segmented, 24 octets',
  'hdlc.ui.seg2': '1/17 to 103: UI, 12 octets',
  'hdlc.i.glo': '1 to 1: I N(S)=2 N(R)=2 P/F, 35 octets',
  'han.aidon': '4/65 to 32: UI P/F, 32 octets',
  'han.kaifa': '1/0 to 0: I N(S)=0 N(R)=0 P/F, 29 octets',
  'han.kamstrup': '16 to 21: UI P/F, 52 octets',
  'sess.03.get': '16 to 1: I N(S)=2 N(R)=2 P/F, 35 octets',
  'sess.rlrq': '16 to 1: I N(S)=3 N(R)=4 P/F, 8 octets',
  'sess.rlre': '1 to 16: I N(S)=4 N(R)=4 P/F, 8 octets',
  'sess.ua.disc': '1 to 16: UA P/F',
  'sn.s.aarq': '16 to 1/17: I N(S)=0 N(R)=0 P/F, 59 octets',
  'sn.s.aare': '1/17 to 16: I N(S)=0 N(R)=1 P/F, 46 octets',
  'sn.s.read': '16 to 1/17: I N(S)=1 N(R)=1 P/F, 11 octets',
  'sn.s.res': '1/17 to 16: I N(S)=1 N(R)=2 P/F, 18 octets',
};

function meaning({ destination, source, control, segmented, information }: HdlcFrame): string {
  const ends = `${describeAddress(source)} to ${describeAddress(destination)}`;
  const size = information.length === 0 ? '' : `, ${information.length} octets`;
  return `${ends}: ${describeControl(control)}${segmented ? ' segmented' : ''}${size}`;
}

function withoutFlags(hex: string): Uint8Array {
  return fromHex(hex).subarray(1, -1);
}

function code(octets: Uint8Array): string {
  try {
    decodeFrame(octets);
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'none';
}

function checkBothWays({ id, hex }: Vector): void {
  const frame = decodeFrame(withoutFlags(hex));
  assert.equal(meaning(frame), MEANINGS[id]);
  assert.equal(toHex(encodeFrame(frame)), hex);
}

function checkEnds({ hex }: Vector): void {
  const octets = withoutFlags(hex);
  const longer = Uint8Array.of(...octets, 0x7e, 0x01);
  assert.deepEqual(decodeFrame(longer), decodeFrame(octets));
  for (let end = 0; end < octets.length; end += 1) {
    assert.equal(code(octets.subarray(0, end)), 'DLMS_TRUNCATED');
  }
}

describeShared('the frames of the reference', (root) => {
  const frames = vectors(root).filter(({ kind }) => kind === 'hdlc');
  it('are all known here', () => assert.equal(frames.length, 39));

  for (const vector of frames) {
    it(`${vector.id}: to its meaning and back`, () => checkBothWays(vector));
    it(`${vector.id}: with octets behind it, and cut short`, () => checkEnds(vector));
  }

  it('hdlc.badfcs is refused', () => {
    const bad = vectors(root).find(({ id }) => id === 'hdlc.badfcs');
    assert.equal(code(withoutFlags(bad?.hex ?? '')), 'DLMS_FRAME_CHECK');
  });
});

describe('a frame', () => {
  it('that is not of type 3 is refused', () =>
    assert.equal(code(fromHex('9007032193C000')), 'DLMS_MALFORMED'));
  it('of six octets is refused', () => assert.equal(code(fromHex('A00603210000')), 'DLMS_MALFORMED'));
  it('with a three-octet destination is refused', () => {
    assert.equal(code(notated('SNRM P', { to: '020203', from: '21' }).subarray(1)), 'DLMS_MALFORMED');
  });
  it('with a five-octet source is refused', () => {
    assert.equal(code(notated('SNRM P', { to: '03', from: '0202020203' }).subarray(1)), 'DLMS_MALFORMED');
  });
  it('whose addresses run past its end is refused', () => {
    assert.equal(code(fromHex('A0070202020202')), 'DLMS_MALFORMED');
  });
  it('with one octet between header and FCS is refused', () => {
    assert.equal(code(fromHex('A0080321100000AA')), 'DLMS_MALFORMED');
  });
  it('with a wrong HCS is refused before its end came', () => {
    const octets = notated('I 0/1 F E6E700C401').subarray(1);
    octets[5] = (octets[5] ?? 0) ^ 1;
    assert.equal(code(octets), 'DLMS_FRAME_CHECK');
  });
  it('with two check sequences around nothing passes', () => {
    const header = fromHex('A009210373');
    const writer = writeCheckSequence(new OctetWriter().octets(header), checkSequence(header));
    const octets = writeCheckSequence(writer, checkSequence(writer.toOctets())).toOctets();
    assert.equal(meaning(decodeFrame(octets)), '1 to 16: UA P/F');
  });
  it('with more information than a length can say is refused before it is sent', () => {
    const { destination, source, control, segmented } = decodeFrame(notated('UA F').subarray(1));
    const information = new Uint8Array(2039);
    assert.throws(() => encodeFrame({ destination, source, control, segmented, information }), {
      code: 'DLMS_TOO_LONG',
    });
    const fits = encodeFrame({ destination, source, control, segmented, information: new Uint8Array(2038) });
    assert.equal(decodeFrame(fits.subarray(1)).information.length, 2038);
  });
});

describe('any octets as a frame', () => {
  it('give a frame or a DlmsError', () => {
    const start = fc.constantFrom<number[]>([], [0xa0], [0xa0, 0x07], [0xa0, 0x0c, 0x03, 0x21]);
    const check = (head: number[], tail: Uint8Array): void => {
      assert.match(code(Uint8Array.of(...head, ...tail)), /^(none|DLMS_\w+)$/);
    };
    fc.assert(fc.property(start, fc.uint8Array({ maxLength: 40 }), check), { seed: 2, numRuns: 500 });
  });

  it('one changed octet never passes', () => {
    const good = notated('I 2/3 F E6E700C401C10012AABB').subarray(1, -1);
    for (let at = 0; at < good.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const bad = good.slice();
        bad[at] = (bad[at] ?? 0) ^ (1 << bit);
        assert.notEqual(code(bad), 'none', `octet ${at} bit ${bit}`);
      }
    }
  });
});
