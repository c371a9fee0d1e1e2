/**
 * Data in a checked block: `STX` data `ETX` BCC, the readout of a meter or one answer of its programming
 * mode; with `EOT` more of them follow (IEC 62056-21, 6.3.4 and 6.5).
 */
import type { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { blockCheck } from './block-check.js';
import { EOT, ETX, STX } from './characters.js';

export interface DataBlock {
  readonly kind: 'data-block';
  /** The characters between STX and ETX, or of a telegram up to its `!`. */
  readonly data: Uint8Array;
  /** More blocks follow once this one was acknowledged. */
  readonly partial: boolean;
  /** By what it is known to be whole; modes A, B and D need not have anything. */
  readonly check: 'bcc' | 'crc' | 'none';
}

/** Octets of data; more than any meter shows in one readout. */
export const MAX_BLOCK = 256 * 1024;

export function encodeDataBlock(writer: OctetWriter, { data, partial }: DataBlock): OctetWriter {
  const checked = Uint8Array.of(...data, partial ? EOT : ETX);
  return writer.u8(STX).octets(checked).u8(blockCheck(checked));
}

/** @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED, DLMS_IEC_BCC, DLMS_TOO_LONG */
export function decodeDataBlock(reader: OctetReader): DataBlock {
  if (reader.u8() !== STX) throw reader.malformed('no STX where a data block begins');
  const { body, end } = readChecked(reader);
  return { kind: 'data-block', data: body, partial: end === EOT, check: 'bcc' };
}

/** What lies in front of ETX or EOT, once the block check behind it was found right. */
export function readChecked(reader: OctetReader): { readonly body: Uint8Array; readonly end: number } {
  let length = 0;
  for (let next = reader.peek(); next !== ETX && next !== EOT; next = reader.peek(length)) {
    if (length > MAX_BLOCK) throw tooLong();
    if (next === undefined) break;
    length += 1;
  }
  const checked = reader.octets(length + 1);
  const [stated, computed] = [reader.u8(), blockCheck(checked)];
  if (stated !== computed) throw wrongCheck(stated, computed);
  return { body: checked.subarray(0, -1), end: checked[length] ?? ETX };
}

export function tooLong(): DlmsError {
  return new DlmsError(`a data block of more than ${MAX_BLOCK} octets`, {
    code: 'DLMS_TOO_LONG',
    layer: 'iec',
    fault: 'meter',
    hint: 'Record a trace and report it: no meter is known to send so much at once.',
  });
}

export function wrongCheck(stated: number, computed: number): DlmsError {
  const [wrong, right] = [hex(stated), hex(computed)];
  return new DlmsError(`a data block with the check ${wrong} where its octets give ${right}`, {
    code: 'DLMS_IEC_BCC',
    layer: 'iec',
    fault: 'line',
    hint: 'The line is disturbed, or the optical head sits badly: check it, or choose a lower baud rate.',
  });
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}
