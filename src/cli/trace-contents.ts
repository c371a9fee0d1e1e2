/** What a trace shows, as a line and what belongs below it: an APDU, a frame of any link, or bare octets. */
import type { Trace } from '../client/primitive.js';
import { toHex } from '../encoding/hex.js';
import { ApduContents } from './trace-apdu.js';
import { frameContents } from './trace-frame.js';
import { type Contents, sizeText } from './trace-text.js';

const OCTETS_A_LINE = 32;

/** Of one meter: what answers a request is understood by it. */
export class TraceContents {
  readonly #apdus = new ApduContents();

  of({ layer, direction, octets, plain }: Trace): Contents {
    switch (layer) {
      case 'application':
        return this.#apdus.of(octets, plain);
      case 'link':
        return frameContents(octets, direction);
      case 'transport':
        return octetContents(octets);
    }
  }
}

function octetContents(octets: Uint8Array): Contents {
  const lines = [];
  for (let at = 0; at < octets.length; at += OCTETS_A_LINE) {
    lines.push(toHex(octets.subarray(at, at + OCTETS_A_LINE), ' '));
  }
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return { title: only, details: [] };
  return { title: sizeText(octets), details: lines };
}
