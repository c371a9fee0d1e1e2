/** What was heard of the other side while it was called. */
import { APDU_TAG } from '../apdu/tag.js';
import type { Trace } from '../client/primitive.js';
import type { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import { decodeFrame, FLAG } from '../framing/hdlc/frame.js';
import { isWithoutHdlc } from '../meter/plain-readout.js';
import type { Reach } from './reach.js';

/** IEC 62056-21, 6.3.2: the letters of the maker, the digit or letter of the speed. */
const IDENTIFICATION = /^\/[A-Za-z]{3}[0-9A-Z]/;
/** What is wrong in these layers came from the other side. */
const MEANINGLESS: readonly string[] = ['service', 'iec'];

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
    else this.#text(octets);
  }

  /** As 7E1 has it, where the line was opened for 8N1. */
  #text(octets: Uint8Array): void {
    const text = Buffer.from(octets.map((octet) => octet & 0x7f))
      .toString('latin1')
      .trim();
    if (IDENTIFICATION.test(text)) this.identification = text;
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
  reachOf(error: DlmsError): Exclude<Reach, 'associated'> {
    const { code, layer } = error;
    if (this.#aare || layer === 'association' || layer === 'security') return 'refused';
    if (this.#frames.has('UA')) return 'linked';
    if (this.#frames.has('DM')) return 'refused-link';
    if (this.#isReadout(error)) return 'readout';
    if (this.identification !== undefined) return 'iec';
    if (code === 'DLMS_LINE_CLOSED') return 'hung-up';
    if (code === 'DLMS_TIMEOUT') return 'silent';
    return code === 'DLMS_NOISE' || MEANINGLESS.includes(layer) ? 'noise' : 'silent';
  }

  /** A web server also sends something that begins with a slash. */
  #isReadout(error: DlmsError): boolean {
    return isWithoutHdlc(error) && (error.code === 'DLMS_IEC_READOUT' || this.identification !== undefined);
  }
}
