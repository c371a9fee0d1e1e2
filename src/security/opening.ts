/** One layer of protection taken off what came, with every check that it needs (Green Book, receiver's checks). */
import { decodeApdu } from '../apdu/apdu.js';
import { nameOf } from '../apdu/enumeration.js';
import { headerOctets } from '../apdu/general-ciphering.js';
import type { GeneralSigning } from '../apdu/general-signing.js';
import {
  type CipheredApdu,
  isProtectedApdu,
  isProtectedTag,
  type ProtectedApdu,
} from '../apdu/protected-apdu.js';
import { APDU_TAG } from '../apdu/tag.js';
import { checkSecurityControl } from './acceptance.js';
import { openContent } from './content-ciphering.js';
import { checkInnerApdu } from './inner-apdu.js';
import { type KeyName, keyNameOf, keyToOpen } from './key-choice.js';
import type { SecurityMaterial } from './material.js';
import { signedContent } from './message-signing.js';
import { receivedCounter } from './received-counters.js';
import { undecipherable, unprotected } from './refusals.js';
import { checkRecipient, senderTitle } from './system-title.js';

/** Who receives. */
export interface Receiver {
  readonly material: SecurityMaterial;
  /** Of the sender, where it is known. */
  readonly peerSystemTitle: Uint8Array | undefined;
}

export interface OpenedContent {
  readonly apdu: Uint8Array;
  readonly key: KeyName;
  /** Of the sender. */
  readonly systemTitle: Uint8Array;
}

const NONE = new Uint8Array();

/** @throws DlmsError DLMS_PROTECTION for a plain APDU, DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeProtected(octets: Uint8Array): ProtectedApdu {
  const [tag] = octets;
  const apdu = isProtectedTag(tag) ? decodeApdu(octets) : undefined;
  if (apdu !== undefined && isProtectedApdu(apdu)) return apdu;
  throw unprotected(
    `${tag === undefined ? 'an empty APDU' : nameOf(APDU_TAG, tag)} comes unprotected`,
    'Inside a ciphered association only refusals may; set security to None where the meter ciphers nothing.',
  );
}

/** @throws as SecurityContext.open; the sender's counter moves only when all is right */
export function openCiphered(octets: Uint8Array, outer: CipheredApdu, receiver: Receiver): OpenedContent {
  const { material } = receiver;
  checkSecurityControl(outer, material);
  const name = keyNameOf(outer);
  const key = keyToOpen(material, name, outer.kind);
  const systemTitle = senderOf(outer, receiver);
  const counter = receivedCounter(name, key, systemTitle);
  material.received.check(counter, outer.invocationCounter);
  const header = outer.kind === 'general-ciphering' ? headerOctets(octets) : undefined;
  const authenticationKey = material.authenticationKey ?? NONE;
  const apdu = openContent(outer, { key, authenticationKey, systemTitle, header });
  if (apdu === undefined) throw undecipherable(`the authentication tag of ${outer.kind} is wrong`);
  checkInnerApdu(outer, apdu);
  material.received.accept(counter, outer.invocationCounter);
  return { apdu, key: name, systemTitle };
}

/** What was signed. @throws DlmsError DLMS_SYSTEM_TITLE, DLMS_SIGNATURE */
export function unsign(octets: Uint8Array, outer: GeneralSigning, receiver: Receiver): Uint8Array {
  if (outer.originatorSystemTitle.length > 0) {
    senderTitle(outer.originatorSystemTitle, receiver.peerSystemTitle);
  }
  checkRecipient(outer.recipientSystemTitle, receiver.material.systemTitle);
  return signedContent(octets, outer, receiver.material.peerPublicKey);
}

function senderOf(outer: CipheredApdu, { material, peerSystemTitle }: Receiver): Uint8Array {
  switch (outer.kind) {
    case 'general-ciphering':
      checkRecipient(outer.recipientSystemTitle, material.systemTitle);
      return senderTitle(outer.originatorSystemTitle, peerSystemTitle);
    case 'general-glo-ciphering':
    case 'general-ded-ciphering':
      return senderTitle(outer.systemTitle, peerSystemTitle);
    default:
      return senderTitle(NONE, peerSystemTitle);
  }
}
