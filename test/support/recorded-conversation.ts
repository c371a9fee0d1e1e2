/**
 * Takes a recorded session apart into the APDUs of both sides. Written for the tests alone, so that the
 * engine's own readers of frames have no say in what was recorded.
 */
import assert from 'node:assert/strict';
import type { Session } from './shared.js';

export interface RecordedApdu {
  readonly direction: 'c>s' | 's>c';
  readonly hex: string;
}

/** All APDUs of a session in their order. */
export function recordedApdus(session: Session): RecordedApdu[] {
  const wrapper = session.header.framing === 'wrapper';
  return session.turns
    .filter((turn) => turn.dir === 'c>s' || turn.dir === 's>c')
    .flatMap((turn) =>
      joinedTurns(wrapper ? wrapperApdus(octetsOf(turn.hex)) : hdlcParts(octetsOf(turn.hex)), turn.dir),
    )
    .reduce<RecordedApdu[]>(joinSegments, [])
    .map(({ direction, hex }) => ({ direction, hex: hex.replace(/^E6E[67]00/, '') }));
}

interface Part {
  readonly octets: Uint8Array;
  /** More of the same APDU follows. */
  readonly more: boolean;
}

interface OpenApdu extends RecordedApdu {
  more?: boolean;
}

function joinedTurns(parts: readonly Part[], direction: 'c>s' | 's>c'): OpenApdu[] {
  return parts.map(({ octets, more }) => ({ direction, hex: hexOf(octets), more }));
}

function joinSegments(apdus: OpenApdu[], part: OpenApdu): OpenApdu[] {
  const open = apdus.findLast((each) => each.direction === part.direction);
  if (open?.more !== true) return [...apdus, part];
  return apdus.map((each) => (each === open ? { ...part, hex: open.hex + part.hex } : each));
}

function wrapperApdus(octets: Uint8Array): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = numberAt(octets, at + 6, 2);
    parts.push({ octets: octets.subarray(at + 8, at + 8 + length), more: false });
    at += 8 + length;
  }
  return parts;
}

/** The information fields of the I frames in a turn; octets that start no frame (a sign-on) are passed over. */
function hdlcParts(octets: Uint8Array): Part[] {
  const parts: Part[] = [];
  let at = octets.indexOf(0x7e);
  while (at >= 0 && at + 3 < octets.length) {
    const format = numberAt(octets, at + 1, 2);
    if (format >> 12 !== 0xa) {
      at = octets.indexOf(0x7e, at + 1);
      continue;
    }
    const frame = octets.subarray(at + 1, at + 1 + (format & 0x7ff));
    const information = informationOf(frame);
    if (information.length > 0) parts.push({ octets: information, more: (format & 0x800) !== 0 });
    at += frame.length + 1;
  }
  return parts;
}

/** The information field of an I frame, empty for all other frames. */
function informationOf(frame: Uint8Array): Uint8Array {
  const destination = endOfAddress(frame, 2);
  const control = endOfAddress(frame, destination);
  const isInformation = ((frame[control] ?? 1) & 1) === 0;
  return isInformation ? frame.subarray(control + 3, -2) : new Uint8Array(0);
}

function endOfAddress(frame: Uint8Array, start: number): number {
  let at = start;
  while (at < frame.length && ((frame[at] ?? 1) & 1) === 0) at += 1;
  return at + 1;
}

function numberAt(octets: Uint8Array, at: number, size: number): number {
  return Array.from(octets.subarray(at, at + size)).reduce((value, octet) => value * 256 + octet, 0);
}

export function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
}

export function hexOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex').toUpperCase();
}

/**
 * A server that only knows what was recorded: it answers a request with what the recorded server answered
 * to the same request, whatever the invoke-id. A release that was not recorded stays unanswered.
 * @param clear what a request says, where it is ciphered
 */
export function recordedServer(
  session: Session,
  clear: (request: string) => string = (request) => request,
): (request: Uint8Array) => Uint8Array | undefined {
  const answers = new Map<string, string>();
  let asked: string | undefined;
  let transfer = '';
  for (const { direction, hex: octets } of recordedApdus(session)) {
    const hex = direction === 'c>s' ? clear(octets) : octets;
    if (direction === 'c>s') {
      transfer = isNext(hex) ? transfer : keyOf(hex);
      asked = isNext(hex) ? transfer + keyOf(hex) : transfer;
    } else if (asked !== undefined && !answers.has(asked)) answers.set(asked, hex);
  }
  let running = '';
  return (request) => {
    const hex = clear(hexOf(request));
    running = isNext(hex) ? running : keyOf(hex);
    const answer = answers.get(isNext(hex) ? running + keyOf(hex) : running);
    if (answer === undefined && hex.startsWith('62')) return undefined;
    assert.ok(answer !== undefined, `this was not asked in ${session.file}: ${hex}`);
    return octetsOf(answer);
  };
}

/**
 * The recorded server octet for octet, in its frames as they were sent. It follows the client by the
 * control fields alone, so that N(S) and N(R) must run as they did; what was not recorded stays unanswered.
 */
export function recordedLine(session: Session): (burst: Uint8Array) => Uint8Array[] {
  const turns = session.turns.filter((turn) => turn.dir !== undefined);
  let at = turns.findIndex(({ dir, hex }) => dir === 'c>s' && hex.toUpperCase().startsWith('7EA'));
  return (burst) => {
    const [asked, answer] = [turns[at], turns[at + 1]];
    if (asked === undefined || controlOf(octetsOf(asked.hex)) !== controlOf(burst)) return [];
    at += 2;
    return answer?.dir === 's>c' ? [octetsOf(answer.hex)] : [];
  };
}

/** The control field of a frame with addresses of one octet. */
function controlOf(frame: Uint8Array): number | undefined {
  return frame[5];
}

function isNext(hex: string): boolean {
  return hex.startsWith('C002') || hex.startsWith('050105');
}

/** reply_to_HLS_authentication by ACTION, or with short names by WRITE or READ: what it says may differ. */
const PASS_3 = /^(C301C1000F|060102FA58|050104FA58)/;

/**
 * The request without its invoke-id, which READ and WRITE do not have; association requests by their tag
 * alone, for ours may differ.
 */
function keyOf(hex: string): string {
  if (PASS_3.test(hex)) return 'pass 3';
  if (/^0[56]/.test(hex)) return hex;
  return /^6[02]/.test(hex) ? hex.slice(0, 2) : hex.slice(0, 4) + hex.slice(6);
}
