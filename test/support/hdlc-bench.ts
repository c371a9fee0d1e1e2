/** An HDLC link on the bench, with the meter's frames and its own as lines of text. */
import assert from 'node:assert/strict';
import { HdlcLink } from '../../src/client/hdlc-link.js';
import type { HdlcLinkSettings } from '../../src/client/hdlc-link-settings.js';
import { type Ends, frame, TO_CLIENT, textsOf } from './hdlc-notation.js';
import { LinkBench } from './link-bench.js';

export const SETTINGS: HdlcLinkSettings = {
  server: { size: 1, upper: 1, lower: 0 },
  client: 16,
  timeoutMs: 2500,
  retryCounter: 3,
  octetTimeMs: 0,
};

/** The information field of a UA that grants these sizes both ways. */
export function parameters(info: number, window: number): string {
  const size = info.toString(16).toUpperCase().padStart(4, '0');
  return `81800E0502${size}0602${size}07010${window}08010${window}`;
}

export class HdlcBench extends LinkBench {
  readonly #ends: Ends;

  constructor(settings: Partial<HdlcLinkSettings> = {}, ends: Ends = TO_CLIENT) {
    super(new HdlcLink({ ...SETTINGS, ...settings }));
    this.#ends = ends;
  }

  /** Frames of the meter, arriving together. */
  meter(...texts: readonly string[]): void {
    this.receive(...texts.map((text) => frame(text, this.#ends)));
  }

  /** The frames sent since the last call. */
  sent(): string[] {
    return this.takeSent().flatMap(textsOf);
  }

  /** Connects, with what the meter's UA holds; without sizes it has no parameters. */
  connect(info?: number, window = 1): this {
    this.put({ kind: 'DL-CONNECT.request' });
    this.meter(info === undefined ? 'UA F' : `UA F ${parameters(info, window)}`);
    this.takeSent();
    this.takeEvents();
    return this;
  }
}

/** The SNRM where nothing else is said: 1024 octets and windows of 7. */
export const PROPOSED = 'SNRM P 8180140502040006020400070400000007080400000007';

/** The first request and its answer. */
export const ASKED = 'I 0/0 P E6E600C001';
export const ANSWER = 'I 0/1 F E6E700C401';
export const ANSWERED = ['DL-DATA.indication C401'];

/** A connected link whose first request is on its way. */
export function asked(info?: number, window = 1, settings: Partial<HdlcLinkSettings> = {}): HdlcBench {
  const bench = new HdlcBench(settings).connect(info, window);
  bench.request('C001');
  assert.deepEqual(bench.sent(), [ASKED]);
  return bench;
}

/** A link whose first SNRM is on its way. */
export function connecting(settings: Partial<HdlcLinkSettings> = {}): HdlcBench {
  const bench = new HdlcBench(settings);
  bench.put({ kind: 'DL-CONNECT.request' });
  return bench;
}
