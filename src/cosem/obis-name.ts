/** Readable English names of OBIS codes (IEC 62056-61). */
import type { LogicalName } from './descriptor.js';
import { abstractObject } from './obis-abstract.js';
import { electricityObject } from './obis-electricity.js';
import { mediumName, mediumObject } from './obis-media.js';
import { type ValueGroups, valueGroups } from './obis-pattern.js';

const CURRENT_PERIOD = 255;

/** For example `active energy import, rate 1`; undefined for codes that the standard does not name. */
export function obisName(logicalName: LogicalName): string | undefined {
  const groups = valueGroups(logicalName);
  const found = objectOf(groups)?.name;
  if (found === undefined) return undefined;
  const [a, b, , d, e, f] = groups;
  const medium = mediumName(a);
  const name = found
    .replace('{d}', `${d}`)
    .replace('{e}', `${e}`)
    .replace('{e+1}', `${e + 1}`);
  const channel = b === 0 ? '' : `, channel ${b}`;
  return `${medium === undefined ? '' : `${medium} `}${name}${channel}${billingPeriod(f)}`;
}

/** What the tables know of a code: its name, still with placeholders, and its likely classes. */
export function objectOf(groups: ValueGroups): { name: string; classes: readonly number[] } | undefined {
  if (groups[0] === 0) return abstractObject(groups);
  return groups[0] === 1 ? electricityObject(groups) : mediumObject(groups);
}

function billingPeriod(f: number): string {
  if (f === CURRENT_PERIOD) return '';
  if (f === 101) return ', last billing period';
  if (f > 101 && f <= 125) return `, billing period ${f - 100} back`;
  if (f === 126) return ', last billing periods';
  return `, billing period ${f}`;
}
