/** What came while an answer was due, so that a time-out can say it: nothing, rubbish, or someone else's frames. */
import { DlmsError, type ErrorFault } from '../errors.js';

export interface Unanswered {
  readonly layer: 'hdlc' | 'wrapper' | 'iec';
  /** What was not answered: `SNRM`, `a request`. */
  readonly request: string;
  /** How often it was sent, and how long each time was waited. */
  readonly sends: number;
  readonly timeoutMs: number;
  /** What to do where nothing came at all. */
  readonly silenceHint: string;
}

interface Finding {
  readonly code: string;
  readonly fault: ErrorFault;
  readonly message: string;
  readonly hint: string;
}

const SLASH = 0x2f;
const FLAG = 0x7e;

export class LinkEvidence {
  #noiseOctets = 0;
  #noiseStart: readonly number[] = [];
  #foreign: string | undefined;
  #outOfSequence: string | undefined;

  reset(): void {
    this.#noiseOctets = 0;
    this.#noiseStart = [];
    this.#foreign = undefined;
    this.#outOfSequence = undefined;
  }

  /** Octets that make no frame. */
  noise(octets: Uint8Array): void {
    if (this.#noiseStart.length < 2) this.#noiseStart = [...this.#noiseStart, ...octets.subarray(0, 2)];
    this.#noiseOctets += octets.length;
  }

  /** A whole frame of or for somebody else; `who` names both ends. */
  foreign(who: string): void {
    this.#foreign = who;
  }

  /** A frame of the meter's whose numbers do not fit. */
  outOfSequence(what: string): void {
    this.#outOfSequence = what;
  }

  /** The error of a request that was given up. */
  timeout(unanswered: Unanswered): DlmsError {
    const { code, fault, message, hint } = this.#finding(unanswered);
    const { layer, request, sends, timeoutMs } = unanswered;
    const tries = `${request} was sent ${sends === 1 ? 'once' : `${sends} times`}, ${timeoutMs} ms each`;
    return new DlmsError(`${message}: ${tries}`, { code, layer, fault, hint });
  }

  #finding({ layer, silenceHint }: Unanswered): Finding {
    if (this.#outOfSequence !== undefined) return sequenceFinding(this.#outOfSequence);
    if (this.#foreign !== undefined) return foreignFinding(this.#foreign);
    if (this.#noiseOctets > 0) return noiseFinding(this.#noiseOctets, noiseHint(layer, this.#noiseStart));
    return { code: 'DLMS_TIMEOUT', fault: 'meter', message: 'the meter is silent', hint: silenceHint };
  }
}

function sequenceFinding(what: string): Finding {
  return {
    code: 'DLMS_SEQUENCE',
    fault: 'meter',
    message: `the meter's frames are out of sequence (${what})`,
    hint: 'Another client may be talking to the meter at the same time; else record a trace and report it.',
  };
}

function foreignFinding(who: string): Finding {
  return {
    code: 'DLMS_WRONG_ADDRESS',
    fault: 'settings',
    message: `only an answer ${who} came`,
    hint: 'Check the logical and physical address of the meter, their size, and the client address.',
  };
}

function noiseFinding(octets: number, hint: string): Finding {
  return { code: 'DLMS_NOISE', fault: 'line', message: `only rubbish came (${octets} octets)`, hint };
}

/** What the first octets look like; `layer` is what was expected. */
export function noiseHint(layer: Unanswered['layer'], [first, second]: readonly number[]): string {
  if (layer !== 'iec' && first === SLASH)
    return 'It looks like text of an IEC 62056-21 meter: choose mode IEC.';
  if (layer === 'hdlc' && first === 0 && second === 1) {
    return 'It looks like the TCP wrapper: choose mode DLMS-WRAPPER.';
  }
  if (layer !== 'hdlc' && first === FLAG) return 'It looks like HDLC: choose mode DLMS-HDLC.';
  if (layer === 'wrapper') return 'Check host and port: what answers there does not speak DLMS.';
  return 'Check baud rate, data bits and parity, and that nobody else talks on the line.';
}
