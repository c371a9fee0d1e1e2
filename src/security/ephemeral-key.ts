/** An ephemeral public key and its signature, as key agreement sends them (Green Book, key agreement). */
import { CURVES } from './curve.js';
import { type PrivateKey, type PublicKey, publicKeyFromPoint, publicOf, publicPoint } from './key-pair.js';
import { joined } from './octets.js';
import { senseless, wrongSignature } from './refusals.js';
import { sign, signatureLength, verify } from './signature.js';

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * The public part of an ephemeral key, x‖y, then its signature.
 * @param prefix signed with it, but not sent there: the key_id of the method key_agreement
 */
export function signedPublicKey(ephemeral: PrivateKey, signingKey: PrivateKey, prefix = NOTHING): Uint8Array {
  const point = publicPoint(publicOf(ephemeral));
  return joined(point, sign(signingKey, joined(prefix, point)));
}

/**
 * The other side's ephemeral key, its signature checked first.
 * @throws DlmsError DLMS_MALFORMED for another length or a point off the curve, DLMS_SIGNATURE
 */
export function readSignedPublicKey(
  octets: Uint8Array,
  peerSigningKey: PublicKey,
  prefix = NOTHING,
): PublicKey {
  const { curve } = peerSigningKey;
  const pointLength = CURVES[curve].size * 2;
  if (octets.length !== pointLength + signatureLength(curve)) {
    throw senseless(`${octets.length} octets are no ephemeral key of ${curve} with its signature`);
  }
  const [point, signature] = [octets.subarray(0, pointLength), octets.subarray(pointLength)];
  if (!verify(peerSigningKey, joined(prefix, point), signature)) {
    throw wrongSignature('the signature of the ephemeral key is wrong');
  }
  try {
    return publicKeyFromPoint(curve, point);
  } catch {
    throw senseless(`the ephemeral key is not on the curve ${curve}`);
  }
}
