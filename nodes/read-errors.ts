/** The errors of a read node: what Catch nodes hear of a link that failed or of signals without a value. */
import { formatTag } from '../src/cosem/obis.js';
import { DlmsError } from '../src/errors.js';
import type { Signal } from './signal-table.js';
import { type SignalGap, signalName } from './signal-value.js';

/** One error for all signals without a value; undefined where there is none. */
export function gapError(device: string, gaps: readonly SignalGap[]): DlmsError | undefined {
  const [first] = gaps;
  if (first === undefined) return undefined;
  const message = gaps.map(({ signal, reason }) => `${signalName(signal)}: ${reason}`).join('; ');
  return new DlmsError(`${device}: ${message}`, {
    code: first.error?.code ?? codeOf(first.quality),
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

/** Anything that was thrown, as the error of this package. */
export function asDlmsError(cause: unknown): DlmsError {
  if (cause instanceof DlmsError) return cause;
  return new DlmsError(`unexpected: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'DLMS_STATE',
    layer: 'service',
    fault: 'package',
    hint: 'This is a fault of this package: please report it.',
    cause,
  });
}

/** `DLMS_TIMEOUT` becomes `timeout`. */
export function qualityOf(code: string): string {
  return code
    .replace(/^DLMS_/, '')
    .toLowerCase()
    .replaceAll('_', '-');
}

function codeOf(quality: string): string {
  return `DLMS_${quality.toUpperCase().replaceAll('-', '_')}`;
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
