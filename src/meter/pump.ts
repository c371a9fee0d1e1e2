/**
 * What stands between a machine, which knows no time and no line, and an open line: octets, line settings
 * and timers out in the machine's order, with the silence before sending; octets and time in. Whatever else
 * the machine says is told to its owner.
 */
import type {
  PhAbortIndication,
  PhDataIndication,
  PhDataRequest,
  PhLineRequest,
  TimerExpired,
  TimerStart,
  TimerStop,
  Trace,
} from '../client/primitive.js';
import { DlmsError } from '../errors.js';
import type { Transport } from '../transport/transport.js';
import type { Clock } from './clock.js';
import type { LineSilence } from './line-silence.js';

export interface PumpOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly silence: LineSilence;
  /** Least silence before anything is sent, in milliseconds. */
  readonly pollDelayMs: number;
  /** How much longer than `pollDelayMs` a babbling line is waited for, in milliseconds. */
  readonly timeoutMs: number;
  readonly trace?: ((trace: Trace) => void) | undefined;
}

/** What every machine takes in. */
export type LineInput = PhDataIndication | PhAbortIndication | TimerExpired;

/** What the pump does itself. */
export type LineOutput = PhDataRequest | PhLineRequest | TimerStart | TimerStop | Trace;

export interface PumpedMachine<Input, Output> {
  handle(input: Input): Output[];
}

export interface PumpOwner<Output> {
  /** Hears of what the machine says, in its order. */
  told(output: Output): void;
  /** The machine failed: nothing more comes of it. */
  failed(cause: DlmsError): void;
}

interface LineLost {
  readonly kind: 'PH-LOST';
  readonly cause: DlmsError;
}

const LINE_KINDS: readonly string[] = [
  'PH-DATA.request',
  'PH-LINE.request',
  'TIMER.start',
  'TIMER.stop',
  'TRACE',
  'PH-LOST',
];

/** Time that one octet takes on the slowest line, 300 Bd, with reserve. */
const SLOWEST_OCTET_MS = 50;
/** What a driver may need to set a line, beside the time that an answer may take. */
const SET_MS = 1_000;

export class Pump<Input extends { readonly kind: string }, Output extends { readonly kind: string }> {
  readonly #options: PumpOptions;
  readonly #machine: PumpedMachine<Input | LineInput, Output | LineOutput>;
  readonly #owner: PumpOwner<Output>;
  readonly #outputs: (Output | LineOutput | LineLost)[] = [];
  readonly #ended = new AbortController();
  #pumping = false;
  #stopTimer: () => void = nothing;

  constructor(
    options: PumpOptions,
    machine: PumpedMachine<Input | LineInput, Output | LineOutput>,
    owner: PumpOwner<Output>,
  ) {
    this.#options = options;
    this.#machine = machine;
    this.#owner = owner;
    options.transport.listen({
      octets: (octets) => this.#heard(octets),
      closed: (cause) => this.#lost(cause),
    });
  }

  /** Gives the machine something to do; after the end, nothing happens. */
  feed(input: Input | LineInput): void {
    if (this.#ended.signal.aborted) return;
    try {
      const outputs = this.#machine.handle(input);
      // A timer that is running now is outdated, even where its successor still waits behind a sending.
      if (outputs.some(({ kind }) => kind === 'TIMER.start' || kind === 'TIMER.stop')) this.#stopTimer();
      this.#outputs.push(...outputs);
    } catch (cause) {
      this.#owner.failed(cause instanceof DlmsError ? cause : ownFault('the client stack failed', cause));
    }
    void this.#run();
  }

  /** Nothing is sent, heard or told any more. */
  end(): void {
    this.#ended.abort();
    this.#stopTimer();
    this.#outputs.length = 0;
    this.#options.transport.listen({ octets: nothing, closed: nothing });
  }

  #heard(octets: Uint8Array): void {
    this.#options.silence.touch();
    this.feed({ kind: 'PH-DATA.indication', octets });
  }

  #lost(cause: unknown): void {
    const error = cause instanceof DlmsError ? cause : lineLost(this.#options.transport.name, cause);
    this.feed({ kind: 'PH-ABORT.indication', cause: error });
    // The machine may be too early or too late in its life to answer for it.
    if (!this.#ended.signal.aborted) this.#outputs.push({ kind: 'PH-LOST', cause: error });
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let output = this.#outputs.shift(); output !== undefined; output = this.#outputs.shift()) {
      if (isForLine(output)) await this.#act(output);
      else this.#owner.told(output);
    }
    this.#pumping = false;
  }

  /** Waits only where the order of things on the line needs it. */
  #act(output: LineOutput | LineLost): Promise<void> | undefined {
    switch (output.kind) {
      case 'PH-DATA.request':
        return this.#send(output.octets).catch((cause) => this.#lost(cause));
      case 'PH-LINE.request':
        return this.#set(output).catch((cause) => this.#lost(cause));
      case 'TIMER.start':
        this.#startTimer(output.ms);
        return undefined;
      case 'TIMER.stop':
        this.#stopTimer();
        return undefined;
      case 'TRACE':
        this.#emit(output);
        return undefined;
      case 'PH-LOST':
        this.#owner.failed(output.cause);
        return undefined;
    }
  }

  #startTimer(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.after(ms, () =>
      this.feed({ kind: 'TIMER.expired', timer: 'response' }),
    );
  }

  async #send(octets: Uint8Array): Promise<void> {
    const { silence, pollDelayMs, timeoutMs, transport } = this.#options;
    await silence.wait(pollDelayMs, pollDelayMs + timeoutMs, this.#ended.signal);
    if (this.#ended.signal.aborted) return;
    await this.#limit(transport.send(octets), timeoutMs + octets.length * SLOWEST_OCTET_MS);
    silence.touch();
  }

  /** What was sent before has left; a line that cannot be set stays as it is. */
  async #set({ baudRate, dataBits, parity, stopBits }: PhLineRequest): Promise<void> {
    const { transport, timeoutMs } = this.#options;
    const setting = transport.configure?.({ baudRate, dataBits, parity, stopBits });
    if (setting !== undefined) await this.#limit(setting, timeoutMs + SET_MS);
  }

  /** A line that takes no octets must not hold up everything behind it. */
  #limit(work: Promise<void>, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(ms, () => reject(sendingStuck(this.#options.transport.name)));
      work.finally(cancel).then(resolve, reject);
    });
  }

  /** Whoever looks on must not disturb the conversation. */
  #emit(trace: Trace): void {
    try {
      this.#options.trace?.(trace);
    } catch {
      // Nobody is there to hear of it.
    }
  }
}

function isForLine<Output extends { readonly kind: string }>(
  output: Output | LineOutput | LineLost,
): output is LineOutput | LineLost {
  return LINE_KINDS.includes(output.kind);
}

function nothing(): void {}

/** What an owner's wish to close does to everything that is still asked for. */
export function closedHere(): DlmsError {
  return new DlmsError('the connection was closed on this side', {
    code: 'DLMS_CLOSED',
    layer: 'transport',
    fault: 'line',
  });
}

export function ownFault(message: string, cause?: unknown): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_STATE',
    layer: 'service',
    fault: 'package',
    hint: 'This is a fault of this package: please report it with a trace.',
    cause,
  });
}

function lineLost(name: string, cause: unknown): DlmsError {
  return new DlmsError(`${name} was closed`, {
    code: 'DLMS_LINE_CLOSED',
    layer: 'transport',
    fault: 'line',
    cause,
  });
}

function sendingStuck(name: string): DlmsError {
  return new DlmsError(`${name} takes no octets`, {
    code: 'DLMS_LINE_STUCK',
    layer: 'transport',
    fault: 'line',
    hint: 'Something holds the line: check flow control, the adapter, and the network on the way.',
  });
}
