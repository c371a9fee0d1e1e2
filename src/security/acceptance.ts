/** Whether an APDU is protected as it has to be, by what it says itself (Green Book, receiver's checks). */
import type { CipheredApdu } from '../apdu/protected-apdu.js';
import type { Protection, SecurityMaterial } from './material.js';
import { unprotected } from './refusals.js';
import { SECURITY_SUITE, type SecuritySuiteId } from './suite.js';

/** @throws DlmsError DLMS_PROTECTION for another suite, less protection than asked for, or compression */
export function checkSecurityControl(
  { kind, securityControl }: CipheredApdu,
  { suite, protection }: SecurityMaterial,
): void {
  if (!haveSameCipher(securityControl.suite, suite)) {
    throw unprotected(
      `${kind} is of security suite ${securityControl.suite}, not ${suite}`,
      'Set security_suite as the meter has it.',
    );
  }
  checkProtection(kind, securityControl, protection);
  if (securityControl.compressed) {
    throw unprotected(
      `${kind} is compressed, which is not taken`,
      'The meter has to be set not to compress its messages.',
    );
  }
}

/** Suites 0 and 1 protect APDUs alike, and servers are known that name the one where the other is in use. */
function haveSameCipher(one: number, other: SecuritySuiteId): boolean {
  return Object.values(SECURITY_SUITE).some(
    ({ id, cipher }) => id === one && cipher === SECURITY_SUITE[other].cipher,
  );
}

/** A security control that says nothing protects nothing. @throws DlmsError DLMS_PROTECTION */
export function checkProtection(kind: string, found: Protection, asked: Protection): void {
  const enough =
    (found.authenticated || !asked.authenticated) &&
    (found.encrypted || !asked.encrypted) &&
    (found.authenticated || found.encrypted);
  if (!enough) throw unprotected(`${kind} is ${describe(found)}; it has to be ${describe(asked)}`);
}

function describe({ authenticated, encrypted }: Protection): string {
  if (authenticated && encrypted) return 'authenticated and encrypted';
  if (authenticated) return 'authenticated';
  return encrypted ? 'encrypted' : 'unprotected';
}
