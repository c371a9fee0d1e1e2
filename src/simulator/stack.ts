/**
 * The server stack of one connection: octets in, octets out, time as an argument. It holds no timer and
 * knows no socket, so that a whole conversation can be run in memory.
 */
import { FaultyLine } from './faulty-line.js';
import { HdlcStation } from './hdlc-station.js';
import type { Site } from './site.js';
import { WrapperStation } from './wrapper-station.js';

export type Framing = 'hdlc' | 'wrapper';

export interface ServerPhDataIndication {
  readonly kind: 'PH-DATA.indication';
  readonly octets: Uint8Array;
}

/** The line is gone, and with it every link and association. */
export interface ServerPhAbortIndication {
  readonly kind: 'PH-ABORT.indication';
}

export type ServerInput = ServerPhDataIndication | ServerPhAbortIndication;

export type ServerOutput =
  | {
      readonly kind: 'PH-DATA.request';
      readonly octets: Uint8Array;
      /** Milliseconds to wait before sending. */
      readonly delayMs: number;
    }
  /** Close the line when everything before it was sent. */
  | { readonly kind: 'PH-CLOSE.request' };

export interface ServerStack {
  /** @param now Milliseconds since 1970. */
  handle(input: ServerInput, now: number): ServerOutput[];
}

interface Station {
  handle(
    octets: Uint8Array,
    now: number,
  ): { readonly frames: readonly Uint8Array[]; readonly close: boolean };
}

export function serverStack(framing: Framing, site: Site): ServerStack {
  let station = stationOf(framing, site);
  let line = new FaultyLine();
  return {
    handle(input, now) {
      if (input.kind === 'PH-ABORT.indication') {
        station = stationOf(framing, site);
        line = new FaultyLine();
        return [];
      }
      const { frames, close } = station.handle(input.octets, now);
      const faults = site.faults();
      const sending = line.send(frames, input.octets, faults);
      const outputs = sending.pieces.map((octets, at): ServerOutput => {
        return { kind: 'PH-DATA.request', octets, delayMs: at === 0 ? (faults.delayMs ?? 0) : 0 };
      });
      return close || sending.close ? [...outputs, { kind: 'PH-CLOSE.request' }] : outputs;
    },
  };
}

function stationOf(framing: Framing, site: Site): Station {
  if (framing === 'wrapper') {
    const station = new WrapperStation(site);
    return {
      handle: (octets, now) => {
        const { wpdus, broken } = station.handle(octets, now);
        return { frames: wpdus, close: broken };
      },
    };
  }
  const station = new HdlcStation(site);
  return { handle: (octets, now) => ({ frames: station.handle(octets, now), close: false }) };
}
