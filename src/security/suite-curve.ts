/** The curve of a security suite (Green Book, security suites), and whether keys are on it. */
import type { Curve } from './curve.js';
import type { PrivateKey, PublicKey } from './key-pair.js';
import { wrongSetting } from './refusals.js';
import { SECURITY_SUITE, type SecuritySuiteId } from './suite.js';

/** @throws DlmsError DLMS_SETTING for suite 0 */
export function curveOfSuite(suite: SecuritySuiteId): Curve {
  const { curve } = SECURITY_SUITE[suite];
  if (curve === undefined) throw wrongSetting('security_suite 0 has no key agreement: set 1 or 2');
  return curve;
}

/** @throws DlmsError DLMS_SETTING where a key is not of the suite's curve */
export function checkCurves(suite: SecuritySuiteId, ...keys: readonly (PrivateKey | PublicKey)[]): void {
  const curve = curveOfSuite(suite);
  const wrong = keys.find((key) => key.curve !== curve);
  if (wrong !== undefined) throw wrongSetting(`a key of ${wrong.curve}: suite ${suite} takes ${curve}`);
}
