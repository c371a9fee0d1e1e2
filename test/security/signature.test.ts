import assert from 'node:assert/strict';
import { fromHex } from '../../src/encoding/hex.js';
import { publicOf, readPrivateKey, readPublicKey } from '../../src/security/key-pair.js';
import { sign, signatureLength, verify } from '../../src/security/signature.js';
import { captures, describeShared, type Vector, vectors } from '../support/shared.js';

/** RFC 6979, A.2.5 and A.2.6: the message "sample". */
const SAMPLES = [
  {
    curve: 'P-256',
    scalar: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    signature:
      'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716' +
      'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  },
  {
    curve: 'P-384',
    scalar:
      '6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5',
    signature:
      '94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46' +
      '99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8',
  },
] as const;

const MESSAGE = new TextEncoder().encode('sample');

describe('ECDSA signatures', () => {
  for (const { curve, scalar, signature } of SAMPLES) {
    const key = readPrivateKey(scalar);
    const octets = fromHex(signature);

    it(`${curve}: the signature of RFC 6979 is right, and ours is`, () => {
      assert.equal(verify(publicOf(key), MESSAGE, octets), true);
      const own = sign(key, MESSAGE);
      assert.equal(own.length, signatureLength(curve));
      assert.equal(verify(publicOf(key), MESSAGE, own), true);
    });

    it(`${curve}: one of another length, of zeros, or with any octet changed is wrong and no exception`, () => {
      const lengths = [0, 1, octets.length - 1, octets.length + 1];
      for (const length of lengths) {
        const other = new Uint8Array(length);
        other.set(octets.subarray(0, length));
        assert.equal(verify(publicOf(key), MESSAGE, other), false);
      }
      assert.equal(verify(publicOf(key), MESSAGE, new Uint8Array(octets.length)), false);
      assert.equal(verify(publicOf(key), MESSAGE, new Uint8Array(octets.length).fill(0xff)), false);
      for (const at of octets.keys()) {
        const flipped = Uint8Array.from(octets);
        flipped[at] = (flipped[at] ?? 0) ^ 0x01;
        assert.equal(verify(publicOf(key), MESSAGE, flipped), false, `octet ${at}`);
      }
      assert.equal(verify(publicOf(key), MESSAGE.subarray(1), octets), false);
    });
  }
});

describeShared('foreign ECDSA signatures', (root) => {
  for (const { id, expected } of captures(root)) {
    const check = expected.check as Record<string, string> | undefined;
    if (!check?.kind?.startsWith('ecdsa-')) continue;
    it(id, () => {
      const { public: point = '', data = '', signature = '', valid } = check;
      assert.equal(verify(readPublicKey(point), fromHex(data), fromHex(signature)), valid);
    });
  }

  for (const [id, message] of [
    ['hls.ecdsa.c', (vector: Vector) => [vector.inputs?.message, vector.hex]],
    ['sec.gsign', (vector: Vector) => [vector.inputs?.signed, vector.hex.slice(-128)]],
  ] as const) {
    it(id, () => {
      const vector = vectors(root).find((each) => each.id === id);
      assert.ok(vector);
      const [signed, signature] = message(vector).map((hex) => fromHex(String(hex)));
      assert.ok(signed && signature);
      assert.equal(verify(readPublicKey(String(vector.inputs?.q)), signed, signature), true);
    });
  }

  it('gbcs-ecs01a-resp-signed: general-signing without its tag, up to the signature', () => {
    const { hex = '', keys } =
      captures(root).find(({ id }) => id === 'gbcs-ecs01a-resp-signed') ?? assert.fail();
    const octets = fromHex(hex);
    const key = readPublicKey(keys?.originator_ds_public ?? '');
    assert.equal(verify(key, octets.subarray(1, -65), octets.subarray(-64)), true);
  });
});
