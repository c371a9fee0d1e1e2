/**
 * The client's stack behind one door: the association on its link. What either says to the other is handed
 * over here; what is for the outside leaves.
 */
import { Association } from './association.js';
import type { AssociationInput, AssociationOutput } from './association-primitive.js';
import type { AssociationSettings } from './association-settings.js';
import type { AssociationState } from './association-state.js';
import { type GbtOutput, GbtTransfer } from './gbt-transfer.js';
import { maskSecrets } from './mask-secret.js';
import type {
  Link,
  LinkInput,
  LinkOutput,
  StackInput,
  StackOutput,
  TimerExpired,
  TimerStart,
} from './primitive.js';
import { secretsInAarq } from './proposal.js';

export interface StackOptions extends Omit<AssociationSettings, 'maxReceivePduSize'> {
  readonly link: Link;
  /** Blocks of general block transfer that the meter may send in a row, 1…63; 1 where left out. */
  readonly blockWindow?: number | undefined;
  /** Milliseconds that an answer may take. */
  readonly timeoutMs: number;
  /** client-max-receive-pdu-size in octets; 65535, no limit, where left out. */
  readonly maxReceivePduSize?: number | undefined;
}

type ToAssociation = Extract<LinkOutput, { kind: `DL-${string}` }>;
type ToLink = Extract<GbtOutput, { kind: `DL-${string}.request` }>;

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
  readonly #blocks: GbtTransfer;
  /** What the link must not show of the opening. */
  readonly #secrets: readonly Uint8Array[];
  readonly #timeoutMs: number;

  constructor({ link, timeoutMs, maxReceivePduSize = NO_LIMIT, blockWindow, ...settings }: StackOptions) {
    this.#link = link;
    const proposal = { ...settings, maxReceivePduSize };
    this.#association = new Association(proposal);
    this.#blocks = new GbtTransfer({ blockWindow, datagrams: settings.datagrams });
    this.#secrets = secretsInAarq(proposal);
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
    const lull = this.#route(this.#blocks.lull());
    if (lull.some(isSending)) return lull;
    const outputs = this.#link.handle(input);
    const again = outputs.some(isSending) ? this.#tellAssociation({ kind: 'DL-REPEAT.indication' }) : [];
    return [...lull, ...again, ...this.#sort(outputs)];
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
    if (upward.length === 0) return outward;
    const told = upward.flatMap((primitive) => this.#route(this.#blocks.indication(primitive)));
    return [...outward, ...told, ...this.#route(this.#blocks.settle())];
  }

  #route(outputs: readonly GbtOutput[]): StackOutput[] {
    return outputs.flatMap((output) => {
      if (output.kind === 'TRACE') return [output];
      return isRequest(output) ? this.#tellLink(output) : this.#tellAssociation(output);
    });
  }

  #tellAssociation(input: AssociationInput): StackOutput[] {
    const outputs = this.#association.handle(input);
    const { granted } = this.#association;
    if (granted !== undefined) this.#blocks.agreed(granted);
    return outputs.flatMap((output) => {
      if (isRequest(output)) return this.#route(this.#blocks.request(output));
      if (output.kind === 'COSEM-OPEN.confirm') this.#blocks.agreed(output.negotiated);
      return ENDS.includes(output.kind) ? [STOP, output] : [output];
    });
  }

  /** The link knows nothing of secrets, nor of how long a leave-taking may last. */
  #shown(output: Exclude<LinkOutput, ToAssociation>): StackOutput {
    const { state } = this.#association;
    if (output.kind === 'TRACE' && state === 'associating') {
      return { ...output, octets: maskSecrets(output.octets, this.#secrets) };
    }
    return output.kind === 'TIMER.start' && LEAVING.includes(state) ? this.#shortened(output) : output;
  }

  /** What the octets take on the line stays in the time. */
  #shortened(timer: TimerStart): TimerStart {
    const sending = Math.max(0, timer.ms - this.#timeoutMs);
    return { ...timer, ms: Math.min(timer.ms, RELEASE_MS + sending) };
  }
}

function isSending({ kind }: StackOutput | LinkOutput): boolean {
  return kind === 'PH-DATA.request';
}

function isPrimitive(output: LinkOutput): output is ToAssociation {
  return output.kind.startsWith('DL-');
}

function isRequest(output: AssociationOutput | GbtOutput): output is ToLink {
  return output.kind.startsWith('DL-') && output.kind.endsWith('.request');
}
