/** A capture as text: JSON lines, the header first. */
import { fromHex } from '../../encoding/hex.js';
import { captureError } from './capture-error.js';
import { type CaptureEntry, isDirection, type RecordedError } from './entry.js';
import { type CaptureHeader, isObject, objectIn, parseHeader } from './header.js';

export interface PlacedEntry {
  readonly entry: CaptureEntry;
  /** The line of the file, counted from 1. */
  readonly row: number;
}

export interface Capture {
  readonly header: CaptureHeader;
  readonly entries: readonly PlacedEntry[];
  /** It was written to its end. */
  readonly complete: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const LAYERS = [
  ...(['settings', 'transport', 'iec', 'hdlc', 'wrapper', 'association', 'security', 'service'] as const),
];
/** More than any capture has lines. */
const MOST_ACTS = 0xffff_ffff;
const MOST_MS = 1e12;
const FAULTS = ['settings', 'line', 'meter', 'package'] as const;

/** @throws DlmsError DLMS_CAPTURE that names the line of the file */
export function parseCapture(text: string): Capture {
  const [first = '', ...rest] = text.replace(/^\uFEFF/, '').split('\n');
  const header = parseHeader(first);
  const entries = rest.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const row = at + 2;
    const entry = entryOf(objectIn(line));
    // A program that was killed leaves its last line unfinished.
    if (entry === undefined && at === rest.length - 1) return [];
    if (entry === undefined) throw captureError(`line ${row} of the capture cannot be read`);
    return [{ entry, row }];
  });
  return { header, entries, complete: entries.at(-1)?.entry.dir === 'end' };
}

export function entryLine(entry: CaptureEntry): string {
  return JSON.stringify(entry);
}

function entryOf(json: Json | undefined): CaptureEntry | undefined {
  if (json === undefined || typeof json.dir !== 'string' || !isDirection(json.dir)) return undefined;
  const { t, line, dir } = json;
  if (!isTime(t)) return undefined;
  const inputs = inputOf(json, dir, t);
  if (inputs !== undefined) return inputs;
  return typeof line === 'number' && Number.isInteger(line) ? onLine(json, dir, { t, line }) : undefined;
}

function inputOf(json: Json, dir: CaptureEntry['dir'], t: number): CaptureEntry | undefined {
  const { number, length, due, ms } = json;
  switch (dir) {
    case 'random':
    case 'title':
      return isHex(json.hex) ? { t, dir, hex: json.hex } : undefined;
    case 'key':
      return isWhole(length, 64) ? { t, dir, length } : undefined;
    case 'counter':
      return isWhole(number, 0xffff_ffff) ? { t, dir, number } : undefined;
    case 'timer':
      return isTime(due) && isTime(ms) ? { t, dir, due, ms } : undefined;
    case 'end':
    case 'interrupted':
      return { t, dir };
    default:
      return undefined;
  }
}

function onLine(
  json: Json,
  dir: CaptureEntry['dir'],
  at: { readonly t: number; readonly line: number },
): CaptureEntry | undefined {
  switch (dir) {
    case 'sent':
    case 'received':
      return isHex(json.hex) ? { ...at, dir, hex: json.hex } : undefined;
    case 'open':
      return { ...at, dir, device: String(json.device) };
    case 'opened':
      return { ...at, dir, name: String(json.name), settable: json.settable === true };
    case 'set':
      return settingOf(json, at);
    case 'close':
      return { ...at, dir };
    case 'done':
      return isWhole(json.of, MOST_ACTS) ? { ...at, dir, of: json.of } : undefined;
    case 'closed':
      return { ...at, dir, error: errorOf(json.error) };
    case 'failed':
    case 'undone':
      return failureOf(json, dir, at);
    default:
      return undefined;
  }
}

function failureOf(
  json: Json,
  dir: 'failed' | 'undone',
  at: { readonly t: number; readonly line: number },
): CaptureEntry | undefined {
  const error = errorOf(json.error);
  if (error === undefined) return undefined;
  if (dir === 'failed') return { ...at, dir, error };
  return isWhole(json.of, MOST_ACTS) ? { ...at, dir, of: json.of, error } : undefined;
}

function settingOf(
  { baudRate, dataBits, parity, stopBits }: Json,
  at: { readonly t: number; readonly line: number },
): CaptureEntry | undefined {
  if (typeof baudRate !== 'number') return undefined;
  if (dataBits !== 5 && dataBits !== 6 && dataBits !== 7 && dataBits !== 8) return undefined;
  if (parity !== 'none' && parity !== 'even' && parity !== 'odd') return undefined;
  if (stopBits !== 1 && stopBits !== 2) return undefined;
  return { ...at, dir: 'set', baudRate, dataBits, parity, stopBits };
}

function errorOf(value: unknown): RecordedError | undefined {
  if (!isObject(value)) return undefined;
  const layer = LAYERS.find((each) => each === value.layer);
  const fault = FAULTS.find((each) => each === value.fault);
  if (layer === undefined || fault === undefined) return undefined;
  const { code, message, hint } = value;
  return {
    code: String(code),
    layer,
    fault,
    message: String(message),
    hint: hint === undefined ? undefined : String(hint),
  };
}

function isHex(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  try {
    fromHex(value);
    return true;
  } catch {
    return false;
  }
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

/** Of a few decades at most: a date can still be made of it. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= MOST_MS;
}
