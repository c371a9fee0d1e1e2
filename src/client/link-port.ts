/** Collects what a link puts out while it handles one input: octets with their traces, timers, primitives. */
import { OctetWriter } from '../encoding/octet-writer.js';
import type { LinkOutput } from './primitive.js';

export class LinkPort {
  /** Milliseconds that one octet takes on the line; 0 where it does not count. */
  octetTimeMs: number;
  #outputs: LinkOutput[] = [];

  constructor(octetTimeMs: number) {
    this.octetTimeMs = octetTimeMs;
  }

  /** Whether anything but a trace was put out since the last `take`. */
  get acted(): boolean {
    return this.#outputs.some((output) => output.kind !== 'TRACE');
  }

  put(output: LinkOutput): void {
    this.#outputs.push(output);
  }

  /** Sends frames as one burst and waits `waitMs` for the answer, longer by the time that the burst takes. */
  send(frames: readonly Uint8Array[], waitMs: number): void {
    const octets = this.transmit(frames);
    this.startTimer(waitMs + Math.ceil(octets * this.octetTimeMs));
  }

  /**
   * Sends frames as one burst and waits for nothing. @returns the number of octets
   * @param fully nothing behind it may happen before the last bit has left
   */
  transmit(frames: readonly Uint8Array[], fully = false): number {
    const burst = new OctetWriter();
    for (const frame of frames) {
      burst.octets(frame);
      this.trace('link', 'sent', frame);
    }
    const octets = burst.toOctets();
    this.trace('transport', 'sent', octets);
    const leastMs = fully ? Math.ceil(octets.length * this.octetTimeMs) : undefined;
    this.put({ kind: 'PH-DATA.request', octets, ...(leastMs === undefined ? {} : { leastMs }) });
    return octets.length;
  }

  trace(
    layer: 'link' | 'transport',
    direction: 'sent' | 'received',
    octets: Uint8Array,
    note?: string,
  ): void {
    this.put({ kind: 'TRACE', layer, direction, octets, ...(note === undefined ? {} : { note }) });
  }

  startTimer(ms: number): void {
    this.put({ kind: 'TIMER.start', timer: 'response', ms });
  }

  stopTimer(): void {
    this.put({ kind: 'TIMER.stop', timer: 'response' });
  }

  /** All outputs so far, which are forgotten here. */
  take(): LinkOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}
