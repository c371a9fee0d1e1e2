/** Variable-Access-Specification (Green Book, short name referencing): what a Read or Write is about. */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

/** `shortName` is 0 to 65535; block numbers take two octets here. */
export type VariableAccess =
  | { readonly kind: 'variable-name'; readonly shortName: number }
  /** Selective access to an attribute; with selector 0 the call of a method. */
  | {
      readonly kind: 'parameterized-access';
      readonly shortName: number;
      readonly selector: number;
      readonly parameters: Data;
    }
  /** Acknowledges this block and asks for the one after it. */
  | { readonly kind: 'block-number-access'; readonly blockNumber: number }
  /** A piece of a ReadRequest that is too long for one APDU. */
  | {
      readonly kind: 'read-data-block-access';
      readonly lastBlock: boolean;
      readonly blockNumber: number;
      readonly rawData: Uint8Array;
    }
  /** A piece of a WriteRequest; its raw-data is the octet-string among the values. */
  | {
      readonly kind: 'write-data-block-access';
      readonly lastBlock: boolean;
      readonly blockNumber: number;
    };

const VARIABLE_ACCESS = {
  'variable-name': 2,
  'parameterized-access': 4,
  'block-number-access': 5,
  'read-data-block-access': 6,
  'write-data-block-access': 7,
} as const;

export function encodeVariableAccess(writer: OctetWriter, access: VariableAccess): OctetWriter {
  writer.u8(VARIABLE_ACCESS[access.kind]);
  switch (access.kind) {
    case 'variable-name':
      return writer.u16(access.shortName);
    case 'parameterized-access':
      return encodeData(writer.u16(access.shortName).u8(access.selector), access.parameters);
    case 'block-number-access':
      return writer.u16(access.blockNumber);
    case 'read-data-block-access':
      return writeOctetString(writer.u8(access.lastBlock ? 1 : 0).u16(access.blockNumber), access.rawData);
    case 'write-data-block-access':
      return writer.u8(access.lastBlock ? 1 : 0).u16(access.blockNumber);
  }
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeVariableAccess(reader: OctetReader): VariableAccess {
  const choice = reader.u8();
  switch (choice) {
    case VARIABLE_ACCESS['variable-name']:
      return { kind: 'variable-name', shortName: reader.u16() };
    case VARIABLE_ACCESS['parameterized-access']: {
      const [shortName, selector] = [reader.u16(), reader.u8()];
      return { kind: 'parameterized-access', shortName, selector, parameters: decodeData(reader) };
    }
    case VARIABLE_ACCESS['block-number-access']:
      return { kind: 'block-number-access', blockNumber: reader.u16() };
    case VARIABLE_ACCESS['read-data-block-access']: {
      const [lastBlock, blockNumber] = [reader.u8() !== 0, reader.u16()];
      const rawData = readOctetString(reader);
      return { kind: 'read-data-block-access', lastBlock, blockNumber, rawData };
    }
    case VARIABLE_ACCESS['write-data-block-access']: {
      const [lastBlock, blockNumber] = [reader.u8() !== 0, reader.u16()];
      return { kind: 'write-data-block-access', lastBlock, blockNumber };
    }
    default:
      throw reader.malformed(`Variable-Access-Specification with the unknown choice ${choice}`);
  }
}
