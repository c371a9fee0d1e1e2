/** The APDUs inside the captures, cut out by hand: one frame, one APDU; nothing of the framing room. */
import { fromHex } from '../../src/encoding/hex.js';
import type { Capture } from '../support/shared.js';

export interface CapturedApdu {
  readonly name: string;
  readonly octets: Uint8Array;
  /** What the reference decoder has read; undefined where it read nothing. */
  readonly decoded: Readonly<Record<string, unknown>> | undefined;
}

export function apdusOf(capture: Capture): readonly CapturedApdu[] {
  const hexes = capture.frames?.map(({ hex }) => hex) ?? [capture.hex ?? ''];
  const decoded: readonly unknown[] = [capture.reference_decode].flat();
  return hexes.flatMap((hex, at) => {
    const apdu = cut(capture.layer, fromHex(hex));
    if (apdu === undefined || apdu.length === 0) return [];
    const name = hexes.length === 1 ? capture.id : `${capture.id}, frame ${at}`;
    return [{ name, octets: apdu, decoded: treeOf(decoded[at]) }];
  });
}

/** The tree of the APDU: the decode itself, or its member `apdu` where frames are decoded too. */
function treeOf(decoded: unknown): CapturedApdu['decoded'] {
  if (typeof decoded !== 'object' || decoded === null || !('apdu' in decoded)) return undefined;
  const tree = typeof decoded.apdu === 'string' ? decoded : decoded.apdu;
  return typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>) : undefined;
}

function cut(layer: string, octets: Uint8Array): Uint8Array | undefined {
  switch (layer) {
    case 'apdu':
    case 'initiate':
      return octets;
    case 'llc':
      return withoutLlc(octets);
    case 'wrapper':
      return octets.subarray(8);
    case 'hdlc':
      return informationOf(octets);
    default:
      return undefined;
  }
}

/** Flag, format (2), two addresses that end with an odd octet, control (1), HCS (2), information, FCS (2), flag. */
function informationOf(frame: Uint8Array): Uint8Array | undefined {
  const afterAddress = (from: number) => frame.findIndex((octet, at) => at >= from && octet % 2 === 1) + 1;
  const control = afterAddress(afterAddress(3));
  const isInformation = (frame[control] ?? 1) % 2 === 0 || frame[control] === 0x13;
  return isInformation ? withoutLlc(frame.subarray(control + 3, -3)) : undefined;
}

function withoutLlc(octets: Uint8Array): Uint8Array {
  return octets[0] === 0xe6 && octets[2] === 0x00 ? octets.subarray(3) : octets;
}
