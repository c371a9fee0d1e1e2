/**
 * A line: a serial port, or a host and port. On a serial line, and behind a gateway to one, one talks at a
 * time; meters that speak the WRAPPER have connections of their own and do not wait for one another, unless
 * the other side turns out to take one connection only.
 */
import { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import { LineSilence } from '../meter/line-silence.js';
import type { MeterSettings } from '../meter/settings.js';
import { startLine } from '../meter/start-line.js';
import type { OpenTransport } from '../transport/transport.js';
import { LineTurns } from './line-turns.js';
import { SharedPort } from './shared-port.js';

/** A meter on the line, as the line sees it. */
export interface LineMember {
  readonly settings: MeterSettings;
  readonly holdsConnection: boolean;
  /** Is here for a short while only, with settings of its own: others need not agree with them. */
  readonly isVisitor?: boolean | undefined;
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
  readonly #turns = new LineTurns();
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
    return this.#isOwn(mode) && !this.#takesOne ? this.#turns.beside(run) : this.#turns.turn(run);
  }

  /**
   * Runs `run` alone on the line: the others have given up their connections before, and open none until it
   * ends. Whether the other side would take a second connection is then no question.
   */
  visit<T>(visitor: LineMember, run: () => Promise<T>): Promise<T> {
    return this.#turns.visit(async () => {
      await this.#yielded(visitor);
      return run();
    });
  }

  /** A meter must leave the line free for another one, who waits for it. */
  get mustRelease(): boolean {
    return this.#isForOne && this.#turns.isWaitedFor;
  }

  /** At the beginning of a turn: others that still hold a line for one give it up. */
  async clear(member: LineMember): Promise<void> {
    if (this.#isForOne) await this.#yielded(member);
  }

  /**
   * After a connection failed: where the others' connections may be the reason, they are given up.
   * @param tries failed attempts before this one
   * @returns whether it is worth another attempt at once
   */
  async makeRoom(member: LineMember, failure: DlmsError, tries: number): Promise<boolean> {
    const nobody = this.#others(member).length === 0;
    const worthIt = NO_ROOM.includes(reasonOf(failure).code) && tries % MAKE_ROOM_EVERY === 0;
    if (this.#port !== undefined || member.settings.transport === 'udp' || nobody || !worthIt) return false;
    await this.#yielded(member);
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

  async #yielded(member: LineMember): Promise<void> {
    await Promise.all(this.#others(member).map((each) => each.yieldConnection()));
  }

  #others(member: LineMember): readonly LineMember[] {
    return [...this.members].filter((each) => each !== member && each.holdsConnection);
  }

  /** Nothing half duplex is known to lie behind a WRAPPER connection. */
  #isOwn(mode: MeterSettings['mode']): boolean {
    return this.#port === undefined && mode === 'DLMS-WRAPPER';
  }
}

/** A counter that could not be read beforehand is no reason by itself. */
function reasonOf(failure: DlmsError): DlmsError {
  return failure.cause instanceof DlmsError ? failure.cause : failure;
}
