/** A capture shown as it went over the lines: for sessions that cannot be done again. */
import { fromHex } from '../encoding/hex.js';
import type { Capture } from '../meter/capture/capture-text.js';
import type { CaptureEntry } from '../meter/capture/entry.js';
import { Onlooker } from '../meter/capture/onlooker.js';
import type { CapturedDevice } from '../meter/capture/session.js';
import type { ModeName } from '../meter/settings.js';
import type { Output } from './output.js';
import { traceLines } from './trace-lines.js';
import { tracePrinter } from './trace-printer.js';

export function showCapture({ header, entries }: Capture, { note: print, colours = false }: Output): void {
  const { devices } = header.session;
  let t = 0;
  const names = devices.length > 1 ? devices.map(({ alias }) => alias) : [];
  const lines = traceLines({ print, colours, clock: { now: () => t }, devices: names });
  const printer = tracePrinter(new Set(['application', 'link']), lines);
  const looking = new Map<number, { readonly alias: string; readonly onlooker: Onlooker }>();
  const see = (entry: CaptureEntry): void => {
    t = entry.t;
    if (entry.dir === 'open') {
      const device = devices.find(({ alias }) => alias === entry.device);
      looking.set(entry.line, { alias: entry.device, onlooker: new Onlooker(modeOf(device)) });
    }
    if (entry.dir !== 'sent' && entry.dir !== 'received') return;
    const { alias, onlooker } = looking.get(entry.line) ?? {};
    for (const trace of onlooker?.see(entry.dir, fromHex(entry.hex)) ?? []) printer(trace, alias);
  };
  for (const { entry } of entries) see(entry);
}

/** Settings that nobody has checked. */
function modeOf(device: CapturedDevice | undefined): ModeName {
  const { mode = '', transport = '' } = device?.properties ?? {};
  return /rapper/i.test(String(mode)) || transport === 'udp' ? 'DLMS-WRAPPER' : 'DLMS-HDLC';
}
