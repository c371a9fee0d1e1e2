/** What comes of one scan: the messages to send, the error to tell, and the state to show. */
import type { Tag } from '../cosem/obis.js';
import type { DlmsError } from '../errors.js';
import { gapError, gapsOf } from '../meter/signal-errors.js';
import { gapMessages, type Output, type Properties, valueMessages } from '../meter/signal-messages.js';
import type { Signal } from '../meter/signal-row.js';
import {
  type SignalGap,
  type SignalValue,
  type SplitReadings,
  splitReadings,
} from '../meter/signal-value.js';
import type { ScanOutcome } from './meter-session.js';

/** How messages are wanted. */
export interface ReportForm {
  readonly output: Output;
  /** Whether a message without a value is sent beside an error. */
  readonly showsGaps: boolean;
}

export interface ScanReport {
  readonly messages: readonly Properties[];
  readonly values: readonly SignalValue[];
  readonly gaps: readonly SignalGap[];
  /** One for the whole scan: the link failed, or signals have no value. */
  readonly error?: DlmsError | undefined;
  /** The link failed. */
  readonly failure?: DlmsError | undefined;
  /** The same for failures that are the same, whatever numbers their texts hold; '' where there is none. */
  readonly failureKey: string;
}

/** Every meter has it: read where nothing else tells whether the meter answers. */
const LOGICAL_DEVICE_NAME: Tag = { kind: 'attribute', logicalName: '0.0.42.0.0.255', attributeId: 2 };

/** What to read for these signals, in their order; there may be more behind them. */
export function tagsOf(signals: readonly Signal[]): readonly Tag[] {
  const tags = signals.map(({ tag }) => tag);
  return tags.some(({ kind }) => kind === 'attribute') ? tags : [...tags, LOGICAL_DEVICE_NAME];
}

/** @param now milliseconds since 1970-01-01 UTC. */
export function scanReport(
  { output, showsGaps }: ReportForm,
  device: string,
  signals: readonly Signal[],
  outcome: ScanOutcome,
  now: number,
): ScanReport {
  const { values, gaps } = split(signals, outcome, output !== 'influx');
  const error = gaps.length === 0 ? undefined : (outcome.failure ?? gapError(device, gaps));
  const shown = error !== undefined && showsGaps ? gapMessages(output, device, gaps, error, now) : [];
  return {
    messages: [...valueMessages(output, device, values), ...shown],
    values,
    gaps,
    error,
    failure: outcome.failure,
    failureKey:
      outcome.failure?.code ?? gaps.map(({ signal, quality }) => `${signal.alias} ${quality}`).join(),
  };
}

/** Where the link failed there are readings of the link's own state only. */
function split(
  signals: readonly Signal[],
  { readings, failure }: ScanOutcome,
  texts: boolean,
): SplitReadings {
  if (failure === undefined) return splitReadings(signals, readings, texts);
  const isState = ({ tag }: Signal) => tag.kind === 'device-status';
  const { values } = splitReadings(signals.filter(isState), readings, texts);
  return {
    values,
    gaps: gapsOf(
      signals.filter((signal) => !isState(signal)),
      failure,
    ),
  };
}
