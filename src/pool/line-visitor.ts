/**
 * Somebody on a line who is no meter's session: for a test, or a search at other settings than the meters of
 * the line have. Each visit is alone on the line; between two of them the meters take their turns. While he
 * stays, a serial port stays open.
 */
import type { CounterStore } from '../meter/kept-counter.js';
import type { LineSilence } from '../meter/line-silence.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import type { Line, LineMember } from './line.js';
import type { SecretTrial } from './secret-trial.js';

/** What a visit has to work with. */
export interface LineVisit {
  readonly open: OpenTransport;
  readonly silence: LineSilence;
  /** What became of the secrets of these settings; the visitor keeps it up to date. */
  readonly trial: SecretTrial;
  readonly counters?: CounterStore | undefined;
}

export interface LineVisitorOptions {
  readonly settings: MeterSettings;
  readonly line: Line;
  readonly trialOf: (settings: MeterSettings) => SecretTrial;
  readonly counters?: CounterStore | undefined;
  readonly onLeft: (visitor: LineMember) => Promise<void>;
}

export class LineVisitor implements LineMember {
  readonly settings: MeterSettings;
  readonly isVisitor = true;
  /** Connections are closed with each visit. */
  readonly holdsConnection = false;
  readonly #options: LineVisitorOptions;

  constructor(options: LineVisitorOptions) {
    this.settings = options.settings;
    this.#options = options;
    options.line.members.add(this);
  }

  /**
   * When it is his turn. Settles as `run` does, which closes what it opens.
   * @param settings of this visit; the line is the same
   */
  visit<T>(settings: MeterSettings, run: (visit: LineVisit) => Promise<T>): Promise<T> {
    const { line, trialOf, counters } = this.#options;
    return line.visit(this, () =>
      run({
        open: line.opener(settings),
        silence: line.silenceOf(settings),
        trial: trialOf(settings),
        counters,
      }),
    );
  }

  /** What became of the secrets of these settings so far. */
  trialOf(settings: MeterSettings): SecretTrial {
    return this.#options.trialOf(settings);
  }

  async yieldConnection(): Promise<void> {}

  /** Closes the line after its last member. Never throws. */
  leave(): Promise<void> {
    return this.#options.onLeft(this);
  }
}
