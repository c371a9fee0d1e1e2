/** What a trace tells of how far a connection has come. */
import { APDU_TAG } from '../apdu/tag.js';
import type { Trace } from '../client/primitive.js';
import { decodeFrame, FLAG } from '../framing/hdlc/frame.js';

export type Moment =
  | { readonly kind: 'sign-on'; readonly text: string }
  | { readonly kind: 'identification'; readonly text: string }
  | { readonly kind: 'SNRM' | 'UA' | 'AARQ' | 'AARE' }
  | { readonly kind: 'request' };

const SLASH = 0x2f;
const NUL = 0x00;

/** Undefined for what tells nothing. */
export function momentOf({ layer, direction, octets }: Trace): Moment | undefined {
  if (layer === 'application') return applicationMoment(direction, octets[0]);
  return layer === 'link' ? linkMoment(direction, octets) : undefined;
}

function applicationMoment(direction: Trace['direction'], tag: number | undefined): Moment | undefined {
  if (direction === 'received') return tag === APDU_TAG.AARE ? { kind: 'AARE' } : undefined;
  if (tag === APDU_TAG.AARQ) return { kind: 'AARQ' };
  return tag === undefined || tag === APDU_TAG.RLRQ ? undefined : { kind: 'request' };
}

function linkMoment(direction: Trace['direction'], octets: Uint8Array): Moment | undefined {
  const first = octets[0];
  if (first === FLAG) return frameMoment(octets);
  const text = printable(octets);
  if (direction === 'sent') return first === SLASH || first === NUL ? { kind: 'sign-on', text } : undefined;
  return first === SLASH ? { kind: 'identification', text } : undefined;
}

function frameMoment(octets: Uint8Array): Moment | undefined {
  try {
    const { kind } = decodeFrame(octets.subarray(1)).control;
    return kind === 'SNRM' || kind === 'UA' ? { kind } : undefined;
  } catch {
    // A damaged frame is told elsewhere; here it is no step forward.
    return undefined;
  }
}

/** Without the parity of 7E1, and without characters that no terminal shows. */
function printable(octets: Uint8Array): string {
  const characters = Array.from(octets, (octet) => String.fromCharCode(octet & 0x7f));
  return characters.filter((character) => character >= ' ' && character <= '~').join('');
}
