/** The authentications of a simulated meter (Green Book, authentication mechanisms), and what each needs. */
import type { HlsMechanism } from '../security/hls.js';

/** Last arc of 2.16.756.5.8.2.x. */
export const MECHANISM_ID = {
  None: 0,
  Low: 1,
  High: 2,
  HighMd5: 3,
  HighSha1: 4,
  HighGmac: 5,
  HighSha256: 6,
  HighEcdsa: 7,
} as const;

export type AuthName = keyof typeof MECHANISM_ID;

const WITH_SECRET: readonly AuthName[] = ['Low', 'High', 'HighMd5', 'HighSha1', 'HighSha256'];
const WITH_TITLE: readonly AuthName[] = ['HighGmac', 'HighSha256', 'HighEcdsa'];

export function isAuthName(name: unknown): name is AuthName {
  return typeof name === 'string' && Object.hasOwn(MECHANISM_ID, name);
}

/** The object identifier of the mechanism-name. */
export function mechanismName(auth: AuthName): string {
  return `2.16.756.5.8.2.${MECHANISM_ID[auth]}`;
}

/** Both sides answer a challenge. */
export function isHighLevel(auth: AuthName): auth is HlsMechanism {
  return auth !== 'None' && auth !== 'Low';
}

export function needsSecret(auth: AuthName): boolean {
  return WITH_SECRET.includes(auth);
}

/** The system titles of both sides are part of the answers. */
export function needsTitle(auth: AuthName): boolean {
  return WITH_TITLE.includes(auth);
}
