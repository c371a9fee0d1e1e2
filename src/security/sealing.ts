/** A message made: ciphered in one of the forms, then signed where that is wanted (Green Book, protection of APDUs). */
import type { CipheredContent } from '../apdu/ciphered-content.js';
import type { GeneralCiphering } from '../apdu/general-ciphering.js';
import type { GeneralTitleCiphering } from '../apdu/general-title-ciphering.js';
import { encodeMessageHeader, type MessageHeader } from '../apdu/message-header.js';
import { encodeProtectedApdu } from '../apdu/protected-apdu.js';
import type { SecurityControl } from '../apdu/security-control.js';
import { type ServiceCiphering, serviceCipheringOf } from '../apdu/service-ciphering.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import { sealContent } from './content-ciphering.js';
import type { InvocationCounter } from './invocation-counter.js';
import { keyToSend } from './key-choice.js';
import { isCiphering, type Manner } from './manner.js';
import type { SecurityMaterial } from './material.js';
import { signMessage } from './message-signing.js';
import { wrongSetting } from './refusals.js';

type Shell<T extends CipheredContent> = Omit<T, keyof CipheredContent>;
type CipheringShell = Shell<ServiceCiphering> | Shell<GeneralTitleCiphering> | Shell<GeneralCiphering>;

const NONE = new Uint8Array();
const MAX_COUNTER = 0xffff_ffff;

/**
 * Takes one number from the material's counter.
 * @param peerSystemTitle of the side that it goes to, where it is known
 * @throws DlmsError DLMS_SETTING for a missing key, DLMS_COUNTER_EXHAUSTED, and what the counter throws
 */
export function seal(
  apdu: Uint8Array,
  manner: Manner,
  material: SecurityMaterial,
  peerSystemTitle: Uint8Array | undefined,
): Uint8Array {
  const { protection, signed } = manner;
  if (!isCiphering(protection) && !signed) return apdu;
  const invocationCounter = numberFrom(material.counter);
  const header: MessageHeader = {
    transactionId: manner.transactionId ?? transactionIdOf(invocationCounter),
    originatorSystemTitle: material.systemTitle,
    recipientSystemTitle: peerSystemTitle ?? NONE,
    dateTime: NONE,
    otherInformation: NONE,
  };
  const content = isCiphering(protection) ? cipher(apdu, manner, material, header, invocationCounter) : apdu;
  return signed ? signMessage(content, header, signingKeyOf(material)) : content;
}

/** A number cut to 32 bits would be one that was used before. @throws DlmsError DLMS_COUNTER_EXHAUSTED */
function numberFrom(counter: InvocationCounter): number {
  const number = counter.take();
  if (Number.isInteger(number) && number >= 0 && number <= MAX_COUNTER) return number;
  throw new DlmsError(`the invocation counter is at ${number}, which no message can carry`, {
    code: 'DLMS_COUNTER_EXHAUSTED',
    layer: 'security',
    fault: 'settings',
    hint: 'The keys have to be changed: then the counter begins anew.',
  });
}

/** 8 octets that this side uses once, since it uses the number once. */
function transactionIdOf(invocationCounter: number): Uint8Array {
  return new OctetWriter().u32(0).u32(invocationCounter).toOctets();
}

function cipher(
  apdu: Uint8Array,
  manner: Manner,
  material: SecurityMaterial,
  header: MessageHeader,
  invocationCounter: number,
): Uint8Array {
  const shell = shellOf(apdu, manner, header);
  const general = shell.kind === 'general-ciphering';
  const content = sealContent(
    apdu,
    { securityControl: securityControlOf(manner, material), invocationCounter },
    {
      key: keyToSend(material, manner.key),
      authenticationKey: material.authenticationKey ?? NONE,
      systemTitle: material.systemTitle,
      header: general ? encodeMessageHeader(new OctetWriter(), header).toOctets() : undefined,
    },
  );
  return encodeProtectedApdu(new OctetWriter(), { ...shell, ...content }).toOctets();
}

function shellOf([tag = 0]: Uint8Array, { form, key }: Manner, header: MessageHeader): CipheringShell {
  if (form === 'general-ciphering') {
    const keyId = key === 'broadcast' ? 'global-broadcast-encryption-key' : 'global-unicast-encryption-key';
    return { kind: 'general-ciphering', ...header, keyInfo: { kind: 'identified-key', keyId } };
  }
  const dedicated = key === 'dedicated';
  const kind = form === 'service-specific' ? serviceCipheringOf(tag, dedicated ? 'ded' : 'glo') : undefined;
  if (kind !== undefined) return { kind };
  const systemTitle = header.originatorSystemTitle;
  return { kind: dedicated ? 'general-ded-ciphering' : 'general-glo-ciphering', systemTitle };
}

/** general-ciphering names the key in its Key-Info, so that the bit of the broadcast key stays 0. */
function securityControlOf({ protection, key, form }: Manner, { suite }: SecurityMaterial): SecurityControl {
  const broadcastKey = key === 'broadcast' && form !== 'general-ciphering';
  const { authenticated, encrypted } = protection;
  return { suite, authenticated, encrypted, broadcastKey, compressed: false };
}

function signingKeyOf({ signingKey }: SecurityMaterial) {
  if (signingKey === undefined) throw wrongSetting('signing_key is needed for signed messages, and not set');
  return signingKey;
}
