/** Numbers of either octet order at any place of a file; undefined where they are not whole. */

export class BinaryView {
  readonly #view: DataView;

  constructor(
    readonly octets: Uint8Array,
    readonly littleEndian: boolean,
  ) {
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  }

  get length(): number {
    return this.octets.length;
  }

  u16(at: number): number | undefined {
    return at + 2 <= this.length ? this.#view.getUint16(at, this.littleEndian) : undefined;
  }

  u32(at: number): number | undefined {
    return at + 4 <= this.length ? this.#view.getUint32(at, this.littleEndian) : undefined;
  }
}
