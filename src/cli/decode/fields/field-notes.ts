/**
 * Reads octets field by field and notes where each of them stands. What cannot be read is noted as a field
 * with its error; its octets are not repeated, for they may be secret.
 */
import { readLength } from '../../../encoding/axdr.js';
import { OctetReader } from '../../../encoding/octet-reader.js';
import { DlmsError } from '../../../errors.js';
import type { Place, PlacedOctets } from '../place.js';
import { type Field, makeField, type Told } from './field.js';

/** Fields of one APDU that are noted at most: nobody reads on beyond them. */
const MOST_FIELDS = 20_000;

/** There is no room for more fields. */
class TooManyFields extends Error {}

/** What all notes of one APDU share. */
interface Noting {
  readonly octets: Uint8Array;
  readonly place: Place;
  left: number;
  failed: boolean;
}

/** Fields of one level. */
interface Level {
  readonly fields: Field[];
  /** Where the first of them begins. */
  first?: number;
}

const NONE = new Uint8Array();

export class FieldNotes {
  readonly reader: OctetReader;
  readonly #level: Level;
  readonly #noting: Noting;
  /** Octets before the first one of the reader. */
  readonly #base: number;

  private constructor(reader: OctetReader, base: number, level: Level, noting: Noting) {
    this.reader = reader;
    this.#base = base;
    this.#level = level;
    this.#noting = noting;
  }

  /** The fields that `read` notes, up to the one that cannot be read. */
  static of({ octets, place }: PlacedOctets, read: (notes: FieldNotes) => void): readonly Field[] {
    const noting = { octets, place, left: MOST_FIELDS, failed: false };
    const level: Level = { fields: [] };
    const notes = new FieldNotes(new OctetReader(octets), 0, level, noting);
    try {
      read(notes);
    } catch (error) {
      if (error instanceof TooManyFields) notes.#rest('more fields');
      else if (!(error instanceof DlmsError)) throw error;
    }
    return level.fields;
  }

  /** Of this level, so far. */
  get fields(): Field[] {
    return this.#level.fields;
  }

  /** What the reader has not taken yet. */
  get ahead(): Uint8Array {
    return this.#noting.octets.subarray(this.#position, this.#position + this.reader.remaining);
  }

  /** One field: what `read` takes. @throws what `read` throws, once it was noted */
  note<T>(name: string, read: (reader: OctetReader) => T, tell?: (value: T) => Told): T {
    const start = this.#position;
    return this.skim(name, (reader) => {
      const value = read(reader);
      this.#add(name, start, tell?.(value));
      return value;
    });
  }

  /** Reads what belongs to the field around it; it is noted only where it cannot be read. */
  skim<T>(name: string, read: (reader: OctetReader) => T): T {
    const start = this.#position;
    try {
      return read(this.reader);
    } catch (error) {
      if (error instanceof DlmsError) this.#fail(name, start, error);
      throw error;
    }
  }

  /** A field that holds others: those that `read` notes. @param tell of what `read` returns */
  group<T>(name: string, read: (inner: FieldNotes) => T, tell?: (value: T) => Told): T {
    const start = this.#position;
    const level: Level = { fields: [] };
    try {
      const value = read(new FieldNotes(this.reader, this.#base, level, this.#noting));
      this.#add(name, start, tell?.(value), level);
      return value;
    } catch (error) {
      // What was noted until then is shown all the same.
      if (level.fields.length > 0) this.#push(name, start, {}, level);
      throw error;
    }
  }

  /** The next `count` octets, beyond which `read` does not come. @throws DlmsError DLMS_TRUNCATED */
  within<T>(name: string, count: number, read: (limited: FieldNotes) => T): T {
    const start = this.#position;
    const octets = this.skim(name, (reader) => reader.octets(count));
    const reader = new OctetReader(octets, this.reader.layer);
    return read(new FieldNotes(reader, start, this.#level, this.#noting));
  }

  /** The next `count` octets, with fields that were made elsewhere. */
  insert(count: number, fields: readonly Field[]): void {
    this.#level.first ??= this.#position;
    this.reader.octets(count);
    this.fields.push(...fields);
  }

  u8(name: string, tell: (value: number) => Told = number): number {
    return this.note(name, (reader) => reader.u8(), tell);
  }

  u16(name: string, tell: (value: number) => Told = number): number {
    return this.note(name, (reader) => reader.u16(), tell);
  }

  u32(name: string, tell: (value: number) => Told = number): number {
    return this.note(name, (reader) => reader.u32(), tell);
  }

  /** A length or a count (A-XDR). */
  count(name: string): number {
    return this.note(name, readLength, number);
  }

  get #position(): number {
    return this.#base + this.reader.position;
  }

  /** All that is left, as one field without a meaning. */
  #rest(name: string): void {
    const start = this.#position;
    this.skim(name, (reader) => reader.rest());
    this.#push(name, start, { hidden: true });
  }

  #add(name: string, start: number, told: Told | undefined, inside?: Level): void {
    if (this.#noting.left === 0) throw new TooManyFields();
    this.#noting.left -= 1;
    this.#push(name, start, told, inside);
  }

  #push(name: string, start: number, told: Told | undefined, inside?: Level): void {
    const { octets, place } = this.#noting;
    const end = this.#position;
    this.#level.first ??= start;
    // Those of the fields inside are shown there, or hidden.
    const shown = octets.subarray(start, inside?.first ?? end);
    const found = { offset: place(start), length: end - start, octets: shown };
    this.fields.push(makeField(name, found, told, inside?.fields));
  }

  /** The innermost field has the error, those around it do not. */
  #fail(name: string, start: number, error: DlmsError): void {
    if (this.#noting.failed) return;
    this.#noting.failed = true;
    this.#level.first ??= start;
    const { octets, place } = this.#noting;
    const found = { offset: place(start), length: octets.length - start, octets: NONE };
    this.fields.push(makeField(name, found, { error }));
  }
}

export function number(value: number): Told {
  return { value };
}
