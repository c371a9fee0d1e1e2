/**
 * A bounded search for a meter: framing, start, speed, address, its size, client and referencing, one after
 * another over one line. It never tries a secret: what needs one is told as found, and what it needs.
 */
import type { DlmsError } from '../errors.js';
import type { Clock } from '../meter/clock.js';
import type { OpenTransport } from '../transport/transport.js';
import { CLIENTS, FRAMINGS, furtherTrials, LINES, type TrialProperties, usualTrials } from './candidates.js';
import { type ProbeResult, probe, type Reach } from './probe.js';

export interface SearchTarget {
  /** The line: transport with host and port, or serialPort. */
  readonly line: TrialProperties;
  /** From the meter's label; 0 where it is not known. */
  readonly serialNumber?: number | undefined;
}

export interface SearchProgress {
  readonly trials: number;
  /** What is tried now, for people: `DLMS-HDLC 1/17 (2 octets), client 16`. */
  readonly trying: string;
  readonly best?: Reach | undefined;
}

export interface Finding {
  /** Settings to use: properties of the device node. */
  readonly settings: TrialProperties;
  /** How far they lead: `associated`, or what stands in the way. */
  readonly reach: Reach;
  /** The logical device name, or the identification of an IEC start. */
  readonly name?: string | undefined;
  /** Why it goes no further. */
  readonly error?: DlmsError | undefined;
}

export interface SearchOptions {
  /** Opens the line of these properties. */
  readonly openOf: (properties: TrialProperties) => OpenTransport;
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds that an answer may take; on networks 700 do mostly. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds after which the search ends with what it has. */
  readonly mostMs?: number | undefined;
}

const RANK: readonly Reach[] = ['silent', 'noise', 'iec', 'refused-link', 'linked', 'refused', 'associated'];
const MOST_MS = 600_000;
const MOST_TRIALS = 2_000;

/** The best that was found; undefined where nothing answered. @throws DlmsError when the line cannot be opened */
export async function search(target: SearchTarget, options: SearchOptions): Promise<Finding | undefined> {
  const run = new Search(target, options);
  const serial = target.line.transport === 'serial';
  const ways = serial ? LINES : FRAMINGS;
  for (const trials of [usualTrials, furtherTrials]) {
    for (const way of ways) await run.tryAll(trials(way, target.serialNumber ?? 0));
  }
  return run.best;
}

class Search {
  best: Finding | undefined;
  readonly #target: SearchTarget;
  readonly #options: SearchOptions;
  readonly #since: number;
  #trials = 0;

  constructor(target: SearchTarget, options: SearchOptions) {
    this.#target = target;
    this.#options = options;
    this.#since = this.#now();
  }

  get over(): boolean {
    const { signal, mostMs = MOST_MS } = this.#options;
    const spent = this.#now() - this.#since > mostMs || this.#trials >= MOST_TRIALS;
    return spent || signal?.aborted === true || this.best?.reach === 'associated' || this.#needsSecret;
  }

  /** All is found but the secret, or who else is connected: more trials would not help. */
  get #needsSecret(): boolean {
    return this.best?.reach === 'refused' && this.best.settings.auth !== undefined;
  }

  /** Until a meter answers; then all that is known of it is found out. */
  async tryAll(trials: readonly TrialProperties[]): Promise<void> {
    for (const trial of trials) {
      if (this.over) return;
      const result = await this.#try({ ...trial, clientAddress: 16, referencing: 'LN' });
      if (reaches(result, 'refused-link')) {
        await this.#follow(adopted(trial, result), result);
        return;
      }
    }
  }

  /** There is a meter: finds the referencing and the client that it takes. */
  async #follow(trial: TrialProperties, first: ProbeResult): Promise<void> {
    let result = first;
    for (const clientAddress of CLIENTS) {
      for (const referencing of ['LN', 'SN']) {
        if (this.over) return;
        const known = clientAddress === 16 && referencing === 'LN';
        const next = { ...trial, clientAddress, referencing };
        result = known && sameAddress(trial, first) ? first : await this.#try(next);
        if (result.reach === 'associated') return;
        if (needsSecret(result)) return this.#keep(next, { ...result, reach: 'refused' }, 'Low');
        if (!isContext(result)) break;
      }
    }
  }

  async #try(trial: TrialProperties): Promise<ProbeResult> {
    const { openOf, onProgress, clock, timeoutMs = 700, signal = NEVER } = this.#options;
    const properties = { ...this.#target.line, ...trial };
    this.#trials += 1;
    onProgress?.({ trials: this.#trials, trying: wordsOf(trial), best: this.best?.reach });
    const timing = { timeoutMs, retryCounter: 1, pollDelayMs: 20 };
    const result = await probe({ ...properties, ...timing }, { open: openOf(properties), clock, signal });
    if (isLineFault(result)) throw result.error;
    this.#keep(adopted(trial, result), result);
    return result;
  }

  #keep(trial: TrialProperties, { reach, name, error }: ProbeResult, auth?: string): void {
    const better = this.best === undefined || RANK.indexOf(reach) > RANK.indexOf(this.best.reach);
    if (!better && auth === undefined) return;
    if (reach === 'silent') return;
    const settings = { ...this.#target.line, ...trial, ...(auth !== undefined && { auth }) };
    this.best = { settings, reach, name: name ?? this.best?.name, error };
  }

  #now(): number {
    return this.#options.clock?.now() ?? performance.now();
  }
}

const NEVER = new AbortController().signal;

function reaches({ reach }: ProbeResult, least: Reach): boolean {
  return RANK.indexOf(reach) >= RANK.indexOf(least);
}

/** A meter that was called as one of all stations says who it is. */
function adopted(trial: TrialProperties, { source }: ProbeResult): TrialProperties {
  if (source === undefined || trial.mode === 'DLMS-WRAPPER') return trial;
  return {
    ...trial,
    addressSize: source.size,
    logicalAddress: source.upper,
    physicalAddress: source.lower,
  };
}

function sameAddress(trial: TrialProperties, { source }: ProbeResult): boolean {
  return (
    source === undefined || (trial.logicalAddress === source.upper && trial.physicalAddress === source.lower)
  );
}

function needsSecret({ error }: ProbeResult): boolean {
  return error?.code === 'DLMS_AUTHENTICATION_FAILED';
}

function isContext({ error }: ProbeResult): boolean {
  return error?.code === 'DLMS_CONTEXT_NOT_SUPPORTED';
}

/** The line itself cannot be opened: no other trial will do better. */
function isLineFault({ error }: ProbeResult): boolean {
  return error?.layer === 'transport' && !['DLMS_LINE_CLOSED', 'DLMS_CLOSED'].includes(error.code);
}

function wordsOf({
  mode,
  baudRate,
  parity,
  logicalAddress,
  physicalAddress,
  addressSize,
  ...trial
}: TrialProperties): string {
  const speed = baudRate === undefined ? '' : ` ${baudRate} Bd ${parity}`;
  const size = mode === 'DLMS-WRAPPER' ? '' : `/${physicalAddress} (${addressSize} octets)`;
  return `${mode}${speed} ${logicalAddress}${size}, client ${trial.clientAddress} ${trial.referencing}`;
}
