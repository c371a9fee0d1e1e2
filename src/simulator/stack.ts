/**
 * The server stack of one connection: octets in, octets out, time as an argument. It holds no timer and
 * knows no socket, so that a whole conversation can be run in memory.
 */
import type { LineSettings } from '../framing/iec62056-21/line-settings.js';
import type { LineFaults } from './faults.js';
import { FaultyLine } from './faulty-line.js';
import { HdlcStation } from './hdlc-station.js';
import { type Burst, ModeEStation } from './mode-e-station.js';
import type { Site } from './site.js';
import { WrapperStation } from './wrapper-station.js';

/** `iec`: HDLC behind an IEC 62056-21 start, and plain readouts. */
export type Framing = 'hdlc' | 'wrapper' | 'iec';

export interface ServerPhDataIndication {
  readonly kind: 'PH-DATA.indication';
  readonly octets: Uint8Array;
}

/** The line is gone, and with it every link and association. */
export interface ServerPhAbortIndication {
  readonly kind: 'PH-ABORT.indication';
}

/** The client's side of the line is set like this from now on; never told where it cannot be known. */
export interface ServerPhLineIndication {
  readonly kind: 'PH-LINE.indication';
  readonly line: LineSettings;
}

export type ServerInput = ServerPhDataIndication | ServerPhAbortIndication | ServerPhLineIndication;

export type ServerOutput =
  | {
      readonly kind: 'PH-DATA.request';
      readonly octets: Uint8Array;
      /** Milliseconds to wait before sending. */
      readonly delayMs: number;
      /** How the meter's side of the line is set; absent for an echo, and where a line has no settings. */
      readonly line?: LineSettings | undefined;
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
    line: LineSettings | undefined,
  ): { readonly bursts: readonly StationBurst[]; readonly close: boolean };
}

type StationBurst = Pick<Burst, 'frames'> & Partial<Burst>;

export function serverStack(framing: Framing, site: Site): ServerStack {
  let station = stationOf(framing, site);
  let faultyLine = new FaultyLine();
  let line: LineSettings | undefined;
  return {
    handle(input, now) {
      if (input.kind === 'PH-LINE.indication') {
        line = input.line;
        return [];
      }
      if (input.kind === 'PH-ABORT.indication') {
        station = stationOf(framing, site);
        faultyLine = new FaultyLine();
        return [];
      }
      const { bursts, close } = station.handle(input.octets, now, line);
      const [first = { frames: [] }, ...further] = bursts;
      const outputs = [first, ...further].flatMap((burst, at) =>
        sendingOf(faultyLine, burst, at === 0 ? input.octets : NOTHING, site.faults()),
      );
      const end = outputs.findIndex(({ kind }) => kind === 'PH-CLOSE.request');
      if (end >= 0) return outputs.slice(0, end + 1);
      return close ? [...outputs, { kind: 'PH-CLOSE.request' }] : outputs;
    },
  };
}

const NOTHING = new Uint8Array(0);

/** @param received what is answered, and comes back first on a line that echoes */
function sendingOf(
  faultyLine: FaultyLine,
  { frames, delayMs = 0, line }: StationBurst,
  received: Uint8Array,
  faults: LineFaults,
): ServerOutput[] {
  const { pieces, close } = faultyLine.send(frames, received, faults);
  const echoes = faults.echo && received.length > 0 ? 1 : 0;
  const outputs = pieces.map((octets, at): ServerOutput => {
    const waitMs = (at === 0 ? (faults.delayMs ?? 0) : 0) + (at === echoes ? delayMs : 0);
    return { kind: 'PH-DATA.request', octets, delayMs: waitMs, ...(at < echoes || !line ? {} : { line }) };
  });
  return close ? [...outputs, { kind: 'PH-CLOSE.request' }] : outputs;
}

function stationOf(framing: Framing, site: Site): Station {
  if (framing === 'wrapper') {
    const station = new WrapperStation(site);
    return {
      handle: (octets, now) => {
        const { wpdus, broken } = station.handle(octets, now);
        return { bursts: [{ frames: wpdus }], close: broken };
      },
    };
  }
  if (framing === 'iec') {
    const station = new ModeEStation(site);
    return {
      handle: (octets, now, line) => ({ bursts: station.handle(octets, now, line), close: false }),
    };
  }
  const station = new HdlcStation(site);
  return { handle: (octets, now) => ({ bursts: [{ frames: station.handle(octets, now) }], close: false }) };
}
