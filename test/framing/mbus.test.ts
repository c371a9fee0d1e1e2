/** M-Bus long frames against the reference and captures: both ways, cut, in any split, segments joined. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { DlmsError } from '../../src/errors.js';
import { MbusDeframer, type MbusDeframerOutput } from '../../src/framing/mbus-deframer.js';
import { decodeMbusFrame, encodeMbusFrame, type MbusFrame } from '../../src/framing/mbus-frame.js';
import { decodeMbusSegment, encodeMbusSegment, MbusJoiner } from '../../src/framing/mbus-segment.js';
import { captures, describeShared, vectors } from '../support/shared.js';

/** `SND-UD` to everybody, the last and only segment, from 1 to 103, with the octets AA BB. */
const SHORT = '68070768' + '53FF10' + '0167' + 'AABB' + '2F' + '16';

function read(octets: Uint8Array | string): MbusFrame {
  return decodeMbusFrame(new OctetReader(typeof octets === 'string' ? fromHex(octets) : octets, 'transport'));
}

function written(frame: MbusFrame): string {
  return toHex(encodeMbusFrame(new OctetWriter(), frame).toOctets());
}

function code(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'none';
}

function texts(outputs: readonly MbusDeframerOutput[]): string[] {
  return outputs.map((output) =>
    output.kind === 'frame' ? `frame ${toHex(output.octets)}` : `damaged ${toHex(output.octets)}`,
  );
}

/** What is damaged, as one text: how it is cut depends on when it came. */
function joinedTexts(outputs: readonly MbusDeframerOutput[]): string {
  return texts(outputs)
    .join('|')
    .replaceAll(/(?<=damaged [0-9A-F]*)\|damaged /g, '');
}

describe('an M-Bus long frame', () => {
  it('both ways, with octets behind it, and cut short', () => {
    const reader = new OctetReader(fromHex(`${SHORT}AABB`), 'transport');
    const frame = decodeMbusFrame(reader);
    assert.equal(reader.remaining, 2);
    assert.deepEqual(frame, {
      control: 0x53,
      address: 0xff,
      controlInformation: 0x10,
      data: fromHex('0167AABB'),
    });
    assert.equal(written(frame), SHORT);
    for (let end = 0; end < SHORT.length; end += 2) {
      assert.equal(
        code(() => read(SHORT.slice(0, end))),
        'DLMS_TRUNCATED',
      );
    }
  });

  it('with a wrong checksum tells the right one', () => {
    assert.throws(() => read(SHORT.replace('2F16', '3016')), /is 30 where its octets give 2F/);
    assert.equal(
      code(() => read(SHORT.replace('2F16', '3016'))),
      'DLMS_FRAME_CHECK',
    );
  });

  it('with other lengths, start or stop is none', () => {
    for (const [from, to] of [
      ['680707', '680708'],
      ['680707', '670707'],
      ['070768', '070769'],
      ['2F16', '2F17'],
      ['68070768', '68020268'],
    ] as const) {
      assert.equal(
        code(() => read(SHORT.replace(from, to))),
        'DLMS_MALFORMED',
      );
    }
  });

  it('holds 252 octets of data at most', () => {
    const frame = { control: 0x53, address: 0xff, controlInformation: 0, data: new Uint8Array(252) };
    assert.deepEqual(read(fromHex(written(frame))), frame);
    assert.equal(
      code(() => written({ ...frame, data: new Uint8Array(253) })),
      'DLMS_TOO_LONG',
    );
  });
});

describe('a segment in an M-Bus frame', () => {
  it('both ways', () => {
    const segment = { number: 3, last: true, source: 1, destination: 103, octets: fromHex('AABB') };
    const frame = { control: 0x53, address: 0xff, ...encodeMbusSegment(segment) };
    assert.equal(frame.controlInformation, 0x13);
    assert.deepEqual(decodeMbusSegment(frame), segment);
  });

  it('is none where the CI field says something else, and is cut without its two ends', () => {
    const frame = { control: 0x53, address: 0xff, controlInformation: 0x72, data: fromHex('0167AABB') };
    assert.equal(decodeMbusSegment(frame), undefined);
    const cut = { ...frame, controlInformation: 0, data: fromHex('01') };
    assert.equal(
      code(() => decodeMbusSegment(cut)),
      'DLMS_TRUNCATED',
    );
  });

  it('in order they make a whole; the first one begins anew; a lost one is told', () => {
    const joiner = new MbusJoiner();
    const segment = (number: number, last: boolean, hex: string) =>
      joiner.add({ number, last, source: 1, destination: 103, octets: fromHex(hex) });
    assert.equal(segment(0, false, '01'), undefined);
    assert.equal(segment(0, false, 'AA'), undefined);
    assert.equal(joiner.unfinished, true);
    assert.deepEqual(segment(1, true, 'BB'), fromHex('AABB'));
    assert.equal(joiner.unfinished, false);
    segment(0, false, 'AA');
    assert.throws(() => segment(2, true, 'CC'), /segment 2 where segment 1 is due/);
    assert.throws(() => segment(1, true, 'CC'), /segment 1 where segment 0 is due/);
    assert.deepEqual(segment(0, true, 'DD'), fromHex('DD'));
  });
});

describe('a stream of M-Bus frames', () => {
  const noisy = fromHex(`6801${SHORT}0068${SHORT}${SHORT.slice(0, 10)}`);

  it('noise before, between and behind frames is damage', () => {
    const deframer = new MbusDeframer();
    const outputs = [...deframer.push(noisy), ...deframer.flush()];
    const due = [
      'damaged 6801',
      `frame ${SHORT}`,
      'damaged 0068',
      `frame ${SHORT}`,
      `damaged ${SHORT.slice(0, 10)}`,
    ];
    assert.equal(joinedTexts(outputs), due.join('|'));
    assert.equal(deframer.frameInProgress, false);
  });

  it('the same octet by octet', () => {
    const whole = new MbusDeframer();
    const single = new MbusDeframer();
    const outputs = [...noisy].flatMap((octet) => single.push(Uint8Array.of(octet)));
    assert.equal(joinedTexts(outputs), joinedTexts(whole.push(noisy)));
  });

  it('a frame behind the beginning of one that never ends is found when the line falls silent', () => {
    const deframer = new MbusDeframer();
    assert.deepEqual(deframer.push(fromHex(`68FFFF68${SHORT}`)), []);
    assert.deepEqual(texts(deframer.flush()).at(-1), `frame ${SHORT}`);
  });

  it('any octets in any split come out again, all of them', () => {
    const octet = fc.constantFrom(0x68, 0x03, 0x04, 0x07, 0x16, 0x53, 0xff, 0x00);
    const chunks = fc.array(fc.array(octet, { maxLength: 12 }), { maxLength: 12 });
    fc.assert(
      fc.property(chunks, (input) => {
        const deframer = new MbusDeframer();
        const outputs = input.flatMap((chunk) => deframer.push(Uint8Array.from(chunk)));
        const all = [...outputs, ...deframer.flush()].map(({ octets }) => toHex(octets));
        assert.equal(all.join(''), toHex(Uint8Array.from(input.flat())));
      }),
      { seed: 4, numRuns: 400 },
    );
  });
});

describeShared('M-Bus frames of others', (root) => {
  it('the two of the reference make its general-glo-ciphering', () => {
    const byId = new Map(vectors(root).map(({ id, hex }) => [id, hex]));
    const joiner = new MbusJoiner();
    const wholes = ['mbus.push.1', 'mbus.push.2'].map((id) => {
      const hex = byId.get(id) ?? '';
      const frame = read(hex);
      assert.equal(written(frame), hex);
      const segment = decodeMbusSegment(frame);
      assert.ok(segment !== undefined);
      return joiner.add(segment);
    });
    assert.equal(wholes[0], undefined);
    assert.equal(toHex(wholes[1] ?? new Uint8Array()), byId.get('mbus.joined'));
  });

  for (const { id, layer, hex = '' } of captures(root)) {
    if (layer !== 'mbus') continue;
    it(`${id}: whole frames, both ways`, () => {
      const outputs = new MbusDeframer().push(fromHex(hex));
      assert.ok(outputs.length > 0 && outputs.every(({ kind }) => kind === 'frame'));
      const again = outputs.map((output) => (output.kind === 'frame' ? written(output.frame) : ''));
      assert.equal(again.join(''), hex.toUpperCase());
    });
  }
});
