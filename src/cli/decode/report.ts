/** What `dlms decode` prints: one plain object for each frame, PDU, or run of octets that is neither. */
import type { Plain } from '../../apdu/describe.js';
import { DlmsError } from '../../errors.js';

export type PlainObject = { readonly [key: string]: Plain };

export interface Report extends PlainObject {
  /** `hdlc`, `wrapper`, `llc`, `apdu`, `data`, `iec`, or `damaged`. */
  readonly kind: string;
  /** Octets of the input before the first one of this item. */
  readonly offset: number;
  /** Octets of the input that this item takes, flags included. */
  readonly length: number;
}

/** `{ error: { code, message } }`. */
export function errorReport(error: unknown): PlainObject {
  if (!(error instanceof DlmsError)) throw error;
  return { error: { code: error.code, message: error.message } };
}

/** Whether the item, or something in it, could not be read. */
export function isFaulty(report: PlainObject): boolean {
  return report.error !== undefined;
}

/** As reasons are told on stderr. */
export function errorText({ error }: PlainObject): string {
  const { code = '', message = '' } =
    typeof error === 'object' && error !== null && 'code' in error ? error : {};
  return `${message} (${code})`;
}
