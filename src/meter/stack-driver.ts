/**
 * A client stack over an open line, as something that is asked and answers. It serves one association, and
 * every promise it gives settles.
 */
import type { AssociationNegotiated, StackInput, StackOutput } from '../client/primitive.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import type { GetDataResult } from '../cosem/result.js';
import type { DlmsError } from '../errors.js';
import { closedHere, type LineInput, type LineOutput, ownFault, Pump, type PumpOptions } from './pump.js';

/** A client stack, or a scripted one. */
export interface Machine {
  handle(input: StackInput): StackOutput[];
}

export interface DriverOptions extends PumpOptions {
  readonly stack: Machine;
}

/** The meter answered the attributes one by one, or the request as a whole with an error. */
export type GetOutcome =
  | { readonly kind: 'results'; readonly results: readonly GetDataResult[] }
  | { readonly kind: 'failed'; readonly cause: DlmsError };

type Request = Exclude<StackInput, LineInput>;
type Told = Exclude<StackOutput, LineOutput>;
type Confirm = Exclude<Told, { kind: 'COSEM-ABORT.indication' }>;

interface Pending {
  readonly resolve: (confirm: Confirm) => void;
  readonly reject: (cause: DlmsError) => void;
}

export class StackDriver {
  readonly #options: DriverOptions;
  readonly #pump: Pump<Request, Told>;
  #pending: Pending | undefined;
  #broken: DlmsError | undefined;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.#pump = new Pump<Request, Told>(options, options.stack, {
      told: (output) => this.#told(output),
      failed: (cause) => this.abort(cause),
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
    this.#pump.end();
    this.#settle((pending) => pending.reject(cause));
  }

  #ask(input: Request): Promise<Confirm> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    if (this.#pending !== undefined) return Promise.reject(ownFault(`${input.kind} while one is under way`));
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#pump.feed(input);
    });
  }

  #told(output: Told): void {
    if (output.kind === 'COSEM-ABORT.indication') this.abort(output.cause);
    else this.#settle((pending) => pending.resolve(output));
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
}

function nothing(): void {}
