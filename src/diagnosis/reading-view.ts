/** A reading as the editor shows it beside its object. */
import { attributeMeaning, attributeName } from '../cosem/interface-class.js';
import { scalerUnitOf } from '../cosem/scaler-unit.js';
import { unitSymbol } from '../cosem/unit.js';
import type { Reading } from '../meter/reading.js';
import { dataText } from './data-text.js';

export interface ReadingView {
  readonly obis: string;
  readonly attribute: number;
  /** The value for people; absent where there is none. */
  readonly text?: string | undefined;
  readonly unit?: string | undefined;
  /** `good`, or why there is no number: the meter's word. */
  readonly quality: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number;
}

export function readingView(reading: Reading): ReadingView {
  const { obis, attribute, unit, quality, time } = reading;
  return { obis, attribute, text: textOf(reading), unit, quality, time };
}

function textOf(reading: Reading): string | undefined {
  const { classId, attribute, value, data, scaler } = reading;
  const meaning = attributeMeaning(classId, attribute);
  const isTime = meaning === 'date-time' || data?.kind === 'date-time';
  if (value !== undefined && !isTime && !isSecret(reading))
    return (scaler ?? 0) === 0 ? (reading.exact ?? `${value}`) : `${value}`;
  if (data === undefined) return undefined;
  if (isSecret(reading)) return '***';
  return scalerUnitText(reading) ?? dataText(data, meaning);
}

function isSecret({ classId, attribute }: Reading): boolean {
  return SECRETS.includes(attributeName(classId, attribute));
}

/** `10^-1 Wh` */
function scalerUnitText({ classId, attribute, data }: Reading): string | undefined {
  const isScalerUnit = data !== undefined && SCALER_UNITS.includes(`${classId}:${attribute}`);
  const scalerUnit = isScalerUnit ? scalerUnitOf(data) : undefined;
  if (scalerUnit === undefined) return undefined;
  return `10^${scalerUnit.scaler} ${unitSymbol(scalerUnit.unit) ?? ''}`.trimEnd();
}

/** Attributes by which others get into the meter, or its network; some meters show them to their managers. */
const SECRETS: readonly string[] = [
  ...['secret', 'pass_p1', 'pass_p2', 'pass_w5', 'PIN_code', 'PPP_authentication', 'login_password'],
];

const SCALER_UNITS: readonly string[] = ['3:3', '4:3', '5:4', '61:4', '67:8'];
