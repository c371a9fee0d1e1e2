/** Short ways to write Data values (Blue Book 4.1.5) as the simulated meter sends them. */
import type { Data } from '../cosem/data.js';
import { type LogicalName, logicalNameOctets } from '../cosem/descriptor.js';
import type { NumberKind } from '../cosem/number-data.js';
import type { ScalerUnit } from '../cosem/scaler-unit.js';

export function numberData(kind: NumberKind, value: number): Data {
  return { kind, value };
}

export function unsigned(value: number): Data {
  return { kind: 'unsigned', value };
}

export function longUnsigned(value: number): Data {
  return { kind: 'long-unsigned', value };
}

export function doubleLongUnsigned(value: number): Data {
  return { kind: 'double-long-unsigned', value };
}

export function integer(value: number): Data {
  return { kind: 'integer', value };
}

export function enumeration(value: number): Data {
  return { kind: 'enum', value };
}

export function boolean(value: boolean): Data {
  return { kind: 'boolean', value };
}

export function octetString(octets: Uint8Array): Data {
  return { kind: 'octet-string', octets };
}

/** ASCII text in an octet-string, as meters keep their names. */
export function textOctets(text: string): Data {
  return octetString(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}

export function logicalNameData(name: LogicalName): Data {
  return octetString(logicalNameOctets(name));
}

export function structure(...elements: readonly Data[]): Data {
  return { kind: 'structure', elements };
}

export function array(elements: readonly Data[]): Data {
  return { kind: 'array', elements };
}

export function scalerUnitData({ scaler, unit }: ScalerUnit): Data {
  return structure(integer(scaler), enumeration(unit));
}
