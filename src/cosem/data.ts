/** The Data CHOICE of the Blue Book (4.1.5) and its A-XDR coding. 64-bit integers are bigint. */

export type Data =
  | { readonly kind: 'null-data' | 'dont-care' }
  | { readonly kind: 'array' | 'structure'; readonly elements: readonly Data[] }
  | { readonly kind: 'compact-array'; readonly elements: readonly Data[] }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `bits` as text of 0 and 1, first bit first. */
  | { readonly kind: 'bit-string'; readonly bits: string }
  | { readonly kind: 'octet-string'; readonly octets: Uint8Array }
  | { readonly kind: 'visible-string' | 'utf8-string'; readonly text: string }
  | { readonly kind: NumberKind; readonly value: number }
  | { readonly kind: 'long64' | 'long64-unsigned'; readonly value: bigint }
  /** date-time (12 octets), date (5) or time (4); see date-time.ts for the fields. */
  | { readonly kind: 'date-time' | 'date' | 'time'; readonly octets: Uint8Array };

export type NumberKind =
  | 'double-long'
  | 'double-long-unsigned'
  | 'floating-point'
  | 'bcd'
  | 'integer'
  | 'long'
  | 'unsigned'
  | 'long-unsigned'
  | 'enum'
  | 'float32'
  | 'float64'
  | 'delta-integer'
  | 'delta-long'
  | 'delta-double-long'
  | 'delta-unsigned'
  | 'delta-long-unsigned'
  | 'delta-double-long-unsigned';
