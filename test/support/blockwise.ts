/** A server whose answers go in blocks of general block transfer, one at a time, and that joins those it gets. */

import { block, LAST } from './gbt-bench.js';
import { octetsOf } from './recorded-conversation.js';
import type { ApduServer } from './tiny-wrapper.js';

const HEADER = 7;

/** @param size octets of an answer in each block; shorter answers go as they are */
export function blockwise(serve: (request: Uint8Array) => Uint8Array | undefined, size: number): ApduServer {
  let waiting: Uint8Array[] = [];
  let joined: number[] = [];
  let number = 0;
  const next = (acknowledged: number): Uint8Array | undefined => {
    const data = waiting.shift();
    if (data === undefined) return undefined;
    number += 1;
    const control = waiting.length === 0 ? LAST : 0;
    return octetsOf(block(control, number, acknowledged, Buffer.from(data).toString('hex')));
  };
  const answer = (request: Uint8Array, acknowledged: number): Uint8Array | undefined => {
    const whole = serve(request);
    if (whole === undefined || whole.length <= size) return whole;
    number = 0;
    waiting = [];
    for (let at = 0; at < whole.length; at += size) waiting.push(whole.slice(at, at + size));
    return next(acknowledged);
  };
  return (request) => {
    if (request[0] !== 0xe0) return answer(request, 0);
    const [, control = 0, high = 0, low = 0] = request;
    const its = high * 256 + low;
    joined.push(...request.subarray(HEADER));
    if (request.length === HEADER) return next(its);
    if ((control & LAST) === 0) return octetsOf(block(LAST, its, its));
    const whole = Uint8Array.from(joined);
    joined = [];
    return answer(whole, its);
  };
}
