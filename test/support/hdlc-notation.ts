/**
 * HDLC frames as a line of text and back, written for the tests alone: `SNRM P`, `UA F 8180…`,
 * `I 2/3 F E6E700C4…` (N(S)/N(R)), `I 2/3 - more …` (S bit set), `RR 3 P`. P and F are the same bit.
 */
import assert from 'node:assert/strict';
import { hexOf, octetsOf } from './recorded-conversation.js';
import { hdlcFrame } from './tiny-hdlc.js';

/** The two addresses as octets on the wire; the defaults are server 1 and client 16. */
export interface Ends {
  readonly to: string;
  readonly from: string;
}

export const TO_CLIENT: Ends = { to: '21', from: '03' };
export const TO_SERVER: Ends = { to: '03', from: '21' };

const SUPERVISORY: Record<string, number> = { RR: 0x01, RNR: 0x05, REJ: 0x09 };
const UNNUMBERED: Record<string, number> = {
  SNRM: 0x83,
  DISC: 0x43,
  UA: 0x63,
  DM: 0x0f,
  FRMR: 0x87,
  UI: 0x03,
};

/** A frame with its flags. */
export function frame(text: string, ends: Ends = TO_CLIENT): Uint8Array {
  const words = text.split(' ');
  const kind = words.shift() ?? '';
  const numbers = kind === 'I' || kind in SUPERVISORY ? (words.shift() ?? '').split('/').map(Number) : [];
  const bit = /^[PF]$/.test(words.shift() ?? '') ? 0x10 : 0;
  const more = words[0] === 'more';
  const information = [...octetsOf(words.slice(more ? 1 : 0).join(''))];
  const addresses = [...octetsOf(ends.to + ends.from)];
  return hdlcFrame(more ? 0xa800 : 0xa000, addresses, controlOf(kind, numbers) | bit, information);
}

/** The frames of a burst as text; each must be whole, in its flags and with right check sequences. */
export function textsOf(burst: Uint8Array): string[] {
  const texts: string[] = [];
  for (let at = 0; at < burst.length; ) {
    const length = (((burst[at + 1] ?? 0) & 7) << 8) | (burst[at + 2] ?? 0);
    const octets = burst.subarray(at, at + length + 2);
    assert.ok(isWhole(octets), `a frame in its flags with right check sequences: ${hexOf(octets)}`);
    texts.push(textOf(octets));
    at += octets.length;
  }
  return texts;
}

/** The frames that can be read in harmed octets; all else is passed over. */
export function readableTexts(octets: Uint8Array): string[] {
  const texts: string[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = (((octets[at + 1] ?? 0) & 7) << 8) | (octets[at + 2] ?? 0);
    const octetsOfFrame = octets.subarray(at, at + length + 2);
    const found = octets[at] === 0x7e && octetsOfFrame.length === length + 2 && isWhole(octetsOfFrame);
    if (found) texts.push(textOf(octetsOfFrame));
    at += found ? length + 1 : 1;
  }
  return texts;
}

/** The octets of the two addresses of a frame, destination first. */
export function addressesOf(octets: Uint8Array): string {
  return hexOf(octets.subarray(3, controlAt(octets)));
}

function textOf(octets: Uint8Array): string {
  const { control, more, information } = partsOf(octets);
  return [nameOf(control), control & 0x10 ? 'P' : '-', more ? 'more' : '', hexOf(information)]
    .filter((word) => word !== '')
    .join(' ');
}

/** In its flags, and with right check sequences. */
function isWhole(octets: Uint8Array): boolean {
  const { addresses, control, more, information } = partsOf(octets);
  return (
    hexOf(octets) === hexOf(hdlcFrame(more ? 0xa800 : 0xa000, [...addresses], control, [...information]))
  );
}

function partsOf(octets: Uint8Array) {
  const at = controlAt(octets);
  return {
    addresses: octets.subarray(3, at),
    control: octets[at] ?? 0,
    more: ((octets[1] ?? 0) & 8) !== 0,
    information: octets.length > at + 4 ? octets.subarray(at + 3, -3) : new Uint8Array(0),
  };
}

function controlAt(octets: Uint8Array): number {
  let at = 3;
  for (let addresses = 0; addresses < 2 && at < octets.length; at += 1) addresses += (octets[at] ?? 1) & 1;
  return at;
}

function controlOf(kind: string, [first = 0, second = 0]: readonly number[]): number {
  if (kind === 'I') return (second << 5) | (first << 1);
  const supervisory = SUPERVISORY[kind];
  if (supervisory !== undefined) return (first << 5) | supervisory;
  const unnumbered = UNNUMBERED[kind];
  assert.ok(unnumbered !== undefined, `no frame is called ${kind}`);
  return unnumbered;
}

function nameOf(control: number): string {
  if ((control & 1) === 0) return `I ${(control >> 1) & 7}/${control >> 5}`;
  for (const [kind, value] of Object.entries(SUPERVISORY)) {
    if (value === (control & 0x0f)) return `${kind} ${control >> 5}`;
  }
  for (const [kind, value] of Object.entries(UNNUMBERED)) {
    if (value === (control & 0xef)) return kind;
  }
  return `control ${control}`;
}
