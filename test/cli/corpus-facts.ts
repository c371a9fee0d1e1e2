/** What captures of others state, and whether what `dlms decode` tells of them has it. */
import type { Plain } from '../../src/apdu/describe.js';
import { MECHANISM_NAME } from '../../src/apdu/names.js';
import type { MessageKeys } from '../../src/cli/decode/decipherer.js';
import type { Field } from '../../src/cli/decode/fields/field.js';
import type { Report } from '../../src/cli/decode/report.js';
import { fromHex } from '../../src/encoding/hex.js';
import type { Capture } from '../support/shared.js';

/** All octets of a case, or its text. */
export function octetsOf({ hex, frames, ascii = '' }: Capture): Uint8Array {
  const digits = hex ?? frames?.map((frame) => frame.hex).join('');
  return digits === undefined ? Uint8Array.from(Buffer.from(ascii, 'latin1')) : fromHex(digits);
}

/** Those that were published with it. */
export function keysOf({ keys = {} }: Capture): MessageKeys {
  const { ek, ak, kek, system_title: title, server_system_title: server, client_system_title: client } = keys;
  const octets = (hex: string | undefined) => (hex === undefined || hex === '' ? undefined : fromHex(hex));
  return {
    blockCipherKey: octets(ek),
    authenticationKey: octets(ak),
    masterKey: octets(kek),
    agreedKey: octets(keys.derived_mac_key),
    systemTitle: octets(server ?? title),
    clientSystemTitle: octets(client ?? title),
  };
}

/** All fields of all reports, those inside of others included. */
export function fieldsOf(reports: readonly Report[]): readonly Field[] {
  const flat = (fields: readonly Field[]): Field[] =>
    fields.flatMap((field) => [field, ...flat(field.fields ?? [])]);
  return reports.flatMap(({ fields }) => flat(fields));
}

type Scalar = number | string | boolean | null;

export interface StatedValue {
  readonly value: Scalar;
  readonly found_as?: {
    readonly type: string;
    readonly raw: Scalar;
    readonly scaler_in_message?: number | null;
    readonly unit_code_in_message?: number | null;
  };
}

/** Whether a field has the value, as the message has it or as the source states it. */
export function hasValue(fields: readonly Field[], { value, found_as: foundAs }: StatedValue): boolean {
  return fields.some(
    ({ value: told, meaning }) =>
      isSame(told, foundAs?.raw ?? value) || (meaning !== undefined && isIn(meaning, foundAs?.raw ?? value)),
  );
}

/** Whether a field has the value, and the quantity that the scaler and unit of the message make of it. */
export function hasQuantity(fields: readonly Field[], stated: StatedValue): boolean {
  const { raw, scaler_in_message: scaler, unit_code_in_message: unit } = stated.found_as ?? {};
  if (typeof raw !== 'number' || typeof scaler !== 'number' || typeof unit !== 'number') return true;
  const due = raw * 10 ** scaler;
  return fields.some(({ value, meaning = '' }) => {
    const scaled = Number.parseFloat(meaning);
    return value === raw && Math.abs(scaled - due) <= Math.abs(due) * 1e-9;
  });
}

function isSame(told: Plain | undefined, stated: Scalar): boolean {
  if (typeof told !== 'string' || typeof stated === 'boolean' || stated === null) return told === stated;
  if (typeof stated === 'string') return told.toLowerCase().includes(stated.toLowerCase());
  // JSON has no exact 64-bit numbers, and telegrams are in thousands of units.
  return Number(told) === stated || numbersIn(told).some((each) => each === stated || each * 1000 === stated);
}

function isIn(meaning: string, stated: Scalar): boolean {
  return typeof stated === 'string' && (meaning === JSON.stringify(stated) || meaning.startsWith(stated));
}

function numbersIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/\d+(?:\.\d+)?/g), ([digits]) => Number(digits));
}

type Check = (stated: unknown, fields: readonly Field[], reports: readonly Report[]) => boolean;

const valued =
  (...names: string[]): Check =>
  (stated, fields) =>
    fields.some(({ name, value }) => names.includes(name) && isEqual(value, stated));

const meant =
  (...names: string[]): Check =>
  (stated, fields) =>
    fields.some(
      ({ name, meaning, value }) => names.includes(name) && (meaning === stated || value === stated),
    );

const MECHANISMS: Readonly<Record<string, string>> = {
  lls: MECHANISM_NAME.COSEM_low_level_security,
  'hls-manufacturer': MECHANISM_NAME.COSEM_high_level_security,
  'hls-gmac': MECHANISM_NAME.COSEM_high_level_security_using_GMAC,
};
const CONTEXTS: Readonly<Record<string, RegExp>> = {
  LN: /^Logical_Name.*No_Ciphering/,
  SN: /^Short_Name.*No_Ciphering/,
  'LN-ciphered': /^Logical_Name.*With_Ciphering/,
};
const SECRET = '***';

/** By the last word of the path; what is not here is in no field of its own. */
const CHECKS: Readonly<Record<string, Check>> = {
  ctl_type: (stated, _, reports) => controlsOf(reports).some(({ kind }) => kind === stated),
  ctl_nr: (stated, _, reports) => controlsOf(reports).some((control) => control.receiveNumber === stated),
  ctl_ns: (stated, _, reports) => controlsOf(reports).some((control) => control.sendNumber === stated),
  ctl_pf: (stated, _, reports) => controlsOf(reports).some(({ pollFinal }) => Number(pollFinal) === stated),
  dst: (stated, fields) => isEnd(stated, fields, 'destination'),
  src: (stated, fields) => isEnd(stated, fields, 'source'),
  fcs_ok: (stated, fields) => checkHolds(fields, 'FCS') === stated,
  hcs_ok: (stated, fields) => checkHolds(fields, 'HCS') === stated,
  segmented: (stated, _, reports) => reports.some((report) => report.segmented === stated),
  apdu: (stated, fields) =>
    fields.some(
      ({ name, meaning = '' }) => name === 'APDU' && plainName(meaning) === plainName(String(stated)),
    ),
  diagnostic: valued('result-source-diagnostic'),
  result: (stated, fields, reports) =>
    valued('result')(stated, fields, reports) ||
    meant('action-result', 'data-access-result')(stated, fields, reports),
  access_result: meant('data-access-result'),
  security_control: valued('security-control'),
  invocation_counter: valued('invocation-counter'),
  reason: valued('reason'),
  state_error: valued('state-error'),
  service_error: valued('service-error'),
  error_value: valued('error value'),
  server_max_receive_pdu_size: valued('server-max-receive-pdu-size'),
  client_max_receive_pdu_size: valued('client-max-receive-pdu-size'),
  vaa_name: valued('vaa-name'),
  proposed_conformance: valued('proposed-conformance'),
  negotiated_conformance: valued('negotiated-conformance'),
  block_number: valued('block-number'),
  block_number_ack: valued('block-number-ack'),
  last_block: (stated, fields) =>
    valued('last-block')(stated, fields, []) ||
    fields.some(
      ({ name, meaning = '' }) => name === 'block-control' && meaning.includes('last block') === stated,
    ),
  raw_data: valued('raw-data'),
  system_title: valued('system-title'),
  calling_ap_title: valued('calling-AP-title'),
  responding_ap_title: valued('responding-AP-title'),
  transaction_id: valued('transaction-id'),
  originator_system_title: valued('originator-system-title'),
  recipient_system_title: valued('recipient-system-title'),
  dedicated_key: (_, fields) => valued('dedicated-key')(SECRET, fields, []),
  calling_authentication_value: (stated, fields) =>
    valued('calling-authentication-value')(stated, fields, []) ||
    valued('calling-authentication-value')(SECRET, fields, []),
  responding_authentication_value: (stated, fields) =>
    valued('responding-authentication-value')(stated, fields, []) ||
    valued('responding-authentication-value')(SECRET, fields, []),
  mechanism: (stated, fields) => valued('mechanism-name')(MECHANISMS[String(stated)], fields, []),
  application_context: (stated, fields) =>
    fields.some(
      ({ name, meaning = '' }) =>
        name === 'application-context-name' && CONTEXTS[String(stated)]?.test(meaning) === true,
    ),
  variable_name: (stated, fields) =>
    valued('short name')(`0x${Number(stated).toString(16).padStart(4, '0').toUpperCase()}`, fields, []),
  attribute: (stated, fields) => {
    const { class_id: classId, obis, id } = stated as Record<string, unknown>;
    return (
      valued('class-id')(classId, fields, []) &&
      valued('instance-id')(obis, fields, []) &&
      valued('attribute-id')(id, fields, [])
    );
  },
  class_id: valued('class-id'),
  obis: valued('instance-id'),
  params: (stated, _, reports) => isParameters(stated, reports),
  value: (stated, fields) => fields.some(({ value }) => isEqual(value, stated)),
  service: valued('service'),
  error_type: valued('error class'),
  proposed_dlms_version: valued('proposed-dlms-version-number'),
  negotiated_dlms_version: valued('negotiated-dlms-version-number'),
  long_invoke_id: (stated, fields) =>
    fields.some(({ meaning = '' }) => meaning.includes(`long-invoke-id ${String(stated)},`)),
  choice: meant('type', 'choice'),
  type: (stated, fields) => fields.some(({ name }) => name === stated),
  id: valued('attribute-id', 'method-id'),
  selector: valued('access-selector'),
  version: valued('version'),
  length: valued('format', 'length'),
  length_ok: (_, fields) => checkHolds(fields, 'format') && checkHolds(fields, 'length'),
  parameters: valued('key-parameters'),
  other_information: valued('other-information'),
  spec: meant('service'),
};

/** Undefined for facts that no field stands for. */
export function hasFact(path: string, stated: unknown, reports: readonly Report[]): boolean | undefined {
  const check = CHECKS[path.split('/').at(-1) ?? ''];
  return check?.(stated, fieldsOf(reports), reports);
}

function controlsOf(reports: readonly Report[]): readonly Record<string, unknown>[] {
  return reports.flatMap(({ control, stated }) => {
    const inner = (stated as { readonly control?: Plain } | undefined)?.control;
    return [control, inner].filter((one) => one !== undefined) as unknown as Record<string, unknown>[];
  });
}

function checkHolds(fields: readonly Field[], name: string): boolean {
  return fields.every((field) => field.name !== name || field.error === undefined);
}

/** An HDLC address, or a wPort. */
function isEnd(stated: unknown, fields: readonly Field[], name: string): boolean {
  if (typeof stated === 'number') return valued(`${name} wPort`)(stated, fields, []);
  const { len, upper, lower } = stated as Record<string, number>;
  return valued(name)(len === 1 ? `${upper}` : `${upper}/${lower}`, fields, []);
}

function isParameters(stated: unknown, reports: readonly Report[]): boolean {
  const due = stated as Record<string, number>;
  return reports.some(({ parameters }) => {
    const told = parameters as Record<string, number> | undefined;
    return told?.maxInfoTransmit === due.max_info_tx && told?.windowReceive === due.window_rx;
  });
}

/** Hexadecimal text in either case. */
function isEqual(told: Plain | undefined, stated: unknown): boolean {
  if (Array.isArray(told) && Array.isArray(stated)) return told.join() === stated.join();
  return String(told).toLowerCase() === String(stated).toLowerCase();
}

function plainName(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}
