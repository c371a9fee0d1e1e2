/** A stream cut into HDLC frames and what is none, with the places of all of them. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { HdlcDeframer, type HdlcDeframerOutput } from '../../framing/hdlc/deframer.js';
import { decodeFormat, FLAG, type HdlcFrame } from '../../framing/hdlc/frame.js';

export interface HdlcPiece {
  /** Of the opening flag, or of the first octet where there is none. */
  readonly offset: number;
  readonly end: number;
  readonly found: HdlcFrame | DlmsError;
}

/** What is looked at in one go, so that a long stream is not there twice. */
const CHUNK = 16_384;

const TYPE_3 = 0xa0;
const TYPE_MASK = 0xf0;
const LENGTH_HIGH = 0x07;

/** Whether at least one whole frame is in the octets. */
export function holdsFrame(octets: Uint8Array): boolean {
  for (const { kind } of outputsOf(octets)) if (kind === 'frame') return true;
  return false;
}

/** A format field whose length is that of the octets; no APDU and no Data begins like one. */
export function isFrameWithoutFlags(octets: Uint8Array): boolean {
  try {
    return decodeFormat(new OctetReader(octets, 'hdlc')).length === octets.length;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}

/** Damage that lies within what began as a frame is one with it, and so is noise. */
export function* hdlcPieces(octets: Uint8Array): Generator<HdlcPiece> {
  let damage: HdlcPiece | undefined;
  let at = 0;
  for (const output of outputsOf(octets)) {
    while (octets[at] === FLAG) at += 1;
    const offset = at > 0 && octets[at - 1] === FLAG ? at - 1 : at;
    const isFrame = output.kind === 'frame';
    if (damage !== undefined && (isFrame || beginsAnew(octets, damage, offset))) {
      yield damage;
      damage = undefined;
    }
    // A frame's octets are told with both flags, of which the second may open the next frame.
    at = isFrame ? offset + output.octets.length - 1 : at + output.octets.length;
    if (isFrame) yield { offset, end: at + 1, found: output.frame };
    else damage = { offset, found: output.error, ...damage, end: at };
  }
  if (damage !== undefined) yield damage;
}

/** Whether a frame begins there, be it a damaged one: a flag, and a format field of type 3. */
export function beginsAsFrame(octets: Uint8Array, offset: number): boolean {
  return octets[offset] === FLAG && ((octets[offset + 1] ?? 0) & TYPE_MASK) === TYPE_3;
}

function beginsAnew(octets: Uint8Array, damage: HdlcPiece, offset: number): boolean {
  if (!beginsAsFrame(octets, offset)) return false;
  return !beginsAsFrame(octets, damage.offset) || offset >= statedEnd(octets, damage.offset);
}

/** Where the closing flag is due. */
function statedEnd(octets: Uint8Array, offset: number): number {
  const [, high = 0, low = 0] = octets.subarray(offset, offset + 3);
  return offset + 1 + (high & LENGTH_HIGH) * 0x100 + low;
}

function* outputsOf(octets: Uint8Array): Generator<HdlcDeframerOutput> {
  const deframer = new HdlcDeframer();
  for (let at = 0; at < octets.length; at += CHUNK) yield* deframer.push(octets.subarray(at, at + CHUNK));
  yield* deframer.flush();
}
