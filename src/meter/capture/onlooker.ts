/**
 * What somebody sees who looks on a line without a part in it: frames, and the APDUs that they carry, each
 * as it went over the line.
 */
import type { Trace } from '../../client/primitive.js';
import { HdlcDeframer, type HdlcDeframerOutput } from '../../framing/hdlc/deframer.js';
import type { HdlcFrame } from '../../framing/hdlc/frame.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import { SegmentJoiner } from '../../framing/hdlc/segmenter.js';
import { WrapperDeframer, type WrapperDeframerOutput } from '../../framing/wrapper.js';
import type { ModeName } from '../settings.js';

type Direction = Trace['direction'];

export class Onlooker {
  readonly #ways: Readonly<Record<Direction, OneWay>>;

  constructor(mode: ModeName) {
    const way = (direction: Direction) =>
      mode === 'DLMS-WRAPPER' ? new WrappedWay(direction) : new HdlcWay(direction);
    this.#ways = { sent: way('sent'), received: way('received') };
  }

  /** The octets themselves, then what is whole with them. */
  see(direction: Direction, octets: Uint8Array): Trace[] {
    return [{ kind: 'TRACE', layer: 'transport', direction, octets }, ...this.#ways[direction].see(octets)];
  }
}

interface OneWay {
  see(octets: Uint8Array): Trace[];
}

class WrappedWay implements OneWay {
  readonly #deframer = new WrapperDeframer();

  constructor(readonly direction: Direction) {}

  see(octets: Uint8Array): Trace[] {
    return this.#deframer.push(octets).flatMap((output) => this.#traces(output));
  }

  #traces(output: WrapperDeframerOutput): Trace[] {
    const { direction } = this;
    const link = { kind: 'TRACE', layer: 'link', direction, octets: output.octets } as const;
    if (output.kind === 'damaged') return [{ ...link, note: output.error.message }];
    return [link, { kind: 'TRACE', layer: 'application', direction, octets: output.wpdu.apdu }];
  }
}

class HdlcWay implements OneWay {
  readonly #deframer = new HdlcDeframer();
  readonly #joiner = new SegmentJoiner();
  #lastInformation = '';

  constructor(readonly direction: Direction) {}

  see(octets: Uint8Array): Trace[] {
    return this.#deframer.push(octets).flatMap((output) => this.#traces(output));
  }

  #traces(output: HdlcDeframerOutput): Trace[] {
    const { direction } = this;
    const link = { kind: 'TRACE', layer: 'link', direction, octets: output.octets } as const;
    if (output.kind === 'damaged') return [{ ...link, note: output.error.message }];
    const apdu = this.#apduOf(output.frame);
    return apdu === undefined
      ? [link]
      : [link, { kind: 'TRACE', layer: 'application', direction, octets: apdu }];
  }

  /** Of the last segment, all; a frame that comes once more brings nothing. */
  #apduOf({ control, information, segmented }: HdlcFrame): Uint8Array | undefined {
    if (control.kind !== 'I') {
      if (control.kind === 'SNRM') this.#joiner.reset();
      return undefined;
    }
    const identity = `${control.sendNumber} ${information}`;
    if (identity === this.#lastInformation) return undefined;
    this.#lastInformation = identity;
    const whole = this.#joiner.add({ information, segmented });
    return whole && withoutLlc(whole);
  }
}
