/**
 * Ciphered APDUs of a record opened with the keys that the user has. What goes before in the record helps: the
 * titles of both sides out of the association, and the dedicated key out of a deciphered InitiateRequest.
 */
import { type Apdu, decodeApdu } from '../../apdu/apdu.js';
import type { ProtectedApdu } from '../../apdu/protected-apdu.js';
import { DlmsError } from '../../errors.js';
import { type DecipherKeys, decipher } from '../../security/decipher.js';
import type { Tolerated } from '../../security/tolerant-opening.js';
import { orError } from './or-error.js';

export interface MessageKeys extends DecipherKeys {
  /** Of the client, where both sides speak in the record and its own title is not in it; 8 octets. */
  readonly clientSystemTitle?: Uint8Array | undefined;
}

/** `locked`: a key is missing, which one is said. */
export type Opening =
  | ({ readonly kind: 'opened' } & Tolerated)
  | { readonly kind: 'locked'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: DlmsError };

const TITLE_LENGTH = 8;
const FROM_CLIENT = /-(?:initiateRequest|readRequest|writeRequest|unconfirmedWriteRequest|\w+-request)$/;
const FROM_SERVER = /-event-notification-request$/;

export class Decipherer {
  readonly #keys: MessageKeys;
  #clientTitle: Uint8Array | undefined;
  #serverTitle: Uint8Array | undefined;
  #dedicatedKey: Uint8Array | undefined;

  constructor(keys: MessageKeys) {
    this.#keys = keys;
  }

  /** Looks at every plain or deciphered APDU in turn. */
  learn(apdu: Apdu): void {
    if (apdu.kind === 'AARQ') this.#clientTitle = titleOr(apdu.callingApTitle, this.#clientTitle);
    if (apdu.kind === 'AARE') this.#serverTitle = titleOr(apdu.respondingApTitle, this.#serverTitle);
    const initiate = 'userInformation' in apdu ? apdu.userInformation : apdu;
    if (initiate?.kind === 'initiate-request') this.#dedicatedKey = initiate.dedicatedKey;
  }

  /** @param octets the whole APDU as it came */
  open(octets: Uint8Array, apdu: ProtectedApdu): Opening {
    const openings = this.#titles(apdu).map((title) => this.#attempt(octets, title, apdu));
    const [first] = openings;
    const readable = openings.find((each) => each.kind === 'opened' && isReadable(each.contents));
    const opened = readable ?? openings.find(({ kind }) => kind === 'opened') ?? first;
    return opened ?? { kind: 'locked', reason: 'there is no key' };
  }

  /** Titles that the sender may have, likely ones first; undefined for messages that say it themselves. */
  #titles({ kind }: ProtectedApdu): readonly (Uint8Array | undefined)[] {
    const { clientSystemTitle, systemTitle } = this.#keys;
    const fromClient = FROM_CLIENT.test(kind) && !FROM_SERVER.test(kind);
    const known = fromClient
      ? [this.#clientTitle, clientSystemTitle, systemTitle]
      : [this.#serverTitle, systemTitle];
    const titles = known.filter((title) => title !== undefined);
    return titles.length === 0 ? [undefined] : titles;
  }

  #attempt(octets: Uint8Array, systemTitle: Uint8Array | undefined, apdu: ProtectedApdu): Opening {
    const dedicatedKey = this.#keys.dedicatedKey ?? this.#dedicatedKey;
    const keys = { ...this.#keys, dedicatedKey, systemTitle };
    const opened = orError(() => decipher(octets, keys));
    if (!(opened instanceof DlmsError)) return { kind: 'opened', ...opened };
    const { code, message } = opened;
    const unknownTitle = code === 'DLMS_SYSTEM_TITLE' && !statesTitle(apdu);
    if (code === 'DLMS_SETTING' || unknownTitle) return { kind: 'locked', reason: message };
    return {
      kind: 'failed',
      error: code === 'DLMS_DECIPHERING' ? withReason(opened, octets, apdu, keys) : opened,
    };
  }
}

/** Which key it is: what can be read without the authentication key is under the right other one. */
function withReason(
  error: DlmsError,
  octets: Uint8Array,
  apdu: ProtectedApdu,
  keys: DecipherKeys,
): DlmsError {
  const encrypted = 'securityControl' in apdu && apdu.securityControl.encrypted;
  const unchecked = encrypted && keys.authenticationKey !== undefined;
  const opened = unchecked
    ? orError(() => decipher(octets, { ...keys, authenticationKey: undefined }))
    : error;
  const fits = !(opened instanceof DlmsError) && isReadable(opened.contents);
  const reason = fits
    ? 'the encryption key fits, the authentication key does not'
    : 'the key is another, or the system title of the sender, or the message was changed on its way';
  const { code, layer, fault, hint } = error;
  return new DlmsError(`${error.message}: ${reason}`, { code, layer, fault, hint });
}

function statesTitle(apdu: ProtectedApdu): boolean {
  if ('originatorSystemTitle' in apdu) return apdu.originatorSystemTitle.length > 0;
  return 'systemTitle' in apdu && apdu.systemTitle.length > 0;
}

function titleOr(title: Uint8Array | undefined, known: Uint8Array | undefined): Uint8Array | undefined {
  return title?.length === TITLE_LENGTH ? title : known;
}

function isReadable(octets: Uint8Array): boolean {
  try {
    decodeApdu(octets);
    return true;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}
