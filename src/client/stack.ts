/**
 * The client's stack behind one door: the association on its link. What either says to the other is handed
 * over here; what is for the outside leaves.
 */
import { Association, type AssociationInput, type AssociationOutput } from './association.js';
import type { AssociationState } from './association-state.js';
import { maskSecret } from './mask-secret.js';
import type {
  Link,
  LinkInput,
  LinkOutput,
  StackInput,
  StackOutput,
  TimerExpired,
  TimerStart,
} from './primitive.js';
import type { Proposal } from './proposal.js';

export interface StackOptions extends Omit<Proposal, 'maxReceivePduSize'> {
  readonly link: Link;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs: number;
  /** client-max-receive-pdu-size in octets; 65535, no limit, where left out. */
  readonly maxReceivePduSize?: number | undefined;
}

type ToAssociation = Extract<LinkOutput, { kind: `DL-${string}` }>;
type ToLink = Extract<AssociationOutput, { kind: `DL-${string}` }>;

const STOP = { kind: 'TIMER.stop', timer: 'response' } as const;
/** After these nothing is waited for, whoever started the timer. */
const ENDS: readonly StackOutput['kind'][] = ['COSEM-ABORT.indication', 'COSEM-RELEASE.confirm'];
const LEAVING: readonly AssociationState[] = ['releasing', 'disconnecting', 'refusing'];
const NO_LIMIT = 0xffff;
/** Many meters never answer an RLRQ: nobody waits longer for that. */
const RELEASE_MS = 1000;

export class ClientStack {
  readonly #link: Link;
  readonly #association: Association;
  readonly #password: Uint8Array;
  readonly #timeoutMs: number;

  constructor({ link, auth, password, timeoutMs, maxReceivePduSize = NO_LIMIT }: StackOptions) {
    this.#link = link;
    this.#association = new Association({ auth, password, maxReceivePduSize });
    this.#password = password;
    this.#timeoutMs = timeoutMs;
  }

  handle(input: StackInput): StackOutput[] {
    switch (input.kind) {
      case 'PH-DATA.indication':
        return this.#tellLink(input);
      case 'TIMER.expired':
        return this.#expired(input);
      case 'PH-ABORT.indication':
        return this.#tellAssociation({ kind: 'DL-ABORT.indication', cause: input.cause });
      default:
        return this.#tellAssociation(input);
    }
  }

  /** The RLRE is awaited once and not long; all other silence is the link's, which may send again. */
  #expired(input: TimerExpired): StackOutput[] {
    if (this.#association.state === 'releasing') return this.#tellAssociation(input);
    const outputs = this.#link.handle(input);
    const again = outputs.some(({ kind }) => kind === 'PH-DATA.request');
    return [
      ...(again ? this.#tellAssociation({ kind: 'DL-REPEAT.indication' }) : []),
      ...this.#sort(outputs),
    ];
  }

  #tellLink(input: LinkInput): StackOutput[] {
    return this.#sort(this.#link.handle(input));
  }

  /** Octets, timers and traces of the link come first: what the association does next starts its own timer. */
  #sort(outputs: readonly LinkOutput[]): StackOutput[] {
    const outward: StackOutput[] = [];
    const upward: ToAssociation[] = [];
    for (const output of outputs) {
      if (isPrimitive(output)) upward.push(output);
      else outward.push(this.#shown(output));
    }
    return [...outward, ...upward.flatMap((primitive) => this.#tellAssociation(primitive))];
  }

  #tellAssociation(input: AssociationInput): StackOutput[] {
    return this.#association.handle(input).flatMap((output) => {
      if (isRequest(output)) return this.#tellLink(output);
      return ENDS.includes(output.kind) ? [STOP, output] : [output];
    });
  }

  /** The link knows nothing of passwords, nor of how long a leave-taking may last. */
  #shown(output: Exclude<LinkOutput, ToAssociation>): StackOutput {
    const { state } = this.#association;
    if (output.kind === 'TRACE' && state === 'associating') {
      return { ...output, octets: maskSecret(output.octets, this.#password) };
    }
    return output.kind === 'TIMER.start' && LEAVING.includes(state) ? this.#shortened(output) : output;
  }

  /** What the octets take on the line stays in the time. */
  #shortened(timer: TimerStart): TimerStart {
    const sending = Math.max(0, timer.ms - this.#timeoutMs);
    return { ...timer, ms: Math.min(timer.ms, RELEASE_MS + sending) };
  }
}

function isPrimitive(output: LinkOutput): output is ToAssociation {
  return output.kind.startsWith('DL-');
}

function isRequest(output: AssociationOutput): output is ToLink {
  return output.kind.startsWith('DL-');
}
