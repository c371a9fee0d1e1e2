/**
 * The wrapper of DLMS over TCP and UDP (IEC 62056-47): version, source and destination wPort, length,
 * two octets each, big-endian, before one whole APDU.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';

export interface Wpdu {
  readonly kind: 'WPDU';
  readonly source: number;
  readonly destination: number;
  /** 1…65535 octets. */
  readonly apdu: Uint8Array;
}

export const WRAPPER_HEADER_LENGTH = 8;
export const MAX_WRAPPED_LENGTH = 0xffff;
/** The wPort of all stations. */
export const ALL_STATIONS_WPORT = 0xffff;

const VERSION = 1;

/** @throws DlmsError DLMS_TOO_LONG when the APDU is empty or longer than the length field can say */
export function encodeWpdu(writer: OctetWriter, wpdu: Wpdu): OctetWriter {
  const { length } = wpdu.apdu;
  if (length === 0 || length > MAX_WRAPPED_LENGTH) throw unfit(length);
  return writer.u16(VERSION).u16(wpdu.source).u16(wpdu.destination).u16(length).octets(wpdu.apdu);
}

/** Reads one WPDU; the APDU is a view on the input. @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED */
export function decodeWpdu(reader: OctetReader): Wpdu {
  const { source, destination, length } = decodeHeader(reader);
  return { kind: 'WPDU', source, destination, apdu: reader.octets(length) };
}

export interface ReceivedWpdu {
  readonly kind: 'wpdu';
  readonly wpdu: Wpdu;
  /** Header and APDU as they came. */
  readonly octets: Uint8Array;
}

/** The stream does not hold WPDUs, and nothing marks where the next one starts: give the connection up. */
export interface BrokenStream {
  readonly kind: 'damaged';
  readonly octets: Uint8Array;
  readonly error: DlmsError;
}

export type WrapperDeframerOutput = ReceivedWpdu | BrokenStream;

/** Cuts WPDUs out of a stream in any split; after the first damage all further octets are damage too. */
export class WrapperDeframer {
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** Fewer octets than these cannot bring the next output. */
  #needed = 1;
  #broken: DlmsError | undefined;

  /** Octets came that can be the beginning of a WPDU, but not yet its end. */
  get wpduInProgress(): boolean {
    return this.#length > 0;
  }

  push(octets: Uint8Array): WrapperDeframerOutput[] {
    this.#keep(octets.slice());
    if (this.#length < this.#needed) return [];
    const outputs: WrapperDeframerOutput[] = [];
    let pending = this.#takeAll();
    while (pending.length > 0) {
      const output = this.#next(pending);
      if (output === undefined) break;
      outputs.push(output);
      pending = pending.subarray(output.octets.length);
    }
    this.#keep(pending.slice());
    return outputs;
  }

  #next(pending: Uint8Array): WrapperDeframerOutput | undefined {
    if (this.#broken !== undefined) return { kind: 'damaged', octets: pending, error: this.#broken };
    try {
      return this.#takeWpdu(pending);
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.#broken = error;
      this.#needed = 1;
      return { kind: 'damaged', octets: pending, error };
    }
  }

  /** The WPDU that the pending octets start with; undefined while its end is missing. */
  #takeWpdu(pending: Uint8Array): ReceivedWpdu | undefined {
    const size = sizeOf(pending);
    this.#needed = size !== undefined && pending.length < size ? size : 1;
    if (size === undefined || pending.length < size) return undefined;
    const octets = pending.slice(0, size);
    return { kind: 'wpdu', wpdu: decodeWpdu(new OctetReader(octets, 'wrapper')), octets };
  }

  #keep(octets: Uint8Array): void {
    if (octets.length > 0) this.#chunks.push(octets);
    this.#length += octets.length;
  }

  #takeAll(): Uint8Array {
    const writer = new OctetWriter();
    for (const chunk of this.#chunks) writer.octets(chunk);
    this.#chunks = [];
    this.#length = 0;
    return writer.toOctets();
  }
}

/** The size of a WPDU by its header; undefined while the header is not whole. Wrong octets are found at once. */
function sizeOf(pending: Uint8Array): number | undefined {
  const header = Uint8Array.of(0, VERSION, 0, 0, 0, 0, 0, 1);
  header.set(pending.subarray(0, WRAPPER_HEADER_LENGTH));
  const { length } = decodeHeader(new OctetReader(header, 'wrapper'));
  return pending.length < WRAPPER_HEADER_LENGTH ? undefined : WRAPPER_HEADER_LENGTH + length;
}

function decodeHeader(reader: OctetReader): { source: number; destination: number; length: number } {
  const version = reader.u16();
  if (version !== VERSION) throw reader.malformed(`wrapper of version ${version}`);
  const header = { source: reader.u16(), destination: reader.u16(), length: reader.u16() };
  if (header.length === 0) throw reader.malformed('wrapper around nothing');
  return header;
}

function unfit(length: number): DlmsError {
  return new DlmsError(`an APDU of ${length} octets does not fit a wrapper`, {
    code: 'DLMS_TOO_LONG',
    layer: 'wrapper',
    fault: 'package',
  });
}
