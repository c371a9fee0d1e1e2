/**
 * A meter without octets: a stack that answers out of a table, and counts what it was asked. Tests change
 * its behaviour while it runs.
 */
import type { Conformance } from '../../src/apdu/conformance.js';
import type { AssociationNegotiated, StackInput, StackOutput } from '../../src/client/primitive.js';
import type { Data } from '../../src/cosem/data.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { DlmsError, type ErrorLayer } from '../../src/errors.js';
import type { Connecting } from '../../src/meter/client-stack.js';
import type { Refusal } from '../../src/meter/directory-json.js';
import type { Machine } from '../../src/meter/stack-driver.js';
import { loopbackPair } from '../../src/transport/loopback.js';
import type { OpenTransport } from '../../src/transport/transport.js';

export type FakeValue = Data | Refusal;

export const LISTS: Conformance = new Set(['get', 'multiple-references', 'block-transfer-with-get-or-read']);
export const NO_LISTS: Conformance = new Set(['get', 'block-transfer-with-get-or-read']);

/** What happens to a GET instead of an answer out of the table; an error breaks the association. */
export type Trouble = 'silence' | 'exception' | 'all other-reason' | DlmsError;

/** Milliseconds after which the stack gives a silent meter up. */
export const GIVE_UP_MS = 7_500;

export function failure(code: string, layer: ErrorLayer = 'service'): DlmsError {
  return new DlmsError(`as in the test: ${code}`, { code, layer, fault: 'meter' });
}

export class FakeMeter {
  /** By `class:logical name:attribute`, or by `@short name` where it is asked for by that. */
  readonly values = new Map<string, FakeValue>();
  readonly requests: string[][] = [];
  /** One entry for each association that was asked for. */
  readonly openings: Connecting[] = [];
  conformance: Conformance = LISTS;
  maxPduSize = 0;
  /** Refuses the association; asked anew each time. */
  refuses: DlmsError | undefined;
  refusal: () => DlmsError | undefined = () => this.refuses;
  /** Answers nothing at all. */
  dead = false;
  /** Milliseconds that each answer takes. */
  answerMs = 0;
  trouble: (attributes: readonly string[]) => Trouble | undefined = () => undefined;
  released = 0;
  #associated = 0;

  /** The meter forgets its associations, and does not answer to them any more. */
  forget(): void {
    this.#associated = 0;
  }

  readonly open: OpenTransport = async () => loopbackPair('fake line')[0];

  readonly stack = (_settings: unknown, connecting: Connecting): Machine => {
    this.openings.push(connecting);
    return new FakeStack(this);
  };

  associate(): number {
    this.#associated = this.openings.length;
    return this.#associated;
  }

  answers(association: number): boolean {
    return !this.dead && association === this.#associated;
  }

  get negotiated(): AssociationNegotiated {
    const { conformance, maxPduSize } = this;
    return { conformance, serverMaxReceivePduSize: maxPduSize, dlmsVersion: 6, vaaName: 7 };
  }

  result(key: string): GetDataResult {
    const value = this.values.get(key) ?? 'object-undefined';
    return typeof value === 'string'
      ? { kind: 'data-access-result', result: value }
      : { kind: 'data', data: value };
  }
}

class FakeStack implements Machine {
  readonly #meter: FakeMeter;
  #association = 0;
  #due: StackOutput[] = [];

  constructor(meter: FakeMeter) {
    this.#meter = meter;
  }

  handle(input: StackInput): StackOutput[] {
    switch (input.kind) {
      case 'COSEM-OPEN.request':
        return this.#later(this.#opened());
      case 'GET.request':
        return this.#later(this.#got(input.attributes));
      case 'COSEM-RELEASE.request':
        this.#meter.released += 1;
        return [{ kind: 'TIMER.stop', timer: 'response' }, { kind: 'COSEM-RELEASE.confirm' }];
      case 'TIMER.expired':
        return this.#due.splice(0);
      case 'PH-ABORT.indication':
        return [{ kind: 'COSEM-ABORT.indication', cause: input.cause }];
      default:
        return [];
    }
  }

  #opened(): StackOutput | undefined {
    if (this.#meter.dead) return undefined;
    const cause = this.#meter.refusal();
    if (cause) return { kind: 'COSEM-ABORT.indication', cause };
    this.#association = this.#meter.associate();
    return { kind: 'COSEM-OPEN.confirm', negotiated: this.#meter.negotiated };
  }

  #got(attributes: readonly AttributeDescriptor[]): StackOutput | undefined {
    const keys = attributes.map(keyOf);
    this.#meter.requests.push(keys);
    const trouble = this.#meter.trouble(keys);
    if (trouble === 'silence' || !this.#meter.answers(this.#association)) return undefined;
    if (trouble instanceof DlmsError) return { kind: 'COSEM-ABORT.indication', cause: trouble };
    if (trouble === 'exception') return { kind: 'GET.failed', cause: failure('DLMS_EXCEPTION_RESPONSE') };
    const results: GetDataResult[] = keys.map((key) =>
      trouble === undefined
        ? this.#meter.result(key)
        : { kind: 'data-access-result', result: 'other-reason' },
    );
    return { kind: 'GET.confirm', results };
  }

  /** Undefined is silence, which the stack gives up in the end. */
  #later(output: StackOutput | undefined): StackOutput[] {
    this.#due = [output ?? { kind: 'COSEM-ABORT.indication', cause: failure('DLMS_TIMEOUT') }];
    const ms = output === undefined ? GIVE_UP_MS : this.#meter.answerMs;
    return ms === 0 ? this.#due.splice(0) : [{ kind: 'TIMER.start', timer: 'response', ms }];
  }
}

function keyOf({ classId, logicalName, attributeId, shortName }: AttributeDescriptor): string {
  return shortName === undefined ? `${classId}:${logicalName}:${attributeId}` : `@${shortName}`;
}
