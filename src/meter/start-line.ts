/** How a serial line is set when a conversation with a meter begins. */
import { characterLine } from '../framing/iec62056-21/line-settings.js';
import type { LineConfiguration } from '../transport/transport.js';
import type { MeterSettings } from './settings.js';

/** In mode IEC meters are called in characters, whatever is set beside it. */
export function startLine({ mode, serial, iec }: MeterSettings): LineConfiguration {
  if (mode === 'IEC') return characterLine(iec.startBaud);
  const { baudRate, dataBits, parity, stopBits } = serial;
  return { baudRate, dataBits, parity, stopBits };
}
