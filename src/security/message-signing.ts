/** general-signing made and checked (Green Book, digital signature of messages). */
import { encodeGeneralSigning, type GeneralSigning, signedOctets } from '../apdu/general-signing.js';
import type { MessageHeader } from '../apdu/message-header.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import { wrongSignature } from './refusals.js';
import { sign, verify } from './signature.js';

export function signMessage(content: Uint8Array, header: MessageHeader, key: PrivateKey): Uint8Array {
  const unsigned = { kind: 'general-signing', ...header, content, signature: new Uint8Array() } as const;
  const signature = sign(key, signedOctets(encodeGeneralSigning(new OctetWriter(), unsigned).toOctets()));
  return encodeGeneralSigning(new OctetWriter(), { ...unsigned, signature }).toOctets();
}

/**
 * What was signed.
 * @param octets the APDU as it came: a foreign encoder may write its lengths otherwise
 * @throws DlmsError DLMS_SIGNATURE
 */
export function signedContent(
  octets: Uint8Array,
  { content, signature }: GeneralSigning,
  key: PublicKey | undefined,
): Uint8Array {
  if (key === undefined) {
    throw wrongSignature('the message is signed, and there is no public key to check its signature');
  }
  if (!verify(key, signedOctets(octets), signature))
    throw wrongSignature('the signature of the message is wrong');
  return content;
}
