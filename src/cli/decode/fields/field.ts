/** The fields of what was decoded, each with its place: what the tree shows a line for. */
import type { Plain } from '../../../apdu/describe.js';
import { REDACTED } from '../../../apdu/redact.js';
import { toHex } from '../../../encoding/hex.js';
import type { DlmsError } from '../../../errors.js';

export type Field = {
  readonly name: string;
  /** Octets of the input before its first one. */
  readonly offset: number;
  /** How many octets it takes, those of the fields inside it included. */
  readonly length: number;
  /** Its octets in hexadecimal, or the first of them; `***` for secrets. */
  readonly octets: string;
  /** As it was sent. */
  readonly value?: Plain;
  /** What the value says: a name, a time, a number with its unit. */
  readonly meaning?: string;
  readonly error?: FieldError;
  readonly fields?: readonly Field[];
};

export type FieldError = { readonly code: string; readonly message: string };

/** What a reading function tells of the field that it has read. */
export interface Told {
  readonly value?: Plain | undefined;
  readonly meaning?: string | undefined;
  /** Neither octets nor value may be shown. */
  readonly secret?: boolean | undefined;
  /** The octets are not shown: they are told elsewhere, or may hold a part of a secret. */
  readonly hidden?: boolean | undefined;
  readonly error?: DlmsError | undefined;
}

const MOST_OCTETS = 8;

/** At most eight octets, with an ellipsis where there are more. */
function shortOctets(octets: Uint8Array): string {
  return toHex(octets.subarray(0, MOST_OCTETS), ' ') + (octets.length > MOST_OCTETS ? ' …' : '');
}

/** @param octets those that are shown, all or the first ones */
export function makeField(
  name: string,
  {
    offset,
    length,
    octets,
  }: { readonly offset: number; readonly length: number; readonly octets: Uint8Array },
  { value, meaning, secret, hidden, error }: Told = {},
  fields?: readonly Field[],
): Field {
  return {
    name,
    offset,
    length,
    octets: secret ? REDACTED : hidden ? '' : shortOctets(octets),
    ...(value === undefined && !secret ? {} : { value: secret ? REDACTED : (value ?? null) }),
    ...(meaning === undefined || secret ? {} : { meaning }),
    ...(error === undefined ? {} : { error: fieldError(error) }),
    ...(fields === undefined ? {} : { fields }),
  };
}

function fieldError({ code, message }: DlmsError): FieldError {
  return { code, message };
}
