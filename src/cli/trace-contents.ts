/** What a trace shows, as a line and what belongs below it: an APDU, a frame of any link, or bare octets. */
import type { Trace } from '../client/primitive.js';
import { ApduContents } from './trace-apdu.js';
import { type Framing, frameContents, framingOf } from './trace-frame.js';
import { type Contents, octetLines, sizeText } from './trace-text.js';

/** Of one meter: what answers a request is understood by it. */
export class TraceContents {
  readonly #apdus = new ApduContents();
  /** What was sent last: what came and is no frame was to be one like that. */
  #framing: Framing | undefined;

  of({ layer, direction, octets, plain }: Trace): Contents {
    switch (layer) {
      case 'application':
        return this.#apdus.of(octets, plain);
      case 'link':
        if (direction === 'sent') this.#framing = framingOf(octets);
        return frameContents(octets, direction, this.#framing);
      case 'transport':
        return octetContents(octets);
    }
  }
}

function octetContents(octets: Uint8Array): Contents {
  const lines = octetLines(octets);
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return { title: only, details: [] };
  return { title: sizeText(octets), details: lines };
}
