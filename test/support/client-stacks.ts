/** Client stacks as the tests need them: one place that knows how a link is put under a stack. */
import { HdlcLink } from '../../src/client/hdlc-link.js';
import type { HdlcLinkSettings } from '../../src/client/hdlc-link-settings.js';
import type { Referencing } from '../../src/client/primitive.js';
import { ClientStack, type StackOptions } from '../../src/client/stack.js';
import { WrapperLink } from '../../src/client/wrapper-link.js';
import type { LinkParameters } from '../../src/framing/hdlc/link-parameters.js';

export interface ClientOptions {
  readonly framing: 'hdlc' | 'wrapper';
  readonly referencing?: Referencing | undefined;
  /** Low where it is given. */
  readonly password?: string | undefined;
  readonly client?: number;
  /** Logical device; the one octet of the HDLC address, or the wPort. */
  readonly server?: number;
  readonly timeoutMs?: number;
  readonly retryCounter?: number;
  /** What the SNRM proposes. */
  readonly proposal?: LinkParameters | undefined;
  readonly maxReceivePduSize?: number;
  /** Milliseconds that an octet takes. */
  readonly octetTimeMs?: number;
  /** What is not as usual, on an HDLC link and above any link. */
  readonly hdlc?: Partial<HdlcLinkSettings> | undefined;
  readonly settings?: Partial<StackOptions> | undefined;
}

export function clientStack(options: ClientOptions): ClientStack {
  const { framing, password, client = 16, server = 1, timeoutMs = 2500, retryCounter = 3 } = options;
  const { proposal, maxReceivePduSize, octetTimeMs = 0 } = options;
  const timing = { timeoutMs, retryCounter };
  const datagrams = options.settings?.datagrams;
  const link =
    framing === 'wrapper'
      ? new WrapperLink({ clientWPort: client, serverWPort: server, ...timing, datagrams })
      : new HdlcLink({
          server: { size: 1, upper: server, lower: 0 },
          client,
          octetTimeMs,
          proposal,
          ...timing,
          ...options.hdlc,
        });
  return new ClientStack({
    link,
    referencing: options.referencing,
    auth: password === undefined ? 'None' : 'Low',
    password: Buffer.from(password ?? ''),
    timeoutMs,
    maxReceivePduSize,
    ...options.settings,
  });
}
