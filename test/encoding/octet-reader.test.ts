import assert from 'node:assert/strict';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { failureOf } from './coding.js';

describe('OctetReader and OctetWriter', () => {
  it('read and write every width of number, big-endian', () => {
    const octets = new OctetWriter()
      .u8(0xfe)
      .i8(-2)
      .u16(0x1234)
      .i16(-2)
      .u32(0x89abcdef)
      .i32(-2)
      .u64(0xfedcba9876543210n)
      .i64(-2n)
      .f32(230.5)
      .f64(-1.25)
      .toOctets();
    const reader = new OctetReader(octets);
    assert.deepEqual(
      [reader.u8(), reader.i8(), reader.u16(), reader.i16(), reader.u32(), reader.i32()],
      [0xfe, -2, 0x1234, -2, 0x89abcdef, -2],
    );
    assert.deepEqual(
      [reader.u64(), reader.i64(), reader.f32(), reader.f64()],
      [0xfedcba9876543210n, -2n, 230.5, -1.25],
    );
    assert.equal(reader.remaining, 0);
  });

  it('a reader on a slice of a larger buffer stays within its slice', () => {
    const reader = new OctetReader(fromHex('00 11 22 33 44').subarray(1, 3));
    assert.equal(reader.u16(), 0x1122);
    assert.equal(reader.peek(), undefined);
    assert.equal(
      failureOf(() => reader.u8()),
      'DLMS_TRUNCATED',
    );
  });

  it('a length beyond the input fails before anything is allocated', () => {
    const reader = new OctetReader(fromHex('0102'));
    assert.equal(
      failureOf(() => reader.octets(2 ** 60)),
      'DLMS_TRUNCATED',
    );
    assert.deepEqual(reader.rest(), fromHex('0102'));
  });

  it('a writer grows beyond its first buffer', () => {
    const writer = new OctetWriter().octets(new Uint8Array(63)).u32(0x01020304);
    assert.equal(writer.length, 67);
    assert.deepEqual(writer.toOctets().subarray(63), fromHex('01020304'));
  });
});
