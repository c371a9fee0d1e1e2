/** The GET service of a standing association: one exchange at a time, with invoke-ids that count. */
import { invokeIdAndPriority } from '../apdu/invoke-id.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import { GetExchange, type GetStep } from './get-exchange.js';
import { forbiddenGet, oversize } from './get-permission.js';
import type { AssociationNegotiated } from './primitive.js';

export class GetService {
  readonly #negotiated: AssociationNegotiated;
  #exchange: GetExchange | undefined;
  #invokeId = 0;
  #lateAnswers = false;

  constructor(negotiated: AssociationNegotiated) {
    this.#negotiated = negotiated;
  }

  /** The request APDU; or the reason why it may not be sent, and then nothing has changed. */
  request(attributes: readonly AttributeDescriptor[]): Uint8Array | DlmsError {
    const exchange = forbiddenGet(attributes, this.#negotiated) ?? exchangeOf(attributes, this.#invokeId + 1);
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
    return this.#lateAnswers && this.#negotiated.link === undefined;
  }
}

function exchangeOf(attributes: readonly AttributeDescriptor[], invokeId: number): GetExchange | DlmsError {
  try {
    return new GetExchange(attributes, invokeIdAndPriority(invokeId));
  } catch (error) {
    if (error instanceof DlmsError) return error;
    throw error;
  }
}
