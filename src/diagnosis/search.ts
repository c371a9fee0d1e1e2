/**
 * A bounded search for a meter: framing, start, speed, address, its size, client and referencing, one after
 * another over one line. It never tries a secret: what needs one is told as found, and what it needs.
 */
import type { DlmsError } from '../errors.js';
import { type Clock, delay, systemClock } from '../meter/clock.js';
import { resolveSettings, type SettingSecrets } from '../meter/resolve-settings.js';
import type { LineVisitor } from '../pool/line-visitor.js';
import type { TrialProperties } from './candidates.js';
import { better, type Finding, reaches } from './finding.js';
import { settledLink } from './link-quirks.js';
import { type ProbeResult, probe } from './probe.js';
import type { Reach } from './reach.js';
import { ROUNDS, waysOn } from './rounds.js';
import { survey } from './survey.js';

export interface SearchTarget {
  /** The line: transport with host and port, or serialPort. */
  readonly line: TrialProperties;
  /** Of the line itself (TLS); none of a meter. */
  readonly secrets?: Pick<SettingSecrets, 'tlsKey'> | undefined;
  /** From the meter's label; 0 where it is not known. */
  readonly serialNumber?: number | undefined;
}

export interface SearchProgress {
  readonly trials: number;
  /** How many there will be at the most, until a meter answers. */
  readonly most: number;
  /** What is tried now. */
  readonly trial: TrialProperties;
  readonly best?: Reach | undefined;
}

export interface SearchOptions {
  /** Goes to the line for each trial. */
  readonly visitor: LineVisitor;
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds that an answer may take; more where the line itself takes long to open. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds after which the search ends with what it has. */
  readonly mostMs?: number | undefined;
}

const TIMEOUT_MS = 1_000;
const MOST_TIMEOUT_MS = 5_000;
/** An answer from behind a network takes a few times as long as opening the connection. */
const TRIPS = 4;
const MOST_MS = 600_000;
const MOST_TRIALS = 2_000;
/** A gateway may need a moment before it takes the next connection. */
const BREATH_MS = 1_000;
const MOST_REFUSALS = 3;

const NEVER = new AbortController().signal;

/**
 * The ways that were found, best first; empty where nothing answered.
 * @throws DlmsError when the line cannot be opened
 */
export async function search(target: SearchTarget, options: SearchOptions): Promise<readonly Finding[]> {
  const run = new Search(target, options);
  const ways = waysOn(target.line);
  for (const round of ROUNDS) {
    for (const way of ways) await run.tryAll(round(way, target.serialNumber ?? 0));
  }
  return run.found;
}

class Search {
  /** The ways that lead to an answer about the association. */
  #found: readonly Finding[] = [];
  /** The farthest of all others. */
  #best: Finding | undefined;
  readonly #target: SearchTarget;
  readonly #options: SearchOptions;
  readonly #clock: Clock;
  readonly #since: number;
  #most: number;
  readonly #silentModes = new Set<TrialProperties[string] | undefined>();
  #trials = 0;
  #openingMs = 0;
  #wasOpen = false;

  constructor(target: SearchTarget, options: SearchOptions) {
    this.#target = target;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#since = this.#clock.now();
    this.#most = mostTrials(target, this.#silentModes);
  }

  get found(): readonly Finding[] {
    if (this.#found.length > 0) return this.#found;
    return this.#best === undefined ? [] : [this.#best];
  }

  get #over(): boolean {
    const { signal = NEVER, mostMs = MOST_MS } = this.#options;
    const isSpent = this.#clock.now() - this.#since > mostMs || this.#trials >= MOST_TRIALS;
    return isSpent || signal.aborted || this.#found.length > 0;
  }

  /** Until a meter answers; then all that is known of it is found out. */
  async tryAll(trials: readonly TrialProperties[]): Promise<void> {
    for (const trial of trials) {
      if (this.#over || this.#silentModes.has(trial.mode)) return;
      const result = await this.#try({ ...trial, referencing: 'LN' });
      // What is called before any address is known does not become audible by another address.
      if (trial.mode === 'IEC' && !reaches(result, 'iec')) this.#silence('IEC');
      if (!reaches(result, 'refused-link')) continue;
      if (result.reach === 'readout') this.#found = [this.#findingOf(withoutQuirks(trial), result)];
      else await this.#follow(adopted({ ...trial, referencing: 'LN' }, result), result);
      return;
    }
  }

  /** There is a meter: finds out what its link needs, and which clients it takes. */
  async #follow(called: TrialProperties, answer: ProbeResult): Promise<void> {
    const isOver = () => this.#over;
    const link =
      called.mode === 'DLMS-WRAPPER'
        ? { trial: called, result: answer }
        : await settledLink(called, (trial) => this.#try(trial), isOver);
    if (link === undefined) return;
    const { clientAddress, referencing: _, ...trial } = link.trial;
    const ways = await survey({
      first: { clientAddress, result: link.result },
      probe: (client) => this.#try({ ...trial, ...client }),
      isOver,
    });
    this.#found = ways.map(({ client, result, wants }) => ({
      ...this.#findingOf({ ...trial, ...client }, result),
      ...(wants !== undefined && { wants, reach: 'refused' as const }),
    }));
  }

  #silence(mode: string): void {
    this.#silentModes.add(mode);
    this.#most = mostTrials(this.#target, this.#silentModes);
  }

  async #try(trial: TrialProperties): Promise<ProbeResult> {
    this.#trials += 1;
    const best = this.#best?.reach;
    this.#options.onProgress?.({ trials: this.#trials, most: this.#most, trial, best });
    const result = await this.#opened(trial);
    const finding = this.#findingOf(adopted(trial, result), result);
    if (result.reach !== 'silent') {
      this.#best = this.#best === undefined ? finding : better(this.#best, finding);
    }
    return result;
  }

  /** @throws DlmsError where the line cannot be opened, and does not take one connection after another either */
  async #opened(trial: TrialProperties): Promise<ProbeResult> {
    for (let refusals = 0; ; refusals += 1) {
      const result = await this.#probe(trial);
      if (!isLineFault(result)) {
        this.#wasOpen = true;
        return result;
      }
      if (!this.#wasOpen || refusals >= MOST_REFUSALS) throw result.error;
      await delay(this.#clock, BREATH_MS, this.#options.signal);
    }
  }

  #probe(trial: TrialProperties): Promise<ProbeResult> {
    const { visitor, signal = NEVER, timeoutMs = TIMEOUT_MS, clock } = this.#options;
    const patienceMs = Math.max(timeoutMs, Math.min(MOST_TIMEOUT_MS, TRIPS * this.#openingMs));
    const timing = { timeoutMs: Math.round(patienceMs), retryCounter: 1, pollDelayMs: 20 };
    const properties = { ...this.#target.line, ...trial, ...timing };
    const { settings } = resolveSettings(properties, this.#target.secrets);
    return visitor.visit(settings, ({ open, silence }) => {
      const timed: typeof open = async (aborted) => {
        const begin = this.#clock.now();
        const transport = await open(aborted);
        this.#openingMs = Math.max(this.#openingMs, this.#clock.now() - begin);
        return transport;
      };
      return probe(settings, { open: timed, silence, clock, signal });
    });
  }

  #findingOf(trial: TrialProperties, { reach, name, error, measures }: ProbeResult): Finding {
    return { settings: { ...this.#target.line, ...trial }, reach, name, error, measures };
  }
}

/** @param silent modes that were tried once and are not tried again */
function mostTrials(
  { line, serialNumber = 0 }: SearchTarget,
  silent: ReadonlySet<TrialProperties[string] | undefined>,
): number {
  const ways = waysOn(line);
  const audible = ways.filter(({ mode }) => !silent.has(mode));
  const trials = ROUNDS.flatMap((round) => audible.flatMap((way) => round(way, serialNumber)));
  return Math.min(MOST_TRIALS, trials.length + ways.length - audible.length);
}

/** A plain readout knows no SNRM. */
function withoutQuirks({ quirks: _, ...trial }: TrialProperties): TrialProperties {
  return trial;
}

/** A meter that was called as one of all stations says who it is. */
function adopted(trial: TrialProperties, { source }: ProbeResult): TrialProperties {
  if (source === undefined || trial.mode === 'DLMS-WRAPPER') return trial;
  const { upper: logicalAddress, lower: physicalAddress, size: addressSize } = source;
  return { ...trial, addressSize, logicalAddress, physicalAddress };
}

/** The line itself cannot be opened. */
function isLineFault(result: ProbeResult): result is ProbeResult & { readonly error: DlmsError } {
  const { error } = result;
  return error?.layer === 'transport' && !['DLMS_LINE_CLOSED', 'DLMS_CLOSED'].includes(error.code);
}
