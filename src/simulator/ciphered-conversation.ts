/**
 * The ciphered side of one association, as a server has it (Green Book, protection of xDLMS APDUs): what
 * comes in is opened or refused, what goes out is protected in the way that the request was.
 */
import { APDU_TAG } from '../apdu/tag.js';
import { DlmsError } from '../errors.js';
import { isProtected, type Opened, SecurityContext } from '../security/security-context.js';
import { exception } from './exceptions.js';
import type { AssociationMaterial } from './meter-security.js';
import { type SecurityFaults, withFlippedBit } from './security-faults.js';
import { securityRefusal } from './security-refusal.js';

export type Received =
  | {
      readonly kind: 'opened';
      readonly opened: Opened;
      /** Octets that the same protection adds to an answer, at most. */
      readonly overhead: number;
    }
  /** Without an answer where the meter keeps silent. */
  | { readonly kind: 'refused'; readonly answer: Uint8Array | undefined };

/** What longer lengths in an answer may add. */
const LONGER_LENGTHS = 8;

export class CipheredConversation {
  readonly #context: SecurityContext;
  #last: Uint8Array | undefined;

  constructor(
    readonly material: AssociationMaterial,
    readonly faults: () => SecurityFaults,
  ) {
    this.#context = new SecurityContext({ ...material, signed: faults().onlySigned });
  }

  open(apdu: Uint8Array): Received {
    if (!isProtected(apdu)) return { kind: 'refused', answer: this.#notAllowed() };
    try {
      const opened = this.#context.open(apdu);
      const { onlyForm = opened.form } = this.faults();
      if (opened.form !== onlyForm && !isInitiate(opened))
        return { kind: 'refused', answer: this.#notAllowed() };
      return { kind: 'opened', opened, overhead: apdu.length - opened.apdu.length + LONGER_LENGTHS };
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return {
        kind: 'refused',
        answer: securityRefusal(error, this.material.received.missed, this.faults()),
      };
    }
  }

  /** An ExceptionResponse has no protected form of its own, and goes as it is. */
  protect(answer: Uint8Array, opened: Opened): Uint8Array {
    const { plainAnswers, replayAnswer, flipCiphered } = this.faults();
    if (plainAnswers || answer[0] === APDU_TAG['exception-response']) return answer;
    if (replayAnswer && this.#last !== undefined) return this.#last;
    try {
      this.#last = withFlippedBit(this.#context.protect(answer, opened), flipCiphered);
      return this.#last;
    } catch (error) {
      if (error instanceof DlmsError) return exception('service-unknown', 'other-reason');
      throw error;
    }
  }

  /** An APDU for the user-information of AARE or RLRE. */
  protectInitiate(apdu: Uint8Array): Uint8Array {
    const { plainAnswers, flipInitiate } = this.faults();
    return plainAnswers ? apdu : withFlippedBit(this.#context.protectInitiate(apdu), flipInitiate);
  }

  #notAllowed(): Uint8Array | undefined {
    return this.faults().silentOnSecurityFault
      ? undefined
      : exception('service-not-allowed', 'operation-not-possible');
  }
}

/** It has a form of its own, whatever comes after it. */
function isInitiate({ apdu }: Opened): boolean {
  return apdu[0] === APDU_TAG.initiateRequest;
}
