/** The settings of a read node, where every value may be text. */
import { SettingReader } from '../src/meter/setting-reader.js';
import { OUTPUTS, type Output } from '../src/meter/signal-messages.js';
import { type Signal, type SignalRow, YES_NO } from '../src/meter/signal-row.js';
import { signalsOf } from '../src/meter/signal-table.js';
import type { ReportForm } from '../src/pool/scan-report.js';

export interface ReaderSettings extends ReportForm {
  readonly signals: readonly Signal[];
  readonly scans: boolean;
  readonly listens: boolean;
  /** Milliseconds from scan to scan; undefined for the meter's. */
  readonly scanRateMs: number | undefined;
  /** Whether messages may name another meter. */
  readonly allowsMeter: boolean;
}

const HINT = 'Correct the settings of the read node.';
const MAX_TIMER_MS = 2 ** 31 - 1;
const TRIGGERS = { both: 'both', scan: 'scan', input: 'input' } as const;
const FAILURES = { catch: false, message: true } as const;

/** @throws DlmsError DLMS_SETTING that names each wrong setting, its value and what is allowed. */
export function readerSettings(input: Readonly<Record<string, unknown>>): ReaderSettings {
  const reader = new SettingReader(input, (property) => property);
  const trigger = reader.word<keyof typeof TRIGGERS>('trigger', TRIGGERS, 'both');
  const output = reader.word<Output>('output', OUTPUTS, 'each');
  const showsGaps = reader.word<boolean>('onFailure', FAILURES, false);
  const allowsMeter = reader.word<boolean>('allowMeter', YES_NO, false);
  const scanRateMs = reader.integer('scanRateMs', {
    min: -MAX_TIMER_MS,
    max: MAX_TIMER_MS,
    fallback: 0,
    allowed: `milliseconds up to ${MAX_TIMER_MS}; 0 or less reads on input only; blank is the meter's`,
  });
  const signals = signalsOf(input.job, rowsOf(input.signals));
  if (trigger === 'scan' && signals.length === 0) {
    reader.refuseHidden('job', 'is not set, and no signal is switched on: OBIS codes, such as 1-0:1.8.0');
  }
  reader.finish(HINT);
  return {
    signals,
    scans: trigger !== 'input' && signals.length > 0,
    listens: trigger !== 'scan',
    scanRateMs: reader.isSet('scanRateMs') ? scanRateMs : undefined,
    allowsMeter,
    output,
    showsGaps,
  };
}

function rowsOf(signals: unknown): readonly SignalRow[] {
  return Array.isArray(signals) ? signals.filter((row) => typeof row === 'object' && row !== null) : [];
}
