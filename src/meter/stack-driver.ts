/**
 * The pump between a client stack, which knows no time and no line, and an open line: octets and timers in
 * and out, with the silence before sending. It serves one association, and every promise it gives settles.
 */
import type { AssociationNegotiated, StackInput, StackOutput, Trace } from '../client/primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import { DlmsError } from '../errors.js';
import type { Transport } from '../transport/transport.js';
import type { Clock } from './clock.js';
import type { LineSilence } from './line-silence.js';

/** A client stack, or a scripted one. */
export interface Machine {
  handle(input: StackInput): StackOutput[];
}

export interface DriverOptions {
  readonly stack: Machine;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly silence: LineSilence;
  /** Least silence before anything is sent, in milliseconds. */
  readonly pollDelayMs: number;
  /** How much longer than `pollDelayMs` a babbling line is waited for, in milliseconds. */
  readonly timeoutMs: number;
  readonly trace?: ((trace: Trace) => void) | undefined;
}

/** The meter answered the attributes one by one, or the request as a whole with an error. */
export type GetOutcome =
  | { readonly kind: 'results'; readonly results: readonly GetDataResult[] }
  | { readonly kind: 'failed'; readonly cause: DlmsError };

type Confirm = Extract<
  StackOutput,
  { kind: 'COSEM-OPEN.confirm' | 'GET.confirm' | 'GET.failed' | 'COSEM-RELEASE.confirm' }
>;

interface Pending {
  readonly resolve: (confirm: Confirm) => void;
  readonly reject: (cause: DlmsError) => void;
}

/** Time that one octet takes on the slowest line, 300 Bd, with reserve. */
const SLOWEST_OCTET_MS = 50;

export class StackDriver {
  readonly #options: DriverOptions;
  readonly #outputs: StackOutput[] = [];
  #pumping = false;
  #pending: Pending | undefined;
  #broken: DlmsError | undefined;
  #stopTimer: () => void = nothing;
  readonly #ended = new AbortController();

  constructor(options: DriverOptions) {
    this.#options = options;
    options.transport.listen({
      octets: (octets) => this.#heard(octets),
      closed: (cause) => this.#lost(cause),
    });
  }

  /** Why the association is gone, also where nobody was waiting for an answer. */
  get broken(): DlmsError | undefined {
    return this.#broken;
  }

  /** Connects the link and opens the association. @throws DlmsError */
  async open(): Promise<AssociationNegotiated> {
    const confirm = await this.#ask({ kind: 'COSEM-OPEN.request' });
    return confirm.kind === 'COSEM-OPEN.confirm' ? confirm.negotiated : this.#unexpected(confirm);
  }

  /** One request. @throws DlmsError when the association broke down */
  async get(attributes: readonly AttributeDescriptor[]): Promise<GetOutcome> {
    const confirm = await this.#ask({ kind: 'GET.request', attributes });
    if (confirm.kind === 'GET.confirm') return { kind: 'results', results: confirm.results };
    return confirm.kind === 'GET.failed'
      ? { kind: 'failed', cause: confirm.cause }
      : this.#unexpected(confirm);
  }

  /** Releases association and link; what is still asked fails. Never throws, never takes longer than `ms`. */
  async release(ms: number): Promise<void> {
    const closing = closedHere();
    this.#settle((pending) => pending.reject(closing));
    if (this.#broken === undefined) {
      const cancel = this.#options.clock.after(ms, () => this.abort(closing));
      await this.#ask({ kind: 'COSEM-RELEASE.request' }).catch(nothing);
      cancel();
    }
    this.abort(closing);
  }

  /** Ends the conversation without a word to the meter. */
  abort(cause: DlmsError): void {
    this.#broken ??= cause;
    this.#ended.abort();
    this.#stopTimer();
    this.#outputs.length = 0;
    this.#options.transport.listen({ octets: nothing, closed: nothing });
    this.#settle((pending) => pending.reject(cause));
  }

  #ask(input: StackInput): Promise<Confirm> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    if (this.#pending !== undefined) return Promise.reject(ownFault(`${input.kind} while one is under way`));
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#feed(input);
    });
  }

  #settle(act: (pending: Pending) => void): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) act(pending);
  }

  #unexpected(confirm: Confirm): never {
    const fault = ownFault(`${confirm.kind} answers something else`);
    this.abort(fault);
    throw fault;
  }

  #heard(octets: Uint8Array): void {
    this.#options.silence.touch();
    this.#feed({ kind: 'PH-DATA.indication', octets });
  }

  #lost(cause: unknown): void {
    const error = cause instanceof DlmsError ? cause : lineLost(this.#options.transport.name, cause);
    this.#feed({ kind: 'PH-ABORT.indication', cause: error });
    // The stack may be too early or too late in its life to answer for it.
    this.#outputs.push({ kind: 'COSEM-ABORT.indication', cause: error });
    void this.#pump();
  }

  #feed(input: StackInput): void {
    if (this.#broken !== undefined) return;
    try {
      const outputs = this.#options.stack.handle(input);
      // A timer that is running now is outdated, even where its successor still waits behind a sending.
      if (outputs.some(({ kind }) => kind === 'TIMER.start' || kind === 'TIMER.stop')) this.#stopTimer();
      this.#outputs.push(...outputs);
    } catch (cause) {
      this.abort(cause instanceof DlmsError ? cause : ownFault('the client stack failed', cause));
    }
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let output = this.#outputs.shift(); output !== undefined; output = this.#outputs.shift()) {
      if (output.kind === 'PH-DATA.request')
        await this.#send(output.octets).catch((cause) => this.#lost(cause));
      else this.#act(output);
    }
    this.#pumping = false;
  }

  #act(output: Exclude<StackOutput, { kind: 'PH-DATA.request' }>): void {
    switch (output.kind) {
      case 'TIMER.start':
        this.#startTimer(output.ms);
        return;
      case 'TIMER.stop':
        this.#stopTimer();
        return;
      case 'TRACE':
        this.#emit(output);
        return;
      case 'COSEM-ABORT.indication':
        this.abort(output.cause);
        return;
      default:
        this.#settle((pending) => pending.resolve(output));
    }
  }

  #startTimer(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.after(ms, () =>
      this.#feed({ kind: 'TIMER.expired', timer: 'response' }),
    );
  }

  async #send(octets: Uint8Array): Promise<void> {
    const { silence, pollDelayMs, timeoutMs, transport } = this.#options;
    await silence.wait(pollDelayMs, pollDelayMs + timeoutMs, this.#ended.signal);
    if (this.#broken !== undefined) return;
    await this.#limit(transport.send(octets), timeoutMs + octets.length * SLOWEST_OCTET_MS);
    silence.touch();
  }

  /** A line that takes no octets must not hold up everything behind it. */
  #limit(sending: Promise<void>, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(ms, () => reject(sendingStuck(this.#options.transport.name)));
      sending.finally(cancel).then(resolve, reject);
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

function nothing(): void {}

/** What an owner's wish to close does to everything that is still asked for. */
export function closedHere(): DlmsError {
  return new DlmsError('the connection was closed on this side', {
    code: 'DLMS_CLOSED',
    layer: 'transport',
    fault: 'line',
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

function ownFault(message: string, cause?: unknown): DlmsError {
  return new DlmsError(message, {
    code: 'DLMS_STATE',
    layer: 'service',
    fault: 'package',
    hint: 'This is a fault of this package: please report it with a trace.',
    cause,
  });
}
