/** What is told of signals without a value, because the link failed or the meter has none to give. */
import { formatTag } from '../cosem/obis.js';
import { DlmsError } from '../errors.js';
import type { Signal } from './signal-row.js';
import { type SignalGap, signalName } from './signal-value.js';

/** One error for all signals without a value; undefined where there is none. */
export function gapError(device: string, gaps: readonly SignalGap[]): DlmsError | undefined {
  const [first] = gaps;
  if (first === undefined) return undefined;
  const message = gaps.map(({ signal, reason }) => `${signalName(signal)}: ${reason}`).join('; ');
  return new DlmsError(`${device}: ${message}`, {
    code: gapCode(first),
    layer: first.error?.layer ?? (first.fault === 'settings' ? 'settings' : 'service'),
    fault: first.fault,
    hint: first.error?.hint ?? hintOf(first),
    cause: gaps.map(({ signal, quality }) => ({ signal: signal.alias, tag: formatTag(signal.tag), quality })),
  });
}

/** Every signal is a gap when the link fails. */
export function gapsOf(signals: readonly Signal[], error: DlmsError): readonly SignalGap[] {
  const { message: reason, fault } = error;
  return signals.map((signal) => ({
    kind: 'gap',
    signal,
    quality: qualityOf(error.code),
    reason,
    fault,
    error,
  }));
}

/** `DLMS_TIMEOUT` becomes `timeout`. */
export function qualityOf(code: string): string {
  return code
    .replace(/^DLMS_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

/** `object-undefined` becomes `DLMS_OBJECT_UNDEFINED`. */
export function gapCode({ quality, error }: SignalGap): string {
  return error?.code ?? `DLMS_${quality.toUpperCase().replaceAll('-', '_')}`;
}

function hintOf({ quality, fault }: SignalGap): string {
  if (quality === 'object-undefined') return 'The meter has no such object: check the OBIS code.';
  if (quality === 'read-write-denied')
    return 'This client may not read it: try another client address or authentication.';
  if (quality === 'out-of-range') return 'Choose a larger number type for this signal.';
  return fault === 'settings'
    ? 'Check the OBIS code and its attribute.'
    : 'The meter refuses this object for now or for good.';
}
