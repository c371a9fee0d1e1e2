/**
 * The GET service of a standing association, or READ in its place: one exchange at a time, with invoke-ids
 * that count where there are any.
 */
import { invokeIdAndPriority } from '../apdu/invoke-id.js';
import { longInvokeIdAndPriority } from '../apdu/long-invoke-id.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import { AccessExchange } from './access-exchange.js';
import type { AssociationSettings } from './association-settings.js';
import { GetExchange, type GetStep } from './get-exchange.js';
import { forbiddenGet, oversize } from './get-permission.js';
import type { AssociationNegotiated, Referencing } from './primitive.js';
import { ReadExchange } from './read-exchange.js';
import { listCarrier, type REQUEST_SIZE } from './request-size.js';

interface Exchange {
  readonly request: Uint8Array;
  handle(octets: Uint8Array, lateAnswers: boolean): GetStep;
}

const EXCHANGE: Readonly<
  Record<
    keyof typeof REQUEST_SIZE,
    (attributes: readonly AttributeDescriptor[], invokeId: number) => Exchange
  >
> = {
  LN: (attributes, invokeId) => new GetExchange(attributes, invokeIdAndPriority(invokeId)),
  SN: (attributes) => new ReadExchange(attributes),
  ACCESS: (attributes, invokeId) => new AccessExchange(attributes, longInvokeIdAndPriority(invokeId)),
};

/** What of the association's settings matters to a GET. */
export type GetSettings = Pick<AssociationSettings, 'referencing' | 'datagrams' | 'constantInvokeId'>;

export class GetService {
  readonly #negotiated: AssociationNegotiated;
  readonly #referencing: Referencing;
  readonly #settings: GetSettings;
  #exchange: Exchange | undefined;
  #invokeId = 0;
  #lateAnswers = false;

  constructor(negotiated: AssociationNegotiated, settings: GetSettings = {}) {
    this.#negotiated = negotiated;
    this.#referencing = settings.referencing ?? 'LN';
    this.#settings = settings;
  }

  /**
   * Whether a request may go out once more on a link that does not count. The answers to a READ do not tell
   * one from another: the second would be taken for that to the next READ.
   */
  get repeatable(): boolean {
    return this.#referencing === 'LN';
  }

  /** The request APDU; or the reason why it may not be sent, and then nothing has changed. */
  request(attributes: readonly AttributeDescriptor[]): Uint8Array | DlmsError {
    const exchange =
      forbiddenGet(attributes, this.#negotiated, this.#referencing) ?? this.#exchangeOf(attributes);
    if (exchange instanceof DlmsError) return exchange;
    const tooLong = oversize(exchange.request, this.#negotiated);
    if (tooLong !== undefined) return tooLong;
    this.#invokeId += 1;
    this.#exchange = exchange;
    return exchange.request;
  }

  /** Takes an APDU of the meter for the exchange under way. */
  handle(apdu: Uint8Array): GetStep {
    const step = this.#exchange?.handle(apdu, this.#mayBeLate()) ?? {
      kind: 'drop',
      note: 'nothing was asked',
    };
    if (step.kind === 'confirm' || step.kind === 'failed') this.#exchange = undefined;
    return step;
  }

  /** A request was sent once more, or given up: its answer may still come when another one is due. */
  expectLateAnswers(): void {
    this.#lateAnswers = true;
  }

  /** A link that negotiated nothing (WRAPPER) does not count frames: its answers may come twice. */
  #mayBeLate(): boolean {
    const { constantInvokeId = false, datagrams = false } = this.#settings;
    const { link } = this.#negotiated;
    const uncounted = link === undefined || link.uncounted === true;
    return !constantInvokeId && (datagrams || (this.#lateAnswers && uncounted));
  }

  /** Lists go by GET or READ where they may; ACCESS carries them else, and all where there is no GET. */
  #carrierOf({ length }: readonly AttributeDescriptor[]): keyof typeof REQUEST_SIZE {
    const { conformance } = this.#negotiated;
    const withoutGet = this.#referencing === 'LN' && conformance.has('access') && !conformance.has('get');
    if (withoutGet) return 'ACCESS';
    return (length > 1 ? listCarrier({ conformance }, this.#referencing) : undefined) ?? this.#referencing;
  }

  #exchangeOf(attributes: readonly AttributeDescriptor[]): Exchange | DlmsError {
    try {
      return EXCHANGE[this.#carrierOf(attributes)](attributes, this.#invokeId + 1);
    } catch (error) {
      if (error instanceof DlmsError) return error;
      throw error;
    }
  }
}
