/**
 * Protects and opens the APDUs of one association (Green Book, protection of xDLMS APDUs). Both sides of an
 * association have one each.
 */
import type { GeneralSigning } from '../apdu/general-signing.js';
import { type CipheredApdu, isProtectedTag } from '../apdu/protected-apdu.js';
import { APDU_TAG } from '../apdu/tag.js';
import { checkProtection } from './acceptance.js';
import type { KeyName } from './key-choice.js';
import { isCiphering, type Manner, mannerOf } from './manner.js';
import type { Protection, ProtectionForm, SecurityMaterial } from './material.js';
import { checkMaterial } from './material-check.js';
import { decodeProtected, openCiphered, unsign } from './opening.js';
import { unprotected } from './refusals.js';
import { seal } from './sealing.js';

/** An APDU that was found genuine, and how it came. */
export interface Opened {
  readonly apdu: Uint8Array;
  readonly form: ProtectionForm;
  /** Under which key it came. */
  readonly key: KeyName;
  readonly signed: boolean;
  /** What was done to it, its signature aside. */
  readonly protection: Protection;
  /** Of general-ciphering and general-signing. */
  readonly transactionId?: Uint8Array | undefined;
}

/** Initiate APDUs are not signed: they are part of the association's own APDUs. */
const INITIATE: ReadonlySet<string> = new Set([
  'glo-initiateRequest',
  'glo-initiateResponse',
  'glo-confirmedServiceError',
]);

const UNPROTECTED: Protection = { authenticated: false, encrypted: false };

export class SecurityContext {
  /** Of the other side; known from the settings, from its AARQ or AARE, or from its first genuine APDU. */
  peerSystemTitle: Uint8Array | undefined;

  /** @throws DlmsError DLMS_SETTING for keys and titles of wrong length, and for missing signing keys */
  constructor(readonly material: SecurityMaterial) {
    checkMaterial(material);
    this.peerSystemTitle = material.peerSystemTitle;
  }

  /**
   * An xDLMS APDU as it goes out. exception-response stays plain: it has no ciphered form, and goes also to
   * those who cannot decipher.
   * @param like a server answers in the way that it was asked
   * @throws DlmsError DLMS_SETTING for a missing key, and what the counter throws: nothing may be sent then
   */
  protect(apdu: Uint8Array, like?: Partial<Manner>): Uint8Array {
    if (apdu[0] === APDU_TAG['exception-response']) return apdu;
    return seal(apdu, mannerOf(this.material, like), this.material, this.peerSystemTitle);
  }

  /** An initiate APDU, or one in its place: always under the global key, glo-initiateRequest and the like. */
  protectInitiate(apdu: Uint8Array): Uint8Array {
    const { protection } = this.material;
    const manner: Manner = { form: 'service-specific', key: 'global', signed: false, protection };
    return seal(apdu, manner, this.material, this.peerSystemTitle);
  }

  /**
   * What is inside a protected APDU. @throws DlmsError DLMS_DECIPHERING, DLMS_REPLAY, DLMS_PROTECTION,
   * DLMS_SYSTEM_TITLE, DLMS_SIGNATURE, DLMS_TRUNCATED, DLMS_MALFORMED, or DLMS_SETTING for a missing key;
   * nothing of the contents gets out then
   */
  open(octets: Uint8Array): Opened {
    const outer = decodeProtected(octets);
    const opened =
      outer.kind === 'general-signing' ? this.#openSigned(octets, outer) : this.#openCiphered(octets, outer);
    if (this.material.signed && !opened.signed && !INITIATE.has(outer.kind)) {
      throw unprotected(`${outer.kind} is not signed`, 'The meter has to sign what it sends to this client.');
    }
    return opened;
  }

  #openSigned(octets: Uint8Array, outer: GeneralSigning): Opened {
    const content = unsign(octets, outer, this);
    const { transactionId } = outer;
    if (!isProtectedTag(content[0])) return { ...this.#signedOnly(content), transactionId };
    const inner = decodeProtected(content);
    if (inner.kind === 'general-signing') throw unprotected('general-signing inside of general-signing');
    return { ...this.#openCiphered(content, inner), signed: true, transactionId };
  }

  #signedOnly(apdu: Uint8Array): Opened {
    const { protection, form = 'service-specific' } = this.material;
    if (isCiphering(protection)) checkProtection('general-signing', UNPROTECTED, protection);
    return { apdu, form, key: 'global', signed: true, protection };
  }

  #openCiphered(octets: Uint8Array, outer: CipheredApdu): Opened {
    const { apdu, key, systemTitle } = openCiphered(octets, outer, this);
    this.peerSystemTitle ??= systemTitle;
    const { authenticated, encrypted } = outer.securityControl;
    const transactionId = outer.kind === 'general-ciphering' ? outer.transactionId : undefined;
    const came = { form: formOf(outer), key, protection: { authenticated, encrypted }, transactionId };
    if (apdu[0] !== APDU_TAG['general-signing']) return { apdu, ...came, signed: false };
    return { apdu: this.#signedInside(apdu), ...came, signed: true };
  }

  /** The book allows a signature inside as well as outside of ciphering. */
  #signedInside(octets: Uint8Array): Uint8Array {
    const signing = decodeProtected(octets);
    if (signing.kind !== 'general-signing') throw unprotected('no general-signing');
    const content = unsign(octets, signing, this);
    if (isProtectedTag(content[0])) throw unprotected('an APDU is protected more than twice');
    return content;
  }
}

/** Whether the octets are a protected APDU of any form, by their tag. */
export function isProtected([tag]: Uint8Array): boolean {
  return isProtectedTag(tag);
}

function formOf({ kind }: CipheredApdu): ProtectionForm {
  if (kind === 'general-ciphering') return kind;
  return kind.startsWith('general-') ? 'general' : 'service-specific';
}
