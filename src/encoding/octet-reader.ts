/**
 * Reads octets from the front. Multi-octet numbers are big-endian (IEC 62056-53, A-XDR).
 * A read past the end throws DLMS_TRUNCATED and nothing else; nothing is allocated that the input
 * does not hold.
 */
import { DlmsError, type ErrorLayer } from '../errors.js';

export class OctetReader {
  #position = 0;
  readonly #octets: Uint8Array;
  readonly #layer: ErrorLayer;
  readonly #view: DataView;

  constructor(octets: Uint8Array, layer: ErrorLayer = 'service') {
    this.#octets = octets;
    this.#layer = layer;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#octets.length - this.#position;
  }

  get layer(): ErrorLayer {
    return this.#layer;
  }

  /** The octet `ahead` places from here, without taking it; undefined past the end. */
  peek(ahead = 0): number | undefined {
    return this.#octets[this.#position + ahead];
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  f32(): number {
    return this.#view.getFloat32(this.#take(4));
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  /** The next `count` octets, as a view on the input. */
  octets(count: number): Uint8Array {
    const start = this.#take(count);
    return this.#octets.subarray(start, start + count);
  }

  /** All that is left, as a view on the input. */
  rest(): Uint8Array {
    return this.octets(this.remaining);
  }

  /** A malformed-input error of this reader's layer. */
  malformed(what: string): DlmsError {
    return new DlmsError(`${what} at octet ${this.#position}`, {
      code: 'DLMS_MALFORMED',
      layer: this.#layer,
      fault: 'meter',
      hint: 'Record the octets with a trace and report them: the meter sent something that this package cannot read.',
    });
  }

  #take(count: number): number {
    const start = this.#position;
    if (count > this.#octets.length - start) {
      throw new DlmsError(
        `ends after ${this.#octets.length} octets where ${count} more are due at octet ${start}`,
        { code: 'DLMS_TRUNCATED', layer: this.#layer, fault: 'meter' },
      );
    }
    this.#position = start + count;
    return start;
  }
}
