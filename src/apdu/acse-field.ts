/** The forms that fields of ACSE APDUs take (Green Book, ACSE APDUs; BER): contents to value and back. */
import { readTlv, writeTlv } from '../encoding/ber.js';
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import {
  decodeObjectIdentifier,
  encodeObjectIdentifier,
  type ObjectIdentifier,
} from './object-identifier.js';

/** How the contents of one field are read and written. Reading throws DLMS_TRUNCATED or DLMS_MALFORMED. */
export interface AcseField<T> {
  readonly read: (contents: OctetReader) => T;
  readonly write: (writer: OctetWriter, value: T) => OctetWriter;
}

/** `02 07 80` is the bit string "1"; as text of 0 and 1, first bit first. */
export const bitString: AcseField<string> = {
  read: (contents) => {
    const unused = contents.u8() & 0x07;
    const bits = Array.from(contents.rest(), (octet) => octet.toString(2).padStart(8, '0')).join('');
    return bits.slice(0, Math.max(bits.length - unused, 0));
  },
  write: (writer, bits) => {
    writer.u8((8 - (bits.length % 8)) % 8);
    for (let at = 0; at < bits.length; at += 8) {
      writer.u8(Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
    }
    return writer;
  },
};

export const implicitInteger: AcseField<number> = {
  read: (contents) => {
    if (contents.remaining > 4) throw contents.malformed(`integer of ${contents.remaining} octets`);
    return contents.rest().reduce((value, octet) => value * 0x100 + octet, 0);
  },
  write: (writer, value) => {
    if (value > 0x7fff) return writer.u32(value);
    return value > 0x7f ? writer.u16(value) : writer.u8(value);
  },
};

export const implicitObjectIdentifier: AcseField<ObjectIdentifier> = {
  read: decodeObjectIdentifier,
  write: (writer, identifier) => writer.octets(encodeObjectIdentifier(identifier)),
};

const implicitOctetString: AcseField<Uint8Array> = {
  read: (contents) => contents.rest(),
  write: (writer, octets) => writer.octets(octets),
};

export const integer = explicit(0x02, implicitInteger);
export const octetString = explicit(0x04, implicitOctetString);
export const objectIdentifier = explicit(0x06, implicitObjectIdentifier);

/** Authentication-value, written as choice charstring; the other choices are read as octets too. */
export const authenticationValue = explicit(0x80, implicitOctetString);

/** A field whose contents carry a tag of their own; a foreign inner tag is read as if it were the right one. */
function explicit<T>(tag: number, { read, write }: AcseField<T>): AcseField<T> {
  return {
    read: (contents) => read(new OctetReader(readTlv(contents).value, contents.layer)),
    write: (writer, value) => writeTlv(writer, tag, write(new OctetWriter(), value).toOctets()),
  };
}
