/**
 * General-Block-Transfer (Green Book): a piece of any other APDU, with numbers that let either side ask for
 * lost pieces. What the pieces make is in no file of this room: they are joined before they are decoded.
 */
import { readOctetString, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { APDU_TAG } from './tag.js';

export interface GeneralBlockTransfer {
  readonly kind: 'general-block-transfer';
  readonly lastBlock: boolean;
  /** More blocks follow without being asked for. */
  readonly streaming: boolean;
  /** 0…63: the blocks that the sender of this one takes in a row; 0 from a sender that takes none. */
  readonly window: number;
  /** 0…65535; each side counts its own. */
  readonly blockNumber: number;
  /** The last block of the other side before the first one missing. */
  readonly blockNumberAck: number;
  /** Empty where there is nothing but the acknowledgement. */
  readonly blockData: Uint8Array;
}

export const MAX_WINDOW = 0x3f;

const LAST_BLOCK = 0x80;
const STREAMING = 0x40;

export function encodeGeneralBlockTransfer(writer: OctetWriter, block: GeneralBlockTransfer): OctetWriter {
  const control =
    (block.lastBlock ? LAST_BLOCK : 0) | (block.streaming ? STREAMING : 0) | (block.window & MAX_WINDOW);
  writer.u8(APDU_TAG['general-block-transfer']).u8(control).u16(block.blockNumber).u16(block.blockNumberAck);
  return writeOctetString(writer, block.blockData);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeGeneralBlockTransfer(reader: OctetReader): GeneralBlockTransfer {
  if (reader.u8() !== APDU_TAG['general-block-transfer']) throw reader.malformed('no general-block-transfer');
  const control = reader.u8();
  return {
    kind: 'general-block-transfer',
    lastBlock: (control & LAST_BLOCK) !== 0,
    streaming: (control & STREAMING) !== 0,
    window: control & MAX_WINDOW,
    blockNumber: reader.u16(),
    blockNumberAck: reader.u16(),
    blockData: readOctetString(reader),
  };
}

/** Tag, control, two numbers. */
const HEADER_LENGTH = 6;

/** The most block-data that fits an APDU of `limit` octets, with the one to three of its length. */
export function blockDataSize(limit: number): number {
  const room = limit - HEADER_LENGTH;
  return Math.max(1, Math.min(room - 1, 0x7f), Math.min(room - 2, 0xff), Math.min(room - 3, 0xffff));
}
