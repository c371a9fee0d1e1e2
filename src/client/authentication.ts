/** The authentication mechanisms of an association (Green Book, ACSE mechanism-name), by the setting's words. */
import { MECHANISM_NAME } from '../apdu/names.js';
import type { ObjectIdentifier } from '../apdu/object-identifier.js';
import type { HlsMechanism } from '../security/hls.js';

export type AuthName = 'None' | 'Low' | HlsMechanism;

interface Mechanism {
  readonly name: ObjectIdentifier;
  /** Both system titles enter into what is answered. */
  readonly titled?: true;
}

const MECHANISM: Readonly<Record<Exclude<AuthName, 'None'>, Mechanism>> = {
  Low: { name: MECHANISM_NAME.COSEM_low_level_security },
  High: { name: MECHANISM_NAME.COSEM_high_level_security },
  HighMd5: { name: MECHANISM_NAME.COSEM_high_level_security_using_MD5 },
  HighSha1: { name: MECHANISM_NAME['COSEM_high_level_security_using_SHA-1'] },
  HighGmac: { name: MECHANISM_NAME.COSEM_high_level_security_using_GMAC, titled: true },
  HighSha256: { name: MECHANISM_NAME['COSEM_high_level_security_using_SHA-256'], titled: true },
  HighEcdsa: { name: MECHANISM_NAME.COSEM_high_level_security_using_ECDSA, titled: true },
};

/** undefined where nothing of authentication goes into the AARQ. */
export function mechanismName(auth: AuthName): ObjectIdentifier | undefined {
  return auth === 'None' ? undefined : MECHANISM[auth].name;
}

/** Whether the two sides know each other by system title. */
export function isTitled(auth: AuthName): boolean {
  return auth !== 'None' && MECHANISM[auth].titled === true;
}

/** High level security: each side answers the other's challenge. */
export function isHls(auth: AuthName): auth is HlsMechanism {
  return auth !== 'None' && auth !== 'Low';
}
