/** What all traces for people have in common. */
import { toHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';

export interface Contents {
  readonly title: string;
  readonly details: readonly string[];
}

const OCTETS_A_LINE = 32;

/** In hexadecimal, in lines that fit a screen. */
export function octetLines(octets: Uint8Array): readonly string[] {
  const lines = [];
  for (let at = 0; at < octets.length; at += OCTETS_A_LINE) {
    lines.push(toHex(octets.subarray(at, at + OCTETS_A_LINE), ' '));
  }
  return lines;
}

export function sizeText({ length }: Uint8Array): string {
  return length === 1 ? '1 octet' : `${length} octets`;
}

/** @throws anything but a DlmsError */
export function messageOf(error: unknown): string {
  if (!(error instanceof DlmsError)) throw error;
  return error.message;
}

/** Longer lists are cut: whoever wants all of them has `dlms decode`. */
export function shortened(lines: readonly string[], most = 200): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} lines more`];
}
