/** Names and codes of association and release (Green Book, ACSE APDUs; ISO/IEC 8650-1). */
import type { Named } from './enumeration.js';

/** Object identifiers of the application context, in dotted form. */
export const APPLICATION_CONTEXT_NAME = {
  Logical_Name_Referencing_No_Ciphering: '2.16.756.5.8.1.1',
  Short_Name_Referencing_No_Ciphering: '2.16.756.5.8.1.2',
  Logical_Name_Referencing_With_Ciphering: '2.16.756.5.8.1.3',
  Short_Name_Referencing_With_Ciphering: '2.16.756.5.8.1.4',
} as const;

/** Object identifiers of the authentication mechanism, in dotted form. */
export const MECHANISM_NAME = {
  COSEM_lowest_level_security: '2.16.756.5.8.2.0',
  COSEM_low_level_security: '2.16.756.5.8.2.1',
  COSEM_high_level_security: '2.16.756.5.8.2.2',
  COSEM_high_level_security_using_MD5: '2.16.756.5.8.2.3',
  'COSEM_high_level_security_using_SHA-1': '2.16.756.5.8.2.4',
  COSEM_high_level_security_using_GMAC: '2.16.756.5.8.2.5',
  'COSEM_high_level_security_using_SHA-256': '2.16.756.5.8.2.6',
  COSEM_high_level_security_using_ECDSA: '2.16.756.5.8.2.7',
} as const;

export const ASSOCIATION_RESULT = {
  accepted: 0,
  'rejected-permanent': 1,
  'rejected-transient': 2,
} as const;

/** result-source-diagnostic, choice acse-service-user. */
export const ACSE_SERVICE_USER = {
  null: 0,
  'no-reason-given': 1,
  'application-context-name-not-supported': 2,
  'calling-AP-title-not-recognized': 3,
  'calling-AP-invocation-identifier-not-recognized': 4,
  'calling-AE-qualifier-not-recognized': 5,
  'calling-AE-invocation-identifier-not-recognized': 6,
  'called-AP-title-not-recognized': 7,
  'called-AP-invocation-identifier-not-recognized': 8,
  'called-AE-qualifier-not-recognized': 9,
  'called-AE-invocation-identifier-not-recognized': 10,
  'authentication-mechanism-name-not-recognised': 11,
  'authentication-mechanism-name-required': 12,
  'authentication-failure': 13,
  'authentication-required': 14,
} as const;

/** result-source-diagnostic, choice acse-service-provider. */
export const ACSE_SERVICE_PROVIDER = {
  null: 0,
  'no-reason-given': 1,
  'no-common-acse-version': 2,
} as const;

export const RELEASE_REQUEST_REASON = { normal: 0, urgent: 1, 'user-defined': 30 } as const;
export const RELEASE_RESPONSE_REASON = { normal: 0, 'not-finished': 1, 'user-defined': 30 } as const;

/** Who refused, and why. With result accepted, `authentication-required` asks for the HLS passes. */
export type ResultSourceDiagnostic =
  | { readonly source: 'acse-service-user'; readonly diagnostic: Named<typeof ACSE_SERVICE_USER> }
  | { readonly source: 'acse-service-provider'; readonly diagnostic: Named<typeof ACSE_SERVICE_PROVIDER> };

/** The book's name of an object identifier in one of the two tables above; itself where none fits. */
export function objectIdentifierName(table: Readonly<Record<string, string>>, identifier: string): string {
  return Object.keys(table).find((name) => table[name] === identifier) ?? identifier;
}
