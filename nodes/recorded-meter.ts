/** What a recording of a deployed meter is made of. */
import type { Tag } from '../src/cosem/obis.js';
import { DlmsError } from '../src/errors.js';
import { capturedDevice } from '../src/meter/capture/session.js';
import type { MeterSettings } from '../src/meter/settings.js';
import type { RecordedMeter } from './recording.js';

/** Where no node reads anything: the logical device name, and the clock. */
const FIRST_TAGS: readonly Tag[] = [
  { kind: 'attribute', logicalName: '0.0.42.0.0.255', attributeId: 2 },
  { kind: 'attribute', logicalName: '0.0.1.0.0.255', attributeId: 2 },
];

/** @throws DlmsError DLMS_SETTING where the settings of the meter were refused */
export function recordedMeter(
  meter: MeterSettings | DlmsError,
  properties: Readonly<Record<string, unknown>>,
  tags: readonly Tag[],
): RecordedMeter {
  if (meter instanceof DlmsError) throw meter;
  return {
    settings: meter,
    captured: capturedDevice(properties, meter),
    tags: tags.length > 0 ? tags : FIRST_TAGS,
  };
}
