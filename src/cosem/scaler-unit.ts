/** scal_unit_type of the Blue Book: value × 10^scaler, in `unit` (an octet of the unit table). */

export interface ScalerUnit {
  readonly scaler: number;
  /** Unit code 0…255; 255 is a count, without unit. */
  readonly unit: number;
}
