/** What an association shows of its APDUs to who looks on: as they go over the line, and deciphered if asked. */
import type { AssociationSettings } from './association-settings.js';
import { maskSecrets } from './mask-secret.js';
import type { Trace } from './primitive.js';
import { isSecured, secretsInAarq } from './proposal.js';

/** `plain` is what is inside `octets` where those are protected. */
export interface ShownApdu {
  readonly direction: Trace['direction'];
  readonly octets: Uint8Array;
  readonly plain?: Uint8Array | undefined;
  readonly note?: string | undefined;
}

export class AssociationTrace {
  readonly #showPlain: boolean;
  /** What AARQs may show. */
  readonly #proposed: readonly Uint8Array[];
  /** What never shows in deciphered octets. */
  readonly #secrets: readonly Uint8Array[];

  constructor(settings: AssociationSettings) {
    const { password, security, showPlain = false } = settings;
    const keys = [security?.dedicatedKey, security?.blockCipherKey, security?.authenticationKey];
    this.#showPlain = showPlain && isSecured(settings);
    this.#proposed = secretsInAarq(settings);
    this.#secrets = [password, ...keys.filter((key) => key !== undefined)];
  }

  of({ direction, octets, plain, note }: ShownApdu): Trace {
    const trace = { kind: 'TRACE', layer: 'application', direction, octets, note } as const;
    if (!this.#showPlain || plain === undefined || plain === octets) return trace;
    return { ...trace, plain: maskSecrets(plain, this.#secrets) };
  }

  /** An AARQ, or what answers it. */
  ofProposal(shown: ShownApdu): Trace {
    return this.of({ ...shown, octets: maskSecrets(shown.octets, this.#proposed) });
  }
}
