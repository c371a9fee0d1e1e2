/**
 * Takes the secrets out of what goes one way on one line. What stands in HDLC frames may be cut into segments
 * (IEC 62056-46, 6.4.4.5), and frames that are changed get a check sequence that fits, so that a capture can
 * be played as it is. As many octets come out as went in.
 */
import { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { decodeFrame, encodeFrame, FLAG, type HdlcFrame } from '../../framing/hdlc/frame.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import { isCut, maskParts, maskPatterns, type SecretPattern } from './secret-patterns.js';

export interface MaskedRun {
  readonly octets: Uint8Array;
  /** What it ends with may go on in the octets behind it, and then be a secret. */
  readonly open: boolean;
}

interface Segments {
  /** Of the APDU whose segments are coming. */
  readonly before: Uint8Array;
  readonly last?: { readonly frame: HdlcFrame; readonly before: Uint8Array } | undefined;
}

const NOTHING = new Uint8Array(0);
/** Octets of an APDU in front of a segment that are kept: an AARQ is shorter. */
const MOST_BEFORE = 2_048;

export class RunMasker {
  readonly #patterns: () => readonly SecretPattern[];
  #segments: Segments = { before: NOTHING };
  #framed: boolean;

  /**
   * @param patterns asked each time, for keys are drawn while a session goes on
   * @param framed the line carries HDLC frames: what is none of them was damaged on its way
   */
  constructor(patterns: () => readonly SecretPattern[], framed: boolean) {
    this.#patterns = patterns;
    this.#framed = framed;
  }

  /** @param last whether nothing follows; else an open run is to be given once more, with more behind it */
  mask(octets: Uint8Array, last: boolean): MaskedRun {
    const patterns = this.#patterns();
    const masked = this.#framed ? maskParts(octets, patterns) : maskPatterns(octets, patterns);
    let segments = this.#segments;
    let end = 0;
    for (let at = octets.indexOf(FLAG); at >= 0; at = octets.indexOf(FLAG, at + 1)) {
      const frame = frameAt(octets, at + 1);
      if (frame === undefined) continue;
      const before = inFrontOf(frame, segments);
      const replaced = maskFrame(frame, before, patterns) ?? octets.subarray(at, at + sizeAt(octets, at));
      masked.set(replaced.subarray(0, octets.length - at), at);
      segments = behind(frame, before);
      this.#framed = true;
      end = at + replaced.length;
      // The closing flag may open the next frame.
      at = end - 2;
    }
    const rest = octets.subarray(end);
    const open = end > 0 ? rest.length > 0 : rest.includes(FLAG) || isCut(rest, patterns);
    if (last || !open) this.#segments = segments;
    return { octets: masked, open };
  }
}

/** Octets of the same APDU in the frames before. */
function inFrontOf({ control, information }: HdlcFrame, { before, last }: Segments): Uint8Array {
  if (control.kind !== 'I' || last?.frame.control.kind !== 'I') return before;
  // A frame that was lost comes again under its number.
  const isRepeated = control.sendNumber === last.frame.control.sendNumber;
  return isRepeated && isSame(information, last.frame.information) ? last.before : before;
}

function behind(frame: HdlcFrame, before: Uint8Array): Segments {
  const kept = { frame: { ...frame, information: Uint8Array.from(frame.information) }, before };
  if (frame.control.kind !== 'I') return { before };
  return {
    before: frame.segmented ? joined(before, frame.information).slice(-MOST_BEFORE) : NOTHING,
    last: kept,
  };
}

/** Undefined where nothing in it is secret. Of a segment whose beginning was lost every part counts. */
function maskFrame(
  frame: HdlcFrame,
  before: Uint8Array,
  patterns: readonly SecretPattern[],
): Uint8Array | undefined {
  const { information } = frame;
  const isAstray = before.length === 0 && withoutLlc(information) === undefined;
  const mask = isAstray ? maskParts : maskPatterns;
  const masked = mask(joined(before, information), patterns).subarray(before.length);
  return isSame(masked, information) ? undefined : encodeFrame({ ...frame, information: masked });
}

/** @param at of the octet behind the flag */
function frameAt(octets: Uint8Array, at: number): HdlcFrame | undefined {
  try {
    return decodeFrame(octets.subarray(at));
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

/** Of the frame whose flag stands there, with both flags. */
function sizeAt(octets: Uint8Array, at: number): number {
  const format = ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
  return (format & 0x7ff) + 2;
}

function joined(before: Uint8Array, octets: Uint8Array): Uint8Array {
  return new OctetWriter().octets(before).octets(octets).toOctets();
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, at) => octet === other[at]);
}
