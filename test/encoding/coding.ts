/**
 * The checks that every codec must stand: whole, with octets behind it, every truncation (which fails with
 * DLMS_TRUNCATED and nothing else), and back to the same octets.
 */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { DlmsError } from '../../src/errors.js';

export interface Coding<T> {
  readonly encode: (writer: OctetWriter, value: T) => unknown;
  readonly decode: (reader: OctetReader) => T;
}

export function encoded<T>({ encode }: Coding<T>, value: T): string {
  const writer = new OctetWriter();
  encode(writer, value);
  return toHex(writer.toOctets());
}

export function decoded<T>({ decode }: Coding<T>, hex: string): T {
  return decode(new OctetReader(fromHex(hex)));
}

/** Reads `hex` in all the ways of the house and gives what it says. */
export function checkDecoding<T>(coding: Coding<T>, hex: string): T {
  const octets = fromHex(hex);
  const value = coding.decode(new OctetReader(octets));
  const trailing = new OctetReader(Uint8Array.of(...octets, 0xa5, 0x5a));
  assert.deepEqual(coding.decode(trailing), value);
  assert.equal(trailing.remaining, 2, 'takes its own octets and no more');
  for (let length = 0; length < octets.length; length += 1) {
    const cut = octets.subarray(0, length);
    assert.equal(
      failureOf(() => coding.decode(new OctetReader(cut))),
      'DLMS_TRUNCATED',
      toHex(cut),
    );
  }
  return value;
}

export function checkCoding<T>(coding: Coding<T>, hex: string, value: T): void {
  assert.deepEqual(checkDecoding(coding, hex), value);
  assert.equal(encoded(coding, value), hex.replaceAll(' ', ''));
}

/** The code of the DlmsError that `action` throws; undefined where it throws none. Other errors pass on. */
export function failureOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof DlmsError) return error.code;
    throw error;
  }
}
