/**
 * What a quirk changes: options of the link and its start, of the association and its protection, and of
 * reading values above this room.
 */
import type { LinkParameters } from '../framing/hdlc/link-parameters.js';
import type { SecurityMaterial } from '../security/material.js';
import type { CounterTolerance } from '../security/received-counters.js';
import type { AssociationSettings } from './association-settings.js';
import { DEFAULT_PROPOSAL } from './hdlc-link-negotiation.js';
import type { HdlcLinkSettings } from './hdlc-link-settings.js';
import type { ModeELinkSettings } from './mode-e-settings.js';
import type { StackOptions } from './stack.js';

export type LinkQuirks = Pick<
  HdlcLinkSettings,
  'plainSnrm' | 'forcedParameters' | 'disconnectFirst' | 'uncountedFrames'
> & {
  /** Octets of an information field, both ways. */
  readonly maxInfo?: number | undefined;
  /** Frames in a row, both ways. */
  readonly window?: number | undefined;
};

export type StackQuirks = Pick<StackOptions, 'blockWindow'> &
  Pick<AssociationSettings, 'constantInvokeId' | 'withoutRelease' | 'withoutServices' | 'secretAsChallenge'>;

/** How protected APDUs are carried, and what is borne of the meter's counters. */
export type SecurityQuirks = Pick<SecurityMaterial, 'form' | 'signed'> & {
  readonly tolerance?: CounterTolerance | undefined;
};

/** The IEC 62056-21 start, and the speed of HDLC behind it. */
export type StartQuirks = Pick<ModeELinkSettings, 'wakeUp' | 'switchPauseMs' | 'hdlcBaudRate'>;

/** For whoever asks for values and makes numbers of them. */
export interface ReadingQuirks {
  /** The most attributes of one request; 1 is no lists. */
  readonly listLimit?: number | undefined;
  /** The deviation in the meter's date-times has the wrong sign. */
  readonly deviationInverted?: boolean | undefined;
  /** A scaler_unit that the meter does not give counts as scaler 0 without unit. */
  readonly missingScalerIsZero?: boolean | undefined;
}

export interface QuirkOptions {
  readonly link: LinkQuirks;
  readonly start: StartQuirks;
  readonly stack: StackQuirks;
  readonly security: SecurityQuirks;
  readonly reading: ReadingQuirks;
}

export const NO_QUIRKS: QuirkOptions = { link: {}, start: {}, stack: {}, security: {}, reading: {} };

/** Both together; where they contradict each other, the second counts. */
export function combined(first: QuirkOptions, second: Partial<QuirkOptions>): QuirkOptions {
  const services = [...(first.stack.withoutServices ?? []), ...(second.stack?.withoutServices ?? [])];
  const tolerance = second.security?.tolerance && {
    ...first.security.tolerance,
    ...second.security.tolerance,
  };
  return {
    link: { ...first.link, ...second.link },
    start: { ...first.start, ...second.start },
    stack: {
      ...first.stack,
      ...second.stack,
      ...(services.length > 0 && { withoutServices: services }),
    },
    security: {
      ...first.security,
      ...second.security,
      ...(tolerance !== undefined && { tolerance }),
    },
    reading: { ...first.reading, ...second.reading },
  };
}

/** The options of an HDLC link that these quirks ask for. */
export function hdlcQuirks({ maxInfo, window, ...settings }: LinkQuirks): Partial<HdlcLinkSettings> {
  if (maxInfo === undefined && window === undefined) return settings;
  const proposal: LinkParameters = {
    maxInfoTransmit: maxInfo ?? DEFAULT_PROPOSAL.maxInfoTransmit,
    maxInfoReceive: maxInfo ?? DEFAULT_PROPOSAL.maxInfoReceive,
    windowTransmit: window ?? DEFAULT_PROPOSAL.windowTransmit,
    windowReceive: window ?? DEFAULT_PROPOSAL.windowReceive,
  };
  return { ...settings, proposal };
}
