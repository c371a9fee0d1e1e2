/** Who a client is, by its SAP, mechanism, password and system title (Green Book, ACSE). */
import type { Aarq } from '../apdu/aarq.js';
import type { ACSE_SERVICE_USER } from '../apdu/names.js';
import { DlmsError } from '../errors.js';
import { checkChallenge } from '../security/hls-challenge.js';
import type { ApplicationContext } from './application-context.js';
import { type AuthName, isHighLevel, mechanismName, needsTitle } from './authentication.js';
import type { Role } from './object-model.js';
import type { SecurityFaults } from './security-faults.js';
import type { SiteSecurity } from './security-settings.js';

export const PUBLIC_CLIENT = 16;
const TITLE_LENGTH = 8;
const NOTHING = new Uint8Array(0);

export type Diagnostic = keyof typeof ACSE_SERVICE_USER;

export type Entry = { readonly role: Role; readonly auth: AuthName } | { readonly refused: Diagnostic };

/** The client that needs no key and no secret. */
export function isPublic({ mechanismName: named }: Aarq, clientSap: number): boolean {
  return clientSap === PUBLIC_CLIENT && (named === undefined || named === mechanismName('None'));
}

export function entryOf(
  aarq: Aarq,
  clientSap: number,
  context: ApplicationContext,
  site: SiteSecurity,
  plainAllowed: boolean,
): Entry {
  const named = aarq.mechanismName ?? mechanismName('None');
  const open = isPublic(aarq, clientSap);
  if (open && !context.ciphered && (site.auth !== 'None' || !plainAllowed))
    return { role: 'public', auth: 'None' };
  if (named === mechanismName(site.auth)) return { role: 'user', auth: site.auth };
  if (named !== mechanismName('None')) return { refused: 'authentication-mechanism-name-not-recognised' };
  return { refused: 'authentication-mechanism-name-required' };
}

/** What is wrong with the password or the challenge; undefined where nothing is. */
export function secretProblem(
  { callingAuthenticationValue: given = NOTHING }: Aarq,
  auth: AuthName,
  { secret }: SiteSecurity,
  { secretAsChallenge }: SecurityFaults,
): Diagnostic | undefined {
  const isSecret = auth === 'Low' || (auth === 'High' && secretAsChallenge === true);
  const right = isSecret ? same(given, secret) : !isHighLevel(auth) || isChallenge(auth, given);
  return right ? undefined : 'authentication-failure';
}

/** Whether the title that the client has to tell is missing, of another length, or not the one that is let in. */
export function isUnknownTitle(
  { callingApTitle }: Aarq,
  auth: AuthName,
  { ciphered }: ApplicationContext,
  { clientSystemTitle }: SiteSecurity,
): boolean {
  if (!ciphered && !needsTitle(auth)) return false;
  if (callingApTitle?.length !== TITLE_LENGTH) return true;
  return clientSystemTitle !== undefined && !same(callingApTitle, clientSystemTitle);
}

function isChallenge(auth: AuthName, given: Uint8Array): boolean {
  try {
    checkChallenge(auth, given, NOTHING);
    return true;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}

function same(given: Uint8Array, expected: Uint8Array): boolean {
  return given.length === expected.length && given.every((octet, at) => octet === expected[at]);
}
