/** A meter of a few lines: it associates, releases, and answers each GET as it is told to. */
import { octetsOf } from './recorded-conversation.js';
import type { Said } from './stack-pair.js';
import type { ApduServer } from './tiny-wrapper.js';

export const AARE = octetsOf(
  '6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400007E1F04000007',
);
export const RLRE = octetsOf('6303800100');

export interface Script {
  readonly aare?: Uint8Array | undefined;
  /** None: an RLRQ is left unanswered. */
  readonly rlre?: Uint8Array | undefined;
  /** The answer to the n-th GET-Request of any kind, counted from 0; its invoke-id as the client gave it. */
  readonly get: (n: number, invoke: string, request: string) => Said | readonly Said[] | undefined;
}

export function scriptedMeter({ aare = AARE, rlre, get }: Script): ApduServer {
  let count = 0;
  return (request) => {
    if (request[0] === 0x60) return aare;
    if (request[0] === 0x62) return rlre;
    const hex = Buffer.from(request).toString('hex').toUpperCase();
    count += 1;
    return get(count - 1, hex.slice(4, 6), hex);
  };
}

/** A get-response-normal with an unsigned. */
export function value(number: number, invoke = 'C1'): Uint8Array {
  return octetsOf(`C401${invoke}0011${number.toString(16).padStart(2, '0')}`);
}

export function late(octets: Uint8Array, afterMs: number): Said {
  return { octets, afterMs };
}
