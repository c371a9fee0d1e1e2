/**
 * Protected APDUs for traces: what is enciphered is shown as it is, and what is only authenticated or signed
 * without its secrets, like any other APDU.
 */
import { DlmsError } from '../errors.js';
import { type Apdu, decodeApdu } from './apdu.js';
import { isProtectedTag, type ProtectedApdu } from './protected-apdu.js';
import type { UserInformation } from './user-information.js';

type Redact = (apdu: Apdu, layers: number) => object;

/** What lies deeper is not shown: no book nests as much. */
export const MOST_LAYERS = 4;

export function withoutSecretsInside(apdu: ProtectedApdu, redact: Redact, layers: number): object {
  if (apdu.kind === 'general-signing') return { ...apdu, content: revealed(apdu.content, redact, layers) };
  const { encrypted, compressed } = apdu.securityControl;
  if (encrypted) return apdu;
  const payload = compressed ? octetCount(apdu.payload) : revealed(apdu.payload, redact, layers);
  return { ...apdu, payload };
}

/** The ciphered APDU in a user-information; other octets there stay as they are. */
export function withoutSecretsInInformation(
  information: UserInformation | undefined,
  redact: Redact,
  layers: number,
): object | undefined {
  if (information?.kind !== 'unsupported' || !isProtectedTag(information.tag)) return information;
  const shown = revealed(information.octets, redact, layers);
  return typeof shown === 'string' ? { ...information, octets: shown } : shown;
}

/** Octets that cannot be read may hold a secret. */
function revealed(octets: Uint8Array, redact: Redact, layers: number): object | string {
  if (layers === 0) return octetCount(octets);
  try {
    return redact(decodeApdu(octets), layers - 1);
  } catch (error) {
    if (error instanceof DlmsError) return octetCount(octets);
    throw error;
  }
}

function octetCount({ length }: Uint8Array): string {
  return `${length} octets`;
}
