/** DataBlock-SA (Green Book): one piece of a SET or ACTION that is too long for one APDU. */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';

export interface DataBlock {
  readonly lastBlock: boolean;
  /** The first block is number 1. */
  readonly blockNumber: number;
  readonly rawData: Uint8Array;
}

export function encodeDataBlock(writer: OctetWriter, block: DataBlock): OctetWriter {
  return writeOctetString(writer.u8(block.lastBlock ? 1 : 0).u32(block.blockNumber), block.rawData);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeDataBlock(reader: OctetReader): DataBlock {
  return {
    lastBlock: reader.u8() !== 0,
    blockNumber: reader.u32(),
    rawData: readOctetString(reader),
  };
}
