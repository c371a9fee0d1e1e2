/** Collects octets. Multi-octet numbers are written big-endian. Every method returns the writer. */

export class OctetWriter {
  #octets = new Uint8Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.#number(1, (view, at) => view.setUint8(at, value));
  }

  i8(value: number): this {
    return this.#number(1, (view, at) => view.setInt8(at, value));
  }

  u16(value: number): this {
    return this.#number(2, (view, at) => view.setUint16(at, value));
  }

  i16(value: number): this {
    return this.#number(2, (view, at) => view.setInt16(at, value));
  }

  u32(value: number): this {
    return this.#number(4, (view, at) => view.setUint32(at, value));
  }

  i32(value: number): this {
    return this.#number(4, (view, at) => view.setInt32(at, value));
  }

  u64(value: bigint): this {
    return this.#number(8, (view, at) => view.setBigUint64(at, value));
  }

  i64(value: bigint): this {
    return this.#number(8, (view, at) => view.setBigInt64(at, value));
  }

  f32(value: number): this {
    return this.#number(4, (view, at) => view.setFloat32(at, value));
  }

  f64(value: number): this {
    return this.#number(8, (view, at) => view.setFloat64(at, value));
  }

  octets(value: Uint8Array): this {
    this.#reserve(value.length);
    this.#octets.set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** A copy of what was written so far. */
  toOctets(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }

  #number(size: number, write: (view: DataView, at: number) => void): this {
    this.#reserve(size);
    write(new DataView(this.#octets.buffer), this.#length);
    this.#length += size;
    return this;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#octets.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#octets.length * 2));
    larger.set(this.#octets);
    this.#octets = larger;
  }
}
