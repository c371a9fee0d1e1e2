/** What was heard of the other side while it was called. */
import { APDU_TAG } from '../apdu/tag.js';
import type { Trace } from '../client/primitive.js';
import type { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import { decodeFrame, FLAG } from '../framing/hdlc/frame.js';

const SLASH = 0x2f;

export class Heard {
  /** Where frames came from. */
  source: HdlcAddress | undefined;
  /** Of an IEC 62056-21 start. */
  identification: string | undefined;
  readonly #frames = new Set<string>();
  #aare = false;

  take({ layer, direction, octets }: Trace): void {
    if (direction !== 'received') return;
    if (layer === 'application' && octets[0] === APDU_TAG.AARE) this.#aare = true;
    if (layer !== 'link') return;
    if (octets[0] === FLAG) this.#frame(octets);
    else if (octets[0] === SLASH) this.identification = Buffer.from(octets).toString('latin1').trim();
  }

  #frame(octets: Uint8Array): void {
    try {
      const { control, source } = decodeFrame(octets.subarray(1));
      this.#frames.add(control.kind);
      this.source = source;
    } catch {
      // Noise: the error of the trial tells of it.
    }
  }

  /** How far it came before it ended so. */
  reachOf({ code, layer }: DlmsError): 'silent' | 'noise' | 'iec' | 'refused-link' | 'linked' | 'refused' {
    if (this.#aare || layer === 'association' || layer === 'security') return 'refused';
    if (this.#frames.has('UA')) return 'linked';
    if (this.#frames.has('DM')) return 'refused-link';
    if (this.identification !== undefined) return 'iec';
    return code === 'DLMS_NOISE' || layer === 'service' ? 'noise' : 'silent';
  }
}
