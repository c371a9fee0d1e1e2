/** How an association is proposed and led; what is left out is as usual. */
import type { Proposal } from './proposal.js';

export interface AssociationSettings extends Proposal {
  /** The line may double and reorder what it carries, as UDP does. */
  readonly datagrams?: boolean | undefined;
  /** The meter answers all requests under one invoke-id: it does not tell old answers from new ones. */
  readonly constantInvokeId?: boolean | undefined;
  /** RLRQ is not sent: the link is given up at once. */
  readonly withoutRelease?: boolean | undefined;
  /** Traces of protected APDUs show what is inside, too; never keys or passwords. */
  readonly showPlain?: boolean | undefined;
}
