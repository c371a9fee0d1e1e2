/** What a search finds: a way to a meter, and what stands in it. */
import type { DlmsError } from '../errors.js';
import type { TrialProperties } from './candidates.js';
import type { ProbeResult } from './probe.js';
import type { Reach } from './reach.js';

/** What the meter wants of a client before it lets it in: a password, or ciphered messages. */
export type Want = 'password' | 'security';

export interface Finding {
  /** Settings to use: properties of the device node. */
  readonly settings: TrialProperties;
  /** How far they lead: `associated`, `readout`, or what stands in the way. */
  readonly reach: Reach;
  /** The logical device name, or the identification of an IEC start. */
  readonly name?: string | undefined;
  /** Why it goes no further. */
  readonly error?: DlmsError | undefined;
  readonly wants?: Want | undefined;
  /** Whether the meter was seen to give measured values on this way. */
  readonly measures?: boolean | undefined;
}

const RANK: readonly Reach[] = [
  ...(['silent', 'hung-up', 'noise', 'iec', 'refused-link', 'linked', 'refused'] as const),
  ...(['readout', 'associated'] as const),
];

export function reaches({ reach }: Pick<Finding, 'reach'>, least: Reach): boolean {
  return RANK.indexOf(reach) >= RANK.indexOf(least);
}

/** Which of two is the better way; the first of two that are alike. */
export function better(one: Finding, other: Finding): Finding {
  return worthOf(other) > worthOf(one) ? other : one;
}

function worthOf({ reach, measures = false, wants }: Finding): number {
  return RANK.indexOf(reach) * 4 + (measures ? 2 : 0) + (wants === undefined ? 0 : 1);
}

/** What a result says that the meter wants. */
export function wantIn({ error }: ProbeResult): Want | undefined {
  if (error?.code === 'DLMS_AUTHENTICATION_FAILED') return 'password';
  return error?.code === 'DLMS_CONTEXT_NOT_SUPPORTED' ? 'security' : undefined;
}
