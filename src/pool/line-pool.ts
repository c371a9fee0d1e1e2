/** All lines in use, one object a line, however many meters name it. */
import { realpathSync } from 'node:fs';
import type { Clock } from '../meter/clock.js';
import { settingError } from '../meter/setting-reader.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { Line, type LineMember } from './line.js';

export interface LinePoolOptions {
  readonly open: (settings: MeterSettings) => OpenTransport;
  readonly clock: Clock;
}

export class LinePool {
  readonly #options: LinePoolOptions;
  readonly #lines = new Map<string, Line>();
  readonly #closing = new Map<string, Promise<void>>();

  constructor(options: LinePoolOptions) {
    this.#options = options;
  }

  /**
   * The line that these settings name.
   * @param visits for a short while only: the line is then set for each turn
   * @throws DlmsError DLMS_SETTING where two meters want it differently
   */
  line(settings: MeterSettings, visits = false): Line {
    const key = lineKey(settings);
    const known = this.#lines.get(key);
    if (known !== undefined) {
      for (const { settings: others, isVisitor } of known.members) {
        if (!visits && !isVisitor) checkAgreement(others, settings);
      }
      return known;
    }
    const free = this.#closing.get(key) ?? Promise.resolve();
    const line = new Line({ ...this.#options, settings, free });
    this.#lines.set(key, line);
    return line;
  }

  /** Closes the line after its last member. */
  async leave(line: Line, member: LineMember): Promise<void> {
    line.members.delete(member);
    if (line.members.size > 0) return;
    const closing = line.close();
    const [key] = [...this.#lines].find(([, each]) => each === line) ?? [];
    if (key !== undefined) {
      this.#lines.delete(key);
      this.#closing.set(key, closing);
    }
    await closing;
    if (key !== undefined && this.#closing.get(key) === closing) this.#closing.delete(key);
  }
}

/** Names a line: host and port, or the device behind a serial port's path. */
export function lineKey({ transport, host, port, serial }: MeterSettings): string {
  if (transport === 'udp') return `udp ${host.toLowerCase()}:${port}`;
  if (transport !== 'serial') return `${host.toLowerCase()}:${port}`;
  try {
    return realpathSync(serial.serialPort);
  } catch {
    return serial.serialPort;
  }
}

/** How a serial line is set: a meter that is called in mode IEC sets it itself, within these bounds. */
function lineSettings({ mode, serial, iec }: MeterSettings): Readonly<Record<string, unknown>> {
  const { baudRate, dataBits, parity, stopBits } = serial;
  return mode === 'IEC'
    ? { baudRate, iecStartBaud: iec.startBaud }
    : { baudRate, dataBits, parity, stopBits };
}

/** Meters that are called in mode IEC and others do not disturb one another: the line is set for each. */
function checkAgreement(known: MeterSettings, wanted: MeterSettings): void {
  if (wanted.transport !== 'serial' || (known.mode === 'IEC') !== (wanted.mode === 'IEC')) return;
  const [ours, theirs] = [lineSettings(wanted), lineSettings(known)];
  const different = Object.keys(ours).filter((property) => ours[property] !== theirs[property]);
  if (different.length === 0) return;
  const what = different.map((each) => `${each} "${ours[each]}" where another has "${theirs[each]}"`);
  throw settingError(
    `${wanted.serial.serialPort} is used by two meters with different settings: ${what.join(', ')}`,
    `Meters on one serial line need the same ${Object.keys(ours).join(', ')}.`,
  );
}
