/** The control octet of HDLC frames (IEC 62056-46, 6.4.3): numbered, supervisory and unnumbered formats. */

/** Without the poll/final bit, and without N(R) in the supervisory ones. */
const SUPERVISORY = { RR: 0x01, RNR: 0x05, REJ: 0x09 } as const;
const UNNUMBERED = { SNRM: 0x83, DISC: 0x43, UA: 0x63, DM: 0x0f, FRMR: 0x87, UI: 0x03 } as const;

export type SupervisoryKind = keyof typeof SUPERVISORY;
export type UnnumberedKind = keyof typeof UNNUMBERED;

export interface InformationControl {
  readonly kind: 'I';
  /** N(S), modulo 8. */
  readonly sendNumber: number;
  /** N(R), modulo 8: the number that the sender of this frame expects next. */
  readonly receiveNumber: number;
  /** P in a command, F in a response. */
  readonly pollFinal: boolean;
}

export interface SupervisoryControl {
  readonly kind: SupervisoryKind;
  readonly receiveNumber: number;
  readonly pollFinal: boolean;
}

export interface UnnumberedControl {
  readonly kind: UnnumberedKind;
  readonly pollFinal: boolean;
}

export interface UnknownControl {
  readonly kind: 'unknown';
  readonly octet: number;
}

export type ControlField = InformationControl | SupervisoryControl | UnnumberedControl | UnknownControl;

const POLL_FINAL = 0x10;

export function encodeControl(control: ControlField): number {
  if (control.kind === 'unknown') return control.octet;
  const bit = control.pollFinal ? POLL_FINAL : 0;
  if (control.kind === 'I') return (control.receiveNumber << 5) | bit | (control.sendNumber << 1);
  if ('receiveNumber' in control) return (control.receiveNumber << 5) | bit | SUPERVISORY[control.kind];
  return bit | UNNUMBERED[control.kind];
}

/** Every octet has a meaning, be it `unknown`. */
export function decodeControl(octet: number): ControlField {
  const pollFinal = (octet & POLL_FINAL) !== 0;
  if ((octet & 1) === 0) {
    return { kind: 'I', sendNumber: (octet >> 1) & 7, receiveNumber: octet >> 5, pollFinal };
  }
  const supervisory = keyOf(SUPERVISORY, octet & 0x0f);
  if (supervisory !== undefined) return { kind: supervisory, receiveNumber: octet >> 5, pollFinal };
  const unnumbered = keyOf(UNNUMBERED, octet & ~POLL_FINAL);
  return unnumbered === undefined ? { kind: 'unknown', octet } : { kind: unnumbered, pollFinal };
}

/** For people: `I N(S)=1 N(R)=2 F`, `RR N(R)=3 F`, `UA F`. */
export function describeControl(control: ControlField): string {
  if (control.kind === 'unknown')
    return `control ${control.octet.toString(16).padStart(2, '0').toUpperCase()}`;
  const numbers = [
    'sendNumber' in control ? ` N(S)=${control.sendNumber}` : '',
    'receiveNumber' in control ? ` N(R)=${control.receiveNumber}` : '',
  ];
  return `${control.kind}${numbers.join('')}${control.pollFinal ? ' P/F' : ''}`;
}

function keyOf<K extends string>(table: Readonly<Record<K, number>>, value: number): K | undefined {
  for (const key in table) if (table[key] === value) return key;
  return undefined;
}
