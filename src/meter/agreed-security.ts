/** What protects an association that stands, for people; nothing of it is secret. */
import type { AuthName } from '../client/authentication.js';
import type { AssociationNegotiated } from '../client/primitive.js';
import { toHex } from '../encoding/hex.js';
import type { ProtectionForm } from '../security/material.js';
import type { SecuritySuiteId } from '../security/suite.js';
import type { Securing } from './client-stack.js';
import type { MeterSettings } from './settings.js';

export interface AgreedSecurity {
  readonly auth: AuthName;
  /** Messages carry a proof of who sent them; what they hold cannot be read on the way. */
  readonly authenticated: boolean;
  readonly encrypted: boolean;
  readonly signed: boolean;
  /** The rest is of associations with keys or titles alone. */
  readonly suite?: SecuritySuiteId | undefined;
  readonly form?: ProtectionForm | undefined;
  readonly dedicatedKey?: boolean | undefined;
  /** 16 hexadecimal digits. */
  readonly clientSystemTitle?: string | undefined;
  readonly serverSystemTitle?: string | undefined;
}

export interface MeterNegotiated extends AssociationNegotiated {
  readonly security: AgreedSecurity;
}

export function agreedSecurity(
  { auth }: Pick<MeterSettings, 'auth'>,
  { security }: Securing,
  { serverSystemTitle }: AssociationNegotiated,
): AgreedSecurity {
  if (security === undefined) return { auth, authenticated: false, encrypted: false, signed: false };
  const {
    protection,
    suite,
    form = 'service-specific',
    signed = false,
    systemTitle,
    dedicatedKey,
  } = security;
  return {
    ...{ auth, ...protection, signed, suite, form },
    dedicatedKey: dedicatedKey !== undefined,
    clientSystemTitle: toHex(systemTitle),
    serverSystemTitle: serverSystemTitle && toHex(serverSystemTitle),
  };
}
