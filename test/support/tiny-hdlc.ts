/**
 * A server behind IEC 62056-46, written for the tests alone: one-octet addresses, window 1, answers cut to
 * `maxInfo` octets of information. It keeps to the letter and forgives nothing, so that a client that
 * counts wrongly is left without an answer.
 */
import type { Said, Server } from './stack-pair.js';
import type { ApduServer } from './tiny-wrapper.js';

const UA = 0x73;
const DM = 0x1f;
const NOTHING = { octets: new Uint8Array(0), afterMs: 0 };

export interface TinyStation {
  readonly serve: Server;
  /** Forgets the connection, as a meter does that lost its supply. */
  restart(): void;
}

export function hdlcStation(answer: ApduServer, maxInfo = 128, client = 16, server = 1): TinyStation {
  let connected = false;
  let sent = 0;
  let received = 0;
  let request: number[] = [];
  let segments: Uint8Array[] = [];
  let pending: Said[] = [];
  let last: Said | undefined;

  const frame = (control: number, information: readonly number[] = [], more = false): Uint8Array =>
    hdlcFrame(more ? 0xa800 : 0xa000, [(client << 1) | 1, (server << 1) | 1], control, information);

  const sayNext = (): Said[] => {
    const next = segments.length > 0 ? undefined : pending.shift();
    const { octets, afterMs } = next instanceof Uint8Array ? { octets: next, afterMs: 0 } : (next ?? NOTHING);
    if (next !== undefined) segments = cut(Uint8Array.from([0xe6, 0xe7, 0, ...octets]), maxInfo);
    const segment = segments.shift();
    if (segment === undefined) return [frame((received << 5) | 0x11)];
    last = {
      octets: frame((received << 5) | 0x10 | (sent << 1), [...segment], segments.length > 0),
      afterMs,
    };
    sent = (sent + 1) & 7;
    return [last];
  };

  const sayAnswer = (): Said[] => {
    pending = [answer(Uint8Array.from(request.slice(3))) ?? []].flat();
    request = [];
    return pending.length === 0 ? [] : sayNext();
  };

  const connect = (yes: boolean): Said[] => {
    const wasConnected = connected;
    [connected, sent, received, request, segments, pending, last] = [yes, 0, 0, [], [], [], undefined];
    return [frame(yes || wasConnected ? UA : DM, yes ? parameters(maxInfo) : [])];
  };

  const takeInformation = (control: number, information: Uint8Array, more: boolean): Said[] => {
    const number = (control >> 1) & 7;
    if (number === ((received + 7) & 7) && last !== undefined) return [last];
    if (number !== received || control >> 5 !== sent) return [];
    received = (received + 1) & 7;
    last = undefined;
    request.push(...information);
    return more ? [frame((received << 5) | 0x11)] : sayAnswer();
  };

  const take = ([format = 0, , , , control = 0, ...rest]: Uint8Array): Said[] => {
    if (control === 0x93) return connect(true);
    if (control === 0x53) return connect(false);
    if (!connected) return [frame(DM)];
    if ((control & 1) === 0)
      return takeInformation(control, Uint8Array.from(rest.slice(2, -2)), format > 0xa7);
    if ((control & 0x0f) !== 1) return [];
    return control >> 5 === sent ? sayNext() : last === undefined ? [] : [last];
  };

  return {
    serve: (octets) => framesOf(octets).flatMap(take),
    restart: () => {
      connected = false;
    },
  };
}

/** A frame with right check sequences, between its flags. */
export function hdlcFrame(
  format: number,
  addresses: readonly number[],
  control: number,
  information: readonly number[],
): Uint8Array {
  const length = 2 + addresses.length + 1 + (information.length > 0 ? 2 + information.length : 0) + 2;
  const head = [((format | length) >> 8) & 0xff, length & 0xff, ...addresses, control];
  const body = information.length > 0 ? [...head, ...crc(head), ...information] : head;
  return Uint8Array.from([0x7e, ...body, ...crc(body), 0x7e]);
}

/** The frames in a burst, without flags; one that does not check out is passed over. */
function framesOf(octets: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 1; at + 1 < octets.length; ) {
    const length = (((octets[at] ?? 0) & 7) << 8) | (octets[at + 1] ?? 0);
    const body = octets.slice(at, at + length);
    const [low, high] = crc([...body.slice(0, -2)]);
    if (body.at(-2) === low && body.at(-1) === high) frames.push(body);
    at += length + (octets[at + length + 1] === 0x7e ? 2 : 1);
  }
  return frames;
}

function parameters(maxInfo: number): number[] {
  const size = [maxInfo >> 8, maxInfo & 0xff];
  return [0x81, 0x80, 14, 5, 2, ...size, 6, 2, ...size, 7, 1, 1, 8, 1, 1];
}

function cut(octets: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += size) pieces.push(octets.subarray(at, at + size));
  return pieces;
}

/** CRC-16/X.25, low octet first, bit by bit. */
function crc(octets: readonly number[]): [number, number] {
  let register = 0xffff;
  for (const octet of octets) {
    register ^= octet;
    for (let bit = 0; bit < 8; bit += 1) register = (register >> 1) ^ (register & 1 ? 0x8408 : 0);
  }
  register ^= 0xffff;
  return [register & 0xff, register >> 8];
}
