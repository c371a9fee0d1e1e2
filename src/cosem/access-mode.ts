/**
 * Access modes of attributes and methods as the Association LN lists them (Blue Book 4.4.4). Up to version
 * 2 a mode is one of an enumeration, from version 3 on it is a set of bits.
 */

const ATTRIBUTE_MODES = [
  'no_access',
  'read_only',
  'write_only',
  'read_and_write',
  'authenticated_read_only',
  'authenticated_write_only',
  'authenticated_read_and_write',
] as const;

const METHOD_MODES = ['no_access', 'access', 'authenticated_access'] as const;

/** From version 3 on, lowest bit first. */
const PROTECTION_BITS = [
  'authenticated_request',
  'encrypted_request',
  'digitally_signed_request',
  'authenticated_response',
  'encrypted_response',
  'digitally_signed_response',
] as const;
const ATTRIBUTE_BITS = ['read_access', 'write_access', ...PROTECTION_BITS] as const;
const METHOD_BITS = ['access', 'unused', ...PROTECTION_BITS] as const;

const FIRST_VERSION_WITH_BITS = 3;

/** The Blue Book's names of a mode; `mode 9` for one that it does not know. */
export function attributeAccessNames(mode: number, associationVersion: number): readonly string[] {
  return names(mode, associationVersion, ATTRIBUTE_MODES, ATTRIBUTE_BITS);
}

/** The Blue Book's names of a mode; version 0 has a boolean, which reads as mode 0 or 1. */
export function methodAccessNames(mode: number, associationVersion: number): readonly string[] {
  return names(mode, associationVersion, METHOD_MODES, METHOD_BITS);
}

function names(
  mode: number,
  associationVersion: number,
  modes: readonly string[],
  bits: readonly string[],
): readonly string[] {
  if (associationVersion < FIRST_VERSION_WITH_BITS) return [modes[mode] ?? `mode ${mode}`];
  const set = bits.filter((_, bit) => (mode & (1 << bit)) !== 0);
  return set.length === 0 ? ['no_access'] : set;
}
