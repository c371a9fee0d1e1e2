/**
 * The interface classes that the object behind an OBIS code is likely to have, best first: what to try
 * before the meter's object list has been read. A wrong guess costs one refused request.
 */
import type { LogicalName } from './descriptor.js';
import { knownClasses } from './obis-name.js';
import { valueGroups } from './obis-pattern.js';

const UNKNOWN_ABSTRACT: readonly number[] = [1, 3, 4, 5];
const UNKNOWN: readonly number[] = [3, 4, 5, 1];

/** Never empty. */
export function likelyClasses(logicalName: LogicalName): readonly number[] {
  const groups = valueGroups(logicalName);
  return knownClasses(groups) ?? (groups[0] === 0 ? UNKNOWN_ABSTRACT : UNKNOWN);
}
