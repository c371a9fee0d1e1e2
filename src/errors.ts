/**
 * The one error of this package. It says what failed (code), in which layer of the DLMS profile, whose
 * fault it is, and what a user can do about it (hint). Messages never hold a secret.
 */

/** The layer that noticed the breakdown, from the user's settings down to the wire. */
export type ErrorLayer =
  | 'settings'
  | 'transport'
  | 'iec'
  | 'hdlc'
  | 'wrapper'
  | 'association'
  | 'security'
  | 'service';

/** Whose fault it is: a wrong setting, the line, the meter, or this package. */
export type ErrorFault = 'settings' | 'line' | 'meter' | 'package';

export interface DlmsErrorDetails {
  readonly code: string;
  readonly layer: ErrorLayer;
  readonly fault: ErrorFault;
  /** What the user can do next, one sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

export class DlmsError extends Error {
  override readonly name = 'DlmsError';
  readonly code: string;
  readonly layer: ErrorLayer;
  readonly fault: ErrorFault;
  readonly hint: string | undefined;

  constructor(message: string, details: DlmsErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.layer = details.layer;
    this.fault = details.fault;
    this.hint = details.hint;
  }
}
