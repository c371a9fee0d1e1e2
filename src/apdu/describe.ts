/** APDUs as plain objects that JSON can hold, for people and traces; without secrets. */
import type { Data } from '../cosem/data.js';
import { DATA_TAG } from '../cosem/data-tag.js';
import { decodeDateTime } from '../cosem/date-time.js';
import { toIsoText } from '../cosem/instant.js';
import { toHex } from '../encoding/hex.js';
import type { Apdu } from './apdu.js';
import { invokeIdOf, isConfirmed, isHighPriority } from './invoke-id.js';
import {
  breaksOnError,
  isConfirmedLong,
  isHighPriorityLong,
  isSelfDescriptive,
  longInvokeIdOf,
} from './long-invoke-id.js';
import { APPLICATION_CONTEXT_NAME, MECHANISM_NAME, objectIdentifierName } from './names.js';
import { withoutSecrets } from './redact.js';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The fields of the PDU; octets are hexadecimal text, Data are `{type, value}` with 64-bit integers as exact
 * text. Date-times carry their ISO text only where the type says that they are date-times. Passwords and
 * keys are `***`.
 */
export function describeApdu(apdu: Apdu): { readonly [key: string]: Plain } {
  return describeFields(withoutSecrets(apdu));
}

/** One Data as `{type, value}`. */
export function describeData(data: Data): { readonly [key: string]: Plain } {
  const type = data.kind;
  if ('elements' in data) return { type, value: data.elements.map(describeData) };
  if ('octets' in data) return { type, value: toHex(data.octets), ...isoText(type, data.octets) };
  if ('bits' in data) return { type, value: data.bits };
  if ('text' in data) return { type, value: data.text };
  return 'value' in data ? { type, value: describeScalar(data.value) } : { type, value: null };
}

function isoText(type: string, octets: Uint8Array): { readonly text?: string } {
  const dateTime = type === 'date-time' ? decodeDateTime(octets) : undefined;
  const text = dateTime && toIsoText(dateTime);
  return text === undefined ? {} : { text };
}

function describeScalar(value: number | bigint | boolean): Plain {
  // JSON has no numbers beyond 53 bits, no infinity and no not-a-number.
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function describeFields(fields: object): { readonly [key: string]: Plain } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, describeField(name, value)]));
}

function describeField(name: string, value: unknown): Plain {
  switch (name) {
    case 'applicationContextName':
      return objectIdentifierName(APPLICATION_CONTEXT_NAME, String(value));
    case 'mechanismName':
      return objectIdentifierName(MECHANISM_NAME, String(value));
    case 'shortName':
      return `0x${Number(value).toString(16).padStart(4, '0').toUpperCase()}`;
    case 'invokeIdAndPriority':
      return describeInvokeId(Number(value));
    case 'longInvokeIdAndPriority':
      return describeLongInvokeId(Number(value));
    default:
      return describe(value);
  }
}

function describe(value: unknown): Plain {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Set) return [...value].map(describe);
  if (Array.isArray(value)) return value.map(describe);
  if (isData(value)) return describeData(value);
  if (typeof value === 'object' && value !== null) return describeFields(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

function describeInvokeId(octet: number): Plain {
  return {
    invokeId: invokeIdOf(octet),
    serviceClass: isConfirmed(octet) ? 'confirmed' : 'unconfirmed',
    priority: isHighPriority(octet) ? 'high' : 'normal',
  };
}

function describeLongInvokeId(number: number): Plain {
  return {
    longInvokeId: longInvokeIdOf(number),
    serviceClass: isConfirmedLong(number) ? 'confirmed' : 'unconfirmed',
    priority: isHighPriorityLong(number) ? 'high' : 'normal',
    processingOption: breaksOnError(number) ? 'break-on-error' : 'continue-on-error',
    selfDescriptive: isSelfDescriptive(number),
  };
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && 'kind' in value && String(value.kind) in DATA_TAG;
}
