/**
 * The vocabulary of configuration files and of the command line (the gateway's names, which stand in
 * integrators' sheets), and the property of the device node or of a signal row that each stands for.
 */

export interface FileName {
  readonly file: string;
  readonly property: string;
  /** Kept apart from the properties and never printed. */
  readonly secret?: true | undefined;
}

/** Settings of a meter. Where one property has two names, the first is the usual one. */
export const DEVICE_FILE_NAMES: readonly FileName[] = [
  { file: 'name', property: 'name' },
  { file: 'description', property: 'info' },
  { file: 'device_alias', property: 'alias' },
  { file: 'protocol', property: 'transport' },
  { file: 'serialnumber', property: 'serialNumber' },
  { file: 'serialnumber_formula', property: 'serialNumberFormula' },
  { file: 'slave_address', property: 'physicalAddress' },
  { file: 'server_address', property: 'physicalAddress' },
  { file: 'id', property: 'logicalAddress' },
  { file: 'address_size', property: 'addressSize' },
  { file: 'master_address', property: 'clientAddress' },
  { file: 'type', property: 'referencing' },
  { file: 'mode', property: 'mode' },
  { file: 'timeout_ms', property: 'timeoutMs' },
  { file: 'auth', property: 'auth' },
  { file: 'password', property: 'password', secret: true },
  { file: 'ip', property: 'host' },
  { file: 'port', property: 'port' },
  { file: 'device', property: 'serialPort' },
  { file: 'baudrate', property: 'baudRate' },
  { file: 'databits', property: 'dataBits' },
  { file: 'stopbits', property: 'stopBits' },
  { file: 'parity', property: 'parity' },
  { file: 'flowcontrol', property: 'flowControl' },
  { file: 'ca', property: 'tlsCa' },
  { file: 'tls_ca', property: 'tlsCa' },
  { file: 'tls_cert', property: 'tlsCert' },
  { file: 'tls_key', property: 'tlsKey', secret: true },
  { file: 'tls_server_name', property: 'tlsServerName' },
  { file: 'tls_verify', property: 'tlsVerify' },
  { file: 'iec_start_baud', property: 'iecStartBaud' },
  { file: 'iec_device_address', property: 'iecDeviceAddress' },
  { file: 'iec_readout', property: 'iecReadout' },
  { file: 'retry_counter', property: 'retryCounter' },
  { file: 'scan_rate_ms', property: 'scanRateMs' },
  { file: 'poll_delay_ms', property: 'pollDelayMs' },
  { file: 'quirks', property: 'quirks' },
  { file: 'lockout_wait_ms', property: 'lockoutWaitMs' },
  { file: 'security', property: 'security' },
  { file: 'security_suite', property: 'securitySuite' },
  { file: 'system_title', property: 'systemTitle' },
  { file: 'server_system_title', property: 'serverSystemTitle' },
  { file: 'block_cipher_key', property: 'blockCipherKey', secret: true },
  { file: 'authentication_key', property: 'authenticationKey', secret: true },
  { file: 'dedicated_key', property: 'dedicatedKey', secret: true },
  { file: 'invocation_counter', property: 'invocationCounter' },
  { file: 'signing_key', property: 'signingKey', secret: true },
  { file: 'server_public_key', property: 'serverPublicKey', secret: true },
];

/** Files also say whether a device is in use; the node keeps that outside of its properties. */
export const DEVICE_ENTRY_NAMES: readonly FileName[] = [
  ...DEVICE_FILE_NAMES,
  { file: 'enable', property: 'enable' },
];

/** A signal: one value of a meter under a name of its own. */
export const SIGNAL_FILE_NAMES: readonly FileName[] = [
  { file: 'signal_name', property: 'name' },
  { file: 'device_alias', property: 'device' },
  { file: 'signal_alias', property: 'alias' },
  { file: 'enable', property: 'enable' },
  { file: 'log', property: 'log' },
  { file: 'SN', property: 'sn' },
  { file: 'job_todo', property: 'job' },
  { file: 'tag_job', property: 'job' },
  { file: 'tag_job_todo', property: 'todo' },
  { file: 'number_type', property: 'numberType' },
  { file: 'pulse_short_time_ms', property: 'pulseShortMs' },
  { file: 'pulse_long_time_ms', property: 'pulseLongMs' },
];

export interface FromFileNames {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What stands under names that the table does not hold is left out, like empty values. */
export function fromFileNames(
  record: Readonly<Record<string, unknown>>,
  names: readonly FileName[] = DEVICE_FILE_NAMES,
): FromFileNames {
  const properties: Record<string, unknown> = {};
  const secrets: Record<string, string> = {};
  for (const [key, value] of Object.entries(record)) {
    const name = findFileName(key, names);
    if (name === undefined || value === undefined || value === null || value === '') continue;
    if (name.secret) secrets[name.property] = String(value);
    else properties[name.property] = value;
  }
  return { properties, secrets };
}

/** No name is as long, with whatever is around it. */
const LONGEST = 200;

const indexes = new WeakMap<readonly FileName[], ReadonlyMap<string, FileName>>();

export function findFileName(written: string, names: readonly FileName[]): FileName | undefined {
  if (written.length > LONGEST) return undefined;
  const index = indexes.get(names) ?? new Map(names.map((name) => [canonical(name.file), name]));
  indexes.set(names, index);
  return index.get(canonical(written));
}

/** The usual name in files for a property; the property itself where files have none. */
export function fileNameOf(property: string, names: readonly FileName[] = DEVICE_FILE_NAMES): string {
  return names.find((name) => name.property === property)?.file ?? property;
}

/** Each property once, under its usual name. */
export function usualNames(names: readonly FileName[]): readonly FileName[] {
  return names.filter((name, at) => names.findIndex(({ property }) => property === name.property) === at);
}

/** What makes no difference: case, white space, dashes of all kinds, and characters that nobody sees. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/[\s_\p{Pd}\p{Cf}]/gu, '');
}
