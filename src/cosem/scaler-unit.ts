/** scal_unit_type of the Blue Book (4.3.2): value × 10^scaler, in `unit` (an octet of the unit table). */
import type { Data } from './data.js';

export interface ScalerUnit {
  readonly scaler: number;
  /** Unit code 0…255; 255 is a count, without unit. */
  readonly unit: number;
}

/**
 * The structure {integer scaler, enum unit}. Meters send either member as another small integer, and some
 * take the octet of a negative scaler for unsigned; anything else is no scaler_unit.
 */
export function scalerUnitOf(data: Data): ScalerUnit | undefined {
  if (data.kind !== 'structure' || data.elements.length !== 2) return undefined;
  const [scaler, unit] = data.elements.map(octetValue);
  if (scaler === undefined || unit === undefined) return undefined;
  return { scaler: scaler > 127 ? scaler - 256 : scaler, unit: unit < 0 ? unit + 256 : unit };
}

export function scalerUnitData({ scaler, unit }: ScalerUnit): Data {
  return {
    kind: 'structure',
    elements: [
      { kind: 'integer', value: scaler },
      { kind: 'enum', value: unit },
    ],
  };
}

/** An integer that fits one octet, signed or not. */
function octetValue(data: Data): number | undefined {
  switch (data.kind) {
    case 'integer':
    case 'unsigned':
    case 'enum':
    case 'long':
    case 'long-unsigned':
    case 'double-long':
    case 'double-long-unsigned':
      return data.value >= -128 && data.value <= 255 ? data.value : undefined;
    default:
      return undefined;
  }
}
