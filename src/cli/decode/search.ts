/**
 * PDUs in the middle of noise, where no frame shows where they begin: WPDUs, APDUs behind an LLC header, APDUs
 * that end with the octets, and ciphered ones that tell their own length. Each try is paid for, so that long
 * noise takes no longer than its length.
 */
import { isProtectedTag } from '../../apdu/protected-apdu.js';
import { APDU_TAG } from '../../apdu/tag.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import { WRAPPER_HEADER_LENGTH } from '../../framing/wrapper.js';
import { isApdu, isWrapped, leadsWithApdu } from './wrapper-detection.js';

/** `push` tells its own length. */
export type PduKind = 'wrapper' | 'llc' | 'apdu' | 'push';

export interface FoundPdu {
  readonly kind: PduKind;
  readonly offset: number;
  readonly end: number;
}

interface Candidate extends FoundPdu {
  readonly apduAt: number;
}

/** Octets that are decoded in tries, for each octet of noise, and in any case. */
const COST_PER_OCTET = 4;
const COST_FREE = 8192;

/** Shorter APDUs stand everywhere by chance. */
const LEAST_APDU = 8;
const LLC_LENGTH = 3;
const TITLE_LENGTH = 8;

const STRONG_TAGS: ReadonlySet<number> = new Set([
  APDU_TAG.AARQ,
  APDU_TAG.AARE,
  APDU_TAG['get-request'],
  APDU_TAG['get-response'],
  APDU_TAG['set-request'],
  APDU_TAG['action-request'],
  APDU_TAG['action-response'],
  APDU_TAG['data-notification'],
  APDU_TAG['event-notification-request'],
]);

/** Suite 0 to 2, authenticated or enciphered, nothing compressed. */
const SUITE_MASK = 0x8c;
const PROTECTION_MASK = 0x30;

export class PduSearch {
  readonly #octets: Uint8Array;
  #budget: number;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#budget = octets.length * COST_PER_OCTET + COST_FREE;
  }

  /** The first one of these kinds at or behind `from`. */
  next(from: number, kinds: readonly PduKind[]): FoundPdu | undefined {
    for (let offset = from; offset < this.#octets.length && this.#budget > 0; offset += 1) {
      const candidate = this.#candidateAt(offset);
      if (candidate === undefined || !kinds.includes(candidate.kind)) continue;
      this.#budget -= candidate.end - offset;
      const octets = this.#octets.subarray(candidate.apduAt, candidate.end);
      if (candidate.kind === 'push' ? leadsWithApdu(octets) : isApdu(octets)) return candidate;
    }
    return undefined;
  }

  #candidateAt(offset: number): Candidate | undefined {
    const head = this.#octets.subarray(offset, offset + WRAPPER_HEADER_LENGTH + 1);
    const end = this.#octets.length;
    if (isWrapped(head)) return this.#wpduAt(offset);
    if (withoutLlc(head) !== undefined) return { kind: 'llc', offset, end, apduAt: offset + LLC_LENGTH };
    if (isPush(head)) return { kind: 'push', offset, end, apduAt: offset };
    const strong = STRONG_TAGS.has(head[0] ?? -1) || isCiphered(head);
    return strong && end - offset >= LEAST_APDU ? { kind: 'apdu', offset, end, apduAt: offset } : undefined;
  }

  #wpduAt(offset: number): Candidate | undefined {
    const [high = 0, low = 0] = this.#octets.subarray(offset + 6, offset + WRAPPER_HEADER_LENGTH);
    const apduAt = offset + WRAPPER_HEADER_LENGTH;
    const end = apduAt + high * 0x100 + low;
    const possible = end <= this.#octets.length && end > apduAt;
    return possible ? { kind: 'wrapper', offset, end, apduAt } : undefined;
  }
}

/** general-glo-ciphering with a title that begins with the letters of its maker. */
function isPush([tag, length, ...title]: Uint8Array): boolean {
  const letters = title.slice(0, 3);
  const isTitled = letters.length === 3 && letters.every((octet) => octet >= 0x41 && octet <= 0x5a);
  return tag === APDU_TAG['general-glo-ciphering'] && length === TITLE_LENGTH && isTitled;
}

/** A tag, a length and a security control that a sender can mean. */
function isCiphered([tag, length = 0, ...rest]: Uint8Array): boolean {
  if (!isProtectedTag(tag)) return false;
  if (tag !== undefined && tag >= APDU_TAG['general-glo-ciphering']) return length === TITLE_LENGTH;
  const control = rest[length < 0x80 ? 0 : length & 0x7f] ?? 0;
  return (control & SUITE_MASK) === 0 && (control & PROTECTION_MASK) !== 0;
}
