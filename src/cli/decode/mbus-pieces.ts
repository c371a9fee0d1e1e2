/** A stream cut into M-Bus long frames and what is none, with the places of all of them. */
import { OctetReader } from '../../encoding/octet-reader.js';
import type { DlmsError } from '../../errors.js';
import { MbusDeframer, type MbusDeframerOutput } from '../../framing/mbus-deframer.js';
import {
  MBUS_HEADER_LENGTH,
  MBUS_START,
  MBUS_STOP,
  MBUS_TRAILER_LENGTH,
  type MbusFrame,
  mbusChecksum,
} from '../../framing/mbus-frame.js';

export interface MbusPiece {
  readonly offset: number;
  readonly end: number;
  readonly found: MbusFrame | DlmsError;
}

const CHUNK = 16_384;
/** What a length field of one octet loses of 257 and so on. */
const OVERFLOW = 0x100;

/** Whether at least one whole frame is in the octets. */
export function holdsMbusFrame(octets: Uint8Array): boolean {
  for (const { kind } of outputsOf(octets)) if (kind === 'frame') return true;
  return false;
}

/** Start, two lengths, start: be the frame damaged or not. */
export function beginsAsMbusFrame(octets: Uint8Array, offset: number): boolean {
  const [start, , , startAgain] = octets.subarray(offset, offset + MBUS_HEADER_LENGTH);
  return start === MBUS_START && startAgain === MBUS_START;
}

/** Damage that lies within what began as a frame is one with it, and so is noise. */
export function* mbusPieces(octets: Uint8Array): Generator<MbusPiece> {
  let damage: MbusPiece | undefined;
  let at = 0;
  for (const output of outputsOf(octets)) {
    const offset = at;
    const isFrame = output.kind === 'frame';
    if (damage !== undefined && (isFrame || beginsAnew(octets, damage, offset))) {
      yield damage;
      damage = undefined;
    }
    at += output.octets.length;
    if (isFrame) yield { offset, end: at, found: output.frame };
    else damage = { offset, found: output.error, ...damage, end: at };
  }
  if (damage !== undefined) yield damage;
}

function beginsAnew(octets: Uint8Array, { offset: before }: MbusPiece, offset: number): boolean {
  if (!beginsAsMbusFrame(octets, offset)) return false;
  return !beginsAsMbusFrame(octets, before) || offset >= before + likelySize(octets.subarray(before));
}

/**
 * Octets of the damaged frame: as its length says, or as its length was meant, where a longer frame is sent
 * with the low octet of its length alone.
 */
export function likelySize(octets: Uint8Array): number {
  const [, length = 0] = octets;
  const size = MBUS_HEADER_LENGTH + length + MBUS_TRAILER_LENGTH;
  return closes(octets, size + OVERFLOW) ? size + OVERFLOW : Math.min(size, octets.length);
}

function closes(octets: Uint8Array, size: number): boolean {
  if (octets.length < size || octets[size - 1] !== MBUS_STOP) return false;
  const reader = new OctetReader(octets, 'transport');
  reader.octets(MBUS_HEADER_LENGTH);
  const counted = reader.octets(size - MBUS_HEADER_LENGTH - MBUS_TRAILER_LENGTH);
  return reader.u8() === mbusChecksum(counted);
}

function* outputsOf(octets: Uint8Array): Generator<MbusDeframerOutput> {
  const deframer = new MbusDeframer();
  for (let at = 0; at < octets.length; at += CHUNK) yield* deframer.push(octets.subarray(at, at + CHUNK));
  yield* deframer.flush();
}
