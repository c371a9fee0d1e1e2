/** The security suites of DLMS/COSEM (Green Book, security suites): algorithms and lengths by id. */

export type SecuritySuiteId = 0 | 1 | 2;

export interface SecuritySuite {
  readonly id: SecuritySuiteId;
  /** Authenticated encryption, by OpenSSL's name; its tag has 12 octets, its initialization vector 12. */
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm';
  /** Octets of every symmetric key, authentication key included. */
  readonly keyLength: 16 | 32;
  /** For signature and key agreement; suite 0 has none. */
  readonly curve?: 'P-256' | 'P-384' | undefined;
}

export const SECURITY_SUITE: Readonly<Record<SecuritySuiteId, SecuritySuite>> = {
  0: { id: 0, cipher: 'aes-128-gcm', keyLength: 16 },
  1: { id: 1, cipher: 'aes-128-gcm', keyLength: 16, curve: 'P-256' },
  2: { id: 2, cipher: 'aes-256-gcm', keyLength: 32, curve: 'P-384' },
};
