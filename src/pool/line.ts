/**
 * A line: a serial port, or a host and port. On a serial line, and behind a gateway to one, one talks at a
 * time; meters that speak the WRAPPER have connections of their own and do not wait for one another, unless
 * the other side turns out to take one connection only.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import { LineSilence } from '../meter/line-silence.js';
import type { MeterSettings } from '../meter/settings.js';
import { startLine } from '../meter/start-line.js';
import type { OpenTransport } from '../transport/transport.js';
import { SharedPort } from './shared-port.js';
import { TurnQueue } from './turn-queue.js';

/** A meter on the line, as the line sees it. */
export interface LineMember {
  readonly settings: MeterSettings;
  readonly holdsConnection: boolean;
  /** Gives its connection up after what is under way. */
  yieldConnection(): Promise<void>;
}

export interface LineOptions {
  readonly settings: MeterSettings;
  readonly open: (settings: MeterSettings) => OpenTransport;
  readonly clock: Clock;
  /** The line may be opened from then on: an earlier owner has closed it. */
  readonly free: Promise<void>;
}

/** What a gateway says, or does not say, to a second connection. */
const NO_ROOM: readonly string[] = [
  'DLMS_CONNECTION_REFUSED',
  'DLMS_LINE_CLOSED',
  'DLMS_UNREACHABLE',
  'DLMS_TIMEOUT',
];
/** Most often the meter itself is away: only the first of so many failures is worth disturbing others. */
const MAKE_ROOM_EVERY = 10;

export class Line {
  readonly members = new Set<LineMember>();
  readonly #options: LineOptions;
  readonly #port: SharedPort | undefined;
  readonly #silence: LineSilence;
  readonly #turns = new TurnQueue();
  #takesOne = false;

  constructor(options: LineOptions) {
    const { settings, open, clock } = options;
    this.#options = options;
    this.#silence = new LineSilence(clock);
    this.#port = settings.transport === 'serial' ? new SharedPort(open(settings)) : undefined;
  }

  /** Opens this meter's own connection, or the one port that all share. */
  opener(settings: MeterSettings): OpenTransport {
    const open = this.#port?.lease(startLine(settings)) ?? this.#options.open(settings);
    return async (signal) => {
      await this.#options.free;
      return open(signal);
    };
  }

  /** The silence that this meter keeps: its own where its connection is. */
  silenceOf({ mode }: MeterSettings): LineSilence {
    return this.#isOwn(mode) ? new LineSilence(this.#options.clock) : this.#silence;
  }

  /** Runs `run` when it is this meter's turn. */
  turn<T>({ mode }: MeterSettings, run: () => Promise<T>): Promise<T> {
    return this.#isOwn(mode) && !this.#takesOne ? run() : this.#turns.turn(run);
  }

  /** A meter must leave the line free for another one, who waits for it. */
  get mustRelease(): boolean {
    return this.#isForOne && this.#turns.isWaitedFor;
  }

  /** At the beginning of a turn: others that still hold a line for one give it up. */
  async clear(member: LineMember): Promise<void> {
    if (this.#isForOne) await Promise.all(this.#others(member).map((each) => each.yieldConnection()));
  }

  /**
   * After a connection failed: where the others' connections may be the reason, they are given up.
   * @param tries failed attempts before this one
   * @returns whether it is worth another attempt at once
   */
  async makeRoom(member: LineMember, failure: DlmsError, tries: number): Promise<boolean> {
    const others = this.#others(member);
    const worthIt = NO_ROOM.includes(failure.code) && tries % MAKE_ROOM_EVERY === 0;
    if (this.#port !== undefined || member.settings.transport === 'udp' || others.length === 0 || !worthIt)
      return false;
    await Promise.all(others.map((each) => each.yieldConnection()));
    return true;
  }

  /** An attempt succeeded after room was made: from now on the meters take turns with one connection. */
  takesOnlyOne(): void {
    this.#takesOne = true;
  }

  async close(): Promise<void> {
    await this.#port?.close();
  }

  /** One association at a time is all that the line bears. */
  get #isForOne(): boolean {
    return this.#port !== undefined || this.#takesOne;
  }

  #others(member: LineMember): readonly LineMember[] {
    return [...this.members].filter((each) => each !== member && each.holdsConnection);
  }

  /** Nothing half duplex is known to lie behind a WRAPPER connection. */
  #isOwn(mode: MeterSettings['mode']): boolean {
    return this.#port === undefined && mode === 'DLMS-WRAPPER';
  }
}
