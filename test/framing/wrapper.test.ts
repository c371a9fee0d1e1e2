/** WPDUs against the reference and captures, fragmented, coalesced, and broken streams. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { DlmsError } from '../../src/errors.js';
import {
  decodeWpdu,
  encodeWpdu,
  WrapperDeframer,
  type WrapperDeframerOutput,
} from '../../src/framing/wrapper.js';
import { captures, describeShared, sessions, vectors } from '../support/shared.js';

function code(hex: string): string {
  try {
    decodeWpdu(new OctetReader(fromHex(hex), 'wrapper'));
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
  return 'none';
}

function texts(outputs: readonly WrapperDeframerOutput[]): string[] {
  return outputs.map((output) =>
    output.kind === 'wpdu'
      ? `${output.wpdu.source}>${output.wpdu.destination} ${toHex(output.wpdu.apdu)}`
      : `damaged ${output.error.code} ${toHex(output.octets)}`,
  );
}

function octetByOctet(deframer: WrapperDeframer, octets: Uint8Array): WrapperDeframerOutput[] {
  return [...octets].flatMap((octet) => deframer.push(Uint8Array.of(octet)));
}

function checkBothWays(hex: string, source: unknown, destination: unknown): void {
  const reader = new OctetReader(fromHex(`${hex}AABB`), 'wrapper');
  const wpdu = decodeWpdu(reader);
  assert.equal(reader.remaining, 2);
  assert.deepEqual([wpdu.source, wpdu.destination], [source, destination]);
  assert.equal(toHex(wpdu.apdu), hex.slice(16));
  assert.equal(toHex(encodeWpdu(new OctetWriter(), wpdu).toOctets()), hex);
  for (let end = 0; end < hex.length; end += 2) assert.equal(code(hex.slice(0, end)), 'DLMS_TRUNCATED');
}

describeShared('the WPDUs of the reference', (root) => {
  const wrapped = vectors(root).filter(({ kind }) => kind === 'wrapper');
  it('are all found', () => assert.equal(wrapped.length, 16));

  for (const { id, hex, inputs = {} } of wrapped) {
    it(`${id}: both ways, with octets behind it, and cut short`, () => {
      const session = id.startsWith('cs.');
      const answered = id === 'wp.rlrq' ? { src: 16, dst: 1 } : inputs;
      checkBothWays(hex, session ? 1 : answered.src, session ? 1 : answered.dst);
    });
  }

  it('all in one read, and octet by octet', () => {
    const stream = fromHex(wrapped.map(({ hex }) => hex).join(''));
    const all = texts(new WrapperDeframer().push(stream));
    assert.equal(all.length, 16);
    assert.ok(all.every((text) => !text.startsWith('damaged')));
    assert.deepEqual(texts(octetByOctet(new WrapperDeframer(), stream)), all);
  });
});

describeShared('captures of the wrapper', (root) => {
  const cases = captures(root).filter(({ layer }) => layer.startsWith('wrapper'));
  it('are all found', () => assert.equal(cases.length, 7));

  for (const { id, hex = '', expected, reference_decode: decode = {} } of cases) {
    const wrongVersion = id.includes('bad-version');
    it(`${id}: ${wrongVersion ? 'a broken stream' : 'both ways'}`, () => {
      if (wrongVersion) {
        assert.equal(expected.reject, true);
        assert.equal(code(hex), 'DLMS_MALFORMED');
        assert.match(texts(new WrapperDeframer().push(fromHex(hex))).join(), /^damaged DLMS_MALFORMED/);
      } else checkBothWays(hex.toUpperCase(), decode.src, decode.dst);
    });
  }
});

describeShared('recorded WRAPPER sessions', (root) => {
  const recorded = sessions(root).filter(({ header }) => header.framing === 'wrapper');
  it('are there', () => assert.ok(recorded.length > 20));
  for (const { file, turns } of recorded) {
    it(file, () => {
      for (const dir of ['c>s', 's>c']) {
        const stream = fromHex(turns.flatMap((turn) => (turn.dir === dir ? [turn.hex] : [])).join(''));
        const outputs = new WrapperDeframer().push(stream);
        assert.ok(outputs.length > 10);
        const again = outputs.map((output) => {
          assert.ok(output.kind === 'wpdu');
          return toHex(encodeWpdu(new OctetWriter(), output.wpdu).toOctets());
        });
        assert.equal(again.join(''), toHex(stream));
      }
    });
  }
});

describe('a stream of WPDUs', () => {
  const FIRST = fromHex('00010001001000020102');
  const SECOND = fromHex('000100010010000103');

  it('two in one read', () => {
    assert.deepEqual(texts(new WrapperDeframer().push(Buffer.concat([FIRST, SECOND]))), [
      '1>16 0102',
      '1>16 03',
    ]);
  });

  it('cut anywhere', () => {
    const stream = Buffer.concat([FIRST, SECOND]);
    for (let at = 0; at <= stream.length; at += 1) {
      const deframer = new WrapperDeframer();
      const outputs = [...deframer.push(stream.subarray(0, at)), ...deframer.push(stream.subarray(at))];
      assert.deepEqual(texts(outputs), ['1>16 0102', '1>16 03']);
      assert.equal(deframer.wpduInProgress, false);
    }
  });

  it('the longest one, octet by octet', () => {
    const octets = Uint8Array.of(0, 1, 0, 1, 0, 16, 0xff, 0xff, ...new Uint8Array(0xffff));
    const [output, ...more] = octetByOctet(new WrapperDeframer(), octets);
    assert.ok(output?.kind === 'wpdu' && more.length === 0);
    assert.equal(output.wpdu.apdu.length, 0xffff);
  });

  it('a wrong version is known by the first wrong octet', () => {
    assert.deepEqual(texts(new WrapperDeframer().push(fromHex('7E'))), ['damaged DLMS_MALFORMED 7E']);
    const deframer = new WrapperDeframer();
    assert.deepEqual(texts(octetByOctet(deframer, fromHex('0002'))), ['damaged DLMS_MALFORMED 0002']);
  });

  it('a length of 0 breaks it', () => {
    assert.match(texts(new WrapperDeframer().push(fromHex('0001000100100000'))).join(), /^damaged/);
  });

  it('nothing is read behind a break', () => {
    const deframer = new WrapperDeframer();
    const outputs = [
      ...deframer.push(Buffer.concat([FIRST, fromHex('0900'), SECOND])),
      ...deframer.push(FIRST),
    ];
    assert.deepEqual(
      outputs.map(({ kind }) => kind),
      ['wpdu', 'damaged', 'damaged'],
    );
    assert.equal(deframer.wpduInProgress, false);
  });

  it('any octets in any split give WPDUs or one break, never an exception', () => {
    const piece = fc.oneof(fc.constantFrom(FIRST, SECOND), fc.uint8Array({ maxLength: 10 }));
    const check = (pieces: Uint8Array[], size: number): void => {
      const stream = Buffer.concat(pieces);
      const deframer = new WrapperDeframer();
      const split: WrapperDeframerOutput[] = [];
      for (let at = 0; at < stream.length; at += size)
        split.push(...deframer.push(stream.subarray(at, at + size)));
      const wpdus = (outputs: WrapperDeframerOutput[]): string[] =>
        texts(outputs.filter(({ kind }) => kind === 'wpdu'));
      assert.deepEqual(wpdus(split), wpdus(new WrapperDeframer().push(stream)));
    };
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), check), {
      seed: 6,
      numRuns: 300,
    });
  });

  it('an APDU that no header can announce is refused before it is sent', () => {
    for (const size of [0, 0x10000]) {
      const wpdu = { kind: 'WPDU', source: 16, destination: 1, apdu: new Uint8Array(size) } as const;
      assert.throws(() => encodeWpdu(new OctetWriter(), wpdu), { code: 'DLMS_TOO_LONG' });
    }
  });
});
