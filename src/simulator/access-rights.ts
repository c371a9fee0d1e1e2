/** access_rights as both kinds of association list them (Blue Book classes 12 and 15, up to version 2). */
import type { Data } from '../cosem/data.js';
import { array, enumeration, integer, structure } from './data-values.js';
import { type CosemObject, type Permission, permits, type Role } from './object-model.js';

const ACCESS_MODE = { 'no-access': 0, 'read-only': 1 } as const;
const METHOD_MODE = { 'no-access': 0, access: 1 } as const;

/** attribute_access_descriptor: what `role` may do with each attribute, and its selectors. */
export function attributeRights({ attributes }: CosemObject, role: Role): Data {
  const named = { id: 1, readers: 'everybody' as Permission, selectors: undefined };
  return array(
    [named, ...attributes].map(({ id, readers, selectors }) =>
      structure(
        integer(id),
        enumeration(ACCESS_MODE[permits(readers, role) ? 'read-only' : 'no-access']),
        selectors === undefined ? { kind: 'null-data' } : array(selectors.map(integer)),
      ),
    ),
  );
}

/** method_access_descriptor. */
export function methodRights({ methods }: CosemObject, role: Role): Data {
  return array(
    methods.map(({ id, callers }) =>
      structure(integer(id), enumeration(METHOD_MODE[permits(callers, role) ? 'access' : 'no-access'])),
    ),
  );
}
