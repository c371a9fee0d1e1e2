/** Misbehaviour of meters in authentication and ciphering, as data. */
import type { ProtectionForm } from '../security/material.js';

export interface SecurityFaults {
  /** What cannot be opened, and what is plain, weak or repeated, gets no answer. */
  readonly silentOnSecurityFault?: boolean | undefined;
  /** What is protected in another form is refused, the InitiateRequest excepted. */
  readonly onlyForm?: ProtectionForm | undefined;
  /** What is not signed is refused, the InitiateRequest excepted; of use in suites 1 and 2. */
  readonly onlySigned?: boolean | undefined;
  /** Each association begins anew with the first invocation counter. */
  readonly counterRestarts?: boolean | undefined;
  /** Each invocation counter is used twice. */
  readonly counterRepeats?: boolean | undefined;
  /** The answer to the client's challenge is wrong in its last octet. */
  readonly wrongHlsAnswer?: boolean | undefined;
  /**
   * A WRITE that answers the challenge is answered with a ReadResponse, which holds the meter's own answer, and
   * the WriteResponse behind it, in one APDU.
   */
  readonly hlsReadResponse?: boolean | undefined;
  /** The challenge of authentication High has to be the secret itself. */
  readonly secretAsChallenge?: boolean | undefined;
  /** This bit of each protected answer is changed, counted from the first of its tag and round its end. */
  readonly flipCiphered?: number | undefined;
  /** The same for the protected APDU in the AARE. */
  readonly flipInitiate?: number | undefined;
  /** From the second protected answer of an association on, each is the one before it once more. */
  readonly replayAnswer?: boolean | undefined;
  /** Answers in a ciphered association are not protected. */
  readonly plainAnswers?: boolean | undefined;
  /** The AARE does not tell the meter's system title. */
  readonly noServerTitle?: boolean | undefined;
  /** The AARE tells it in so many octets, cut off or filled up. */
  readonly otherSystemTitleLength?: number | undefined;
  /** After so many wrong secrets in a row nobody is let in with one for so long; told as busy, or as wrong. */
  readonly lockout?:
    | { readonly after: number; readonly seconds: number; readonly told?: 'busy' | 'wrong' | undefined }
    | undefined;
  /** Every association is refused for the time being. */
  readonly busy?: boolean | undefined;
}

/** `octets` with one bit changed; the first is the most significant one of the first octet. */
export function withFlippedBit(octets: Uint8Array, bit: number | undefined): Uint8Array {
  if (bit === undefined || octets.length === 0) return octets;
  const at = (bit >> 3) % octets.length;
  return octets.with(at, (octets[at] ?? 0) ^ (0x80 >> (bit & 7)));
}

/** What the AARE tells of the title. */
export function toldTitle(
  title: Uint8Array,
  { noServerTitle, otherSystemTitleLength }: SecurityFaults,
): Uint8Array | undefined {
  if (noServerTitle) return undefined;
  if (otherSystemTitleLength === undefined) return title;
  return Uint8Array.from({ length: otherSystemTitleLength }, (_, at) => title[at] ?? 0);
}
