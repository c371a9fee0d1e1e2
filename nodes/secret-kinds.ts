/** Of the secrets that a meter has: which are set, and where each comes from. Nothing of what they are. */
import { CREDENTIALS } from './device-secrets.js';

/** `auto`: a dedicated key that is made anew for each association, which is no secret. */
export type SecretKind = 'set' | 'variable' | 'auto';

const VARIABLE = /^\$(?:\{[^}]+\}|\([^)]+\))$/;

/** @param credentials as Node-RED keeps them, with variables by their names */
export function secretKinds(credentials: unknown): Readonly<Record<string, SecretKind>> {
  const stored = (credentials ?? {}) as Readonly<Record<string, unknown>>;
  const set = Object.keys(CREDENTIALS).filter((name) => Boolean(stored[name]));
  return Object.fromEntries(set.map((name) => [name, kindOf(name, String(stored[name]))]));
}

function kindOf(name: string, value: string): SecretKind {
  if (VARIABLE.test(value.trim())) return 'variable';
  return name === 'dedicatedKey' && /^auto$/i.test(value.trim()) ? 'auto' : 'set';
}
