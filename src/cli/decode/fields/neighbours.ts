/**
 * What the elements of a structure say of one another: a value before its scaler_unit is a quantity (Blue
 * Book 4.3.2), a number before a logical name may be a class, and what follows both an attribute (capture
 * objects, push objects).
 */
import type { Data } from '../../../cosem/data.js';
import { attributeName, interfaceClassName } from '../../../cosem/interface-class.js';
import { numericOf } from '../../../cosem/numeric.js';
import { type ScalerUnit, scalerUnitOf } from '../../../cosem/scaler-unit.js';
import { unitSymbol } from '../../../cosem/unit.js';
import type { Field } from './field.js';
import { looksLikeLogicalName } from './meanings.js';

/** What a field's Data is, where it is a value or a pair of two; arrays and the like are undefined. */
export type Seen = Data | undefined;

const MOST_SCALER = 30;

/** Puts meanings into `fields`, which stand for the elements one by one. */
export function explainNeighbours(fields: Field[], seen: readonly Seen[]): void {
  seen.forEach((data, at) => {
    explainQuantity(fields, seen, at);
    if (isLogicalName(data)) explainClass(fields, seen, at);
  });
}

/** The scaler_unit that a structure of two is; meters send it with an enum, other structures have none. */
export function scalerUnitIn(data: Seen): ScalerUnit | undefined {
  if (data?.kind !== 'structure' || data.elements[1]?.kind !== 'enum') return undefined;
  const found = scalerUnitOf(data);
  return found !== undefined && Math.abs(found.scaler) <= MOST_SCALER ? found : undefined;
}

export function scalerUnitText({ scaler, unit }: ScalerUnit): string {
  const symbol = unitSymbol(unit);
  return `× 10^${scaler}${symbol === undefined ? '' : ` ${symbol}`}`;
}

function explainQuantity(fields: Field[], seen: readonly Seen[], at: number): void {
  const [scalerUnit, value] = [scalerUnitIn(seen[at]), seen[at - 1]];
  if (scalerUnit === undefined || value === undefined || 'octets' in value) return;
  const numeric = numericOf(value, scalerUnit);
  if (numeric.kind !== 'number') return;
  const symbol = unitSymbol(scalerUnit.unit);
  explain(fields, at - 1, symbol === undefined ? `${numeric.value}` : `${numeric.value} ${symbol}`);
}

function explainClass(fields: Field[], seen: readonly Seen[], at: number): void {
  const [classId, name, attribute] = [seen[at - 1], seen[at], seen[at + 1]];
  if (classId?.kind !== 'long-unsigned' || attribute?.kind !== 'integer') return;
  explain(fields, at - 1, interfaceClassName(classId.value));
  if (name !== undefined && attribute.value > 0) {
    explain(fields, at + 1, attributeName(classId.value, attribute.value));
  }
}

function isLogicalName(data: Seen): boolean {
  return data?.kind === 'octet-string' && looksLikeLogicalName(data.octets);
}

function explain(fields: Field[], at: number, meaning: string): void {
  const field = fields[at];
  if (field !== undefined) fields[at] = { ...field, meaning };
}
