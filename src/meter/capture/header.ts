/** The first line of a capture: what it is, when it began, and what was done. */
import { captureError } from './capture-error.js';
import type { CapturedDevice, CapturedProperties, CapturedSession, CapturedSignal } from './session.js';

export interface CaptureHeader {
  /** Name and version of the package that made it. */
  readonly by: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly session: CapturedSession;
}

type Json = Readonly<Record<string, unknown>>;

const FORMAT = 1;
/** Of all times behind it, dates can be made (ECMAScript, 8.64e15). */
const MOST_STARTED_AT = 8e15;
const DEDICATED_KEYS = ['none', 'drawn', 'given'] as const;

export function headerLine({ by, startedAt, session }: CaptureHeader): string {
  return JSON.stringify({ dlmsCapture: FORMAT, by, startedAt, ...session });
}

/** @throws DlmsError DLMS_CAPTURE */
export function parseHeader(line: string): CaptureHeader {
  const json = objectIn(line);
  if (json?.dlmsCapture === undefined) throw captureError('the file is no capture');
  if (json.dlmsCapture !== FORMAT) {
    throw captureError(
      `the capture has format ${String(json.dlmsCapture).slice(0, 20)}`,
      'A newer version of this package made it: update this one.',
    );
  }
  const { by, startedAt, command } = json;
  if (typeof startedAt !== 'number' || Math.abs(startedAt) > MOST_STARTED_AT) throw wrong('startedAt');
  if (typeof command !== 'string') throw wrong('command');
  const session: CapturedSession = {
    command,
    options: isObject(json.options) ? json.options : {},
    devices: listOf(json, 'devices', deviceOf),
    signals: listOf(json, 'signals', signalOf),
  };
  return { by: String(by).slice(0, 100), startedAt, session };
}

/** Undefined where the line is no JSON object. */
export function objectIn(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf<T>(json: Json, name: string, each: (value: Json) => T | undefined): readonly T[] {
  const list = json[name];
  if (!Array.isArray(list)) throw wrong(name);
  return list.map((value: unknown) => {
    const read = isObject(value) ? each(value) : undefined;
    if (read === undefined) throw wrong(name);
    return read;
  });
}

function deviceOf({ alias, properties, passwordOctets, dedicatedKey }: Json): CapturedDevice | undefined {
  if (typeof alias !== 'string' || !isObject(properties)) return undefined;
  const key = DEDICATED_KEYS.find((each) => each === dedicatedKey);
  if (!isCount(passwordOctets) || key === undefined) return undefined;
  return { alias, properties: scalarsOf(properties), passwordOctets, dedicatedKey: key };
}

function signalOf({ device, row }: Json): CapturedSignal | undefined {
  return typeof device === 'string' && isObject(row) ? { device, row } : undefined;
}

function scalarsOf(properties: Json): CapturedProperties {
  const scalars = Object.entries(properties).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(scalars);
}

/** No password is longer. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function wrong(name: string): Error {
  return captureError(`the first line of the capture has no ${name} that can be used`);
}
