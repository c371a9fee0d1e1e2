/**
 * The options that say which meter is meant: the names of configuration files with dashes, or an entry of
 * such a file. An option goes before the environment (secrets only), and that before the file.
 */
import type { Configuration, DeviceEntry, Environment } from '../config/configuration.js';
import { DEVICE_FILE_NAMES, type FileName, fileNameOf, fromFileNames } from '../config/file-names.js';
import type { Tag } from '../cosem/obis.js';
import { type CapturedDevice, capturedDevice } from '../meter/capture/session.js';
import { resolveSettings } from '../meter/resolve-settings.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Command } from './arguments/command.js';
import { captureWish } from './capture.js';
import { addConfigurationOptions, loadConfiguration } from './configuration-options.js';
import { usageError } from './failure.js';
import { addPortMap, isGatewayPort, mappedPorts, unmappedText, withMappedPort } from './gateway-port.js';
import { type TraceChoice, traceChoice } from './trace-options.js';

/** Options that are missing here are understood, but not shown by --help. */
const HELP: Readonly<Record<string, string>> = {
  ip: 'name or address of the meter or gateway',
  port: 'its port (4059)',
  protocol: 'tcp, tls, udp or serial (tcp; serial where only --device is given)',
  device: 'path of a serial port, where the meter is not reached by --ip',
  mode: 'DLMS-HDLC, IEC (IEC 62056-21 start, then HDLC) or DLMS-WRAPPER (DLMS-HDLC)',
  type: 'SN (short names) or LN (logical names) (SN)',
  slave_address: 'physical address, 0…16383 (1600); also --server-address',
  serialnumber: 'number of the meter, from which the physical address is computed',
  serialnumber_formula: 'how it is computed, with + - * / % and parentheses (SN % 10000 + 1000)',
  id: 'logical address, 0…16383 (0)',
  address_size: 'octets of the HDLC address: 1, 2, 4, or 0 for the smallest that fits (1)',
  master_address: 'client address, 1…127 (16)',
  auth: 'None, Low, High, HighMd5, HighSha1, HighSha256, HighGmac or HighEcdsa (None)',
  password: 'text, or 0x… for octets (DLMS_PASSWORD)',
  security: 'None, Authentication, Encryption or AuthenticationEncryption (None)',
  security_suite: '0, 1 or 2 (0)',
  system_title: 'of this client, 16 hexadecimal digits (made once, and kept)',
  server_system_title: 'of the meter, where it does not send its own',
  block_cipher_key: 'global encryption key, hexadecimal (DLMS_BLOCK_CIPHER_KEY)',
  authentication_key: 'hexadecimal (DLMS_AUTHENTICATION_KEY)',
  dedicated_key: 'hexadecimal, or auto for another one each time (none)',
  invocation_counter: 'stored, a number to start from, or OBIS code of the counter object (stored)',
  signing_key: 'own private key: PEM, hexadecimal, or a file (DLMS_SIGNING_KEY)',
  server_public_key: 'public key or certificate of the meter: PEM, hexadecimal, or a file',
  quirks: 'how the meter deviates from the book, names with commas between them (none)',
  timeout_ms: 'how long an answer may take (2500)',
  retry_counter: 'requests until the link counts as lost (3)',
  poll_delay_ms: 'least silence before anything is sent (200)',
  baudrate: '300…115200; with --mode IEC at most (9600)',
  databits: '7 or 8 (8)',
  stopbits: '1 or 2 (1)',
  parity: 'none, even or odd (none)',
  iec_start_baud: 'speed of the IEC start (300)',
  iec_device_address: 'whom the IEC start calls; SN for --serialnumber (any meter)',
  iec_readout: 'plain readout in place of DLMS: auto, never or always (auto)',
  ca: 'file with the certificate authorities to trust with --protocol tls',
  tls_cert: 'file with the certificate of this client',
  tls_key: 'file with its private key (DLMS_TLS_KEY)',
  tls_server_name: 'name in the certificate of the meter (that of --ip)',
  tls_verify: 'on, or off to take any certificate (on)',
  device_alias: 'which device of the file; also the name in the output',
};

const SECRETS_NOTE = `
Who sees the processes of this computer sees their options: better put secrets into the environment, under the
names in capitals above (DLMS_ and the option's name). Traces, messages and results never show them.`;

const FILES: readonly string[] = ['ca', 'tls_cert', 'tls_key'];

export interface MeterChoice {
  readonly settings: MeterSettings;
  /** What is to be said to the user before it begins. */
  readonly warnings: readonly string[];
  /** The tags of the signals that the file has for this device. */
  readonly fileTags: readonly Tag[];
  readonly trace: TraceChoice;
  /** What of the device may be written down. */
  readonly device: CapturedDevice;
  /** Where a capture goes, if one is wanted. */
  readonly capture?: string | undefined;
}

export function addMeterOptions(command: Command): Command {
  addPortMap(addConfigurationOptions(command));
  const names = [...DEVICE_FILE_NAMES].sort((a, b) => helpOrder(a) - helpOrder(b));
  for (const name of names) {
    const help = HELP[name.file];
    const flags = `${flagOf(name.file)} <${FILES.includes(name.file) ? 'file' : 'value'}>`;
    command.option(flags, help ?? '', { hidden: help === undefined });
  }
  return command.addHelpText(SECRETS_NOTE);
}

function helpOrder({ file }: FileName): number {
  const at = Object.keys(HELP).indexOf(file);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** @throws DlmsError with every reason why the settings cannot work */
export async function chooseMeter(
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
): Promise<MeterChoice> {
  const given = fromFileNames(
    Object.fromEntries(DEVICE_FILE_NAMES.map(({ file }) => [file, options[optionKey(file)]])),
  );
  const file =
    typeof options.config === 'string'
      ? await loadConfiguration(options.config, options, environment, {
          variables: environment,
          partial: true,
        })
      : undefined;
  const entry = file && deviceIn(file, given.properties.alias);
  const properties = withMappedPort(
    { ...entry?.properties, ...given.properties },
    mappedPorts(options, environment),
  );
  const secrets = { ...entry?.secrets, ...environmentSecrets(environment), ...given.secrets };
  const { settings, warnings } = resolveSettings(properties, secrets, (property) =>
    file === undefined ? flagOf(fileNameOf(property)) : fileNameOf(property),
  );
  const { transport, serial } = settings;
  if (transport === 'serial' && isGatewayPort(serial.serialPort))
    throw usageError(unmappedText(serial.serialPort));
  const disabled = entry?.enabled === false ? [`device ${settings.alias} is disabled in the file`] : [];
  const fileTags = tagsOf(file, entry);
  const told = [...(file?.warnings ?? []), ...disabled, ...warnings];
  const device = capturedDevice(properties, settings);
  const capture = captureWish(options);
  return { settings, warnings: told, fileTags, trace: traceChoice(options), device, capture };
}

function deviceIn({ devices }: Configuration, alias: unknown): DeviceEntry {
  const aliases = devices.map((device) => device.alias).join(', ');
  if (alias === undefined) {
    const enabled = devices.filter((device) => device.enabled);
    const [only] = enabled;
    if (only !== undefined && enabled.length === 1) return only;
    throw usageError(
      `the file holds ${devices.length} devices`,
      `Choose one with --device-alias: ${aliases || 'there is none to choose'}.`,
    );
  }
  const device = devices.find((each) => each.alias === alias || each.properties.name === alias);
  if (device !== undefined) return device;
  throw usageError(`the file holds no device "${String(alias)}"`, `It holds: ${aliases || 'none'}.`);
}

function tagsOf(file: Configuration | undefined, entry: DeviceEntry | undefined): readonly Tag[] {
  const signals = file?.signals.filter(({ device, enabled }) => enabled && device === entry?.alias) ?? [];
  return signals.flatMap(({ signal }) => (signal === undefined ? [] : [signal.tag]));
}

/** `DLMS_PASSWORD` and its like; the names of secrets by property. */
export function environmentSecrets(environment: Environment): Record<string, string> {
  const found = DEVICE_FILE_NAMES.filter(({ secret }) => secret).flatMap(({ file, property }) => {
    const value = environment[`DLMS_${file.toUpperCase()}`];
    return value === undefined || value === '' ? [] : [[property, value] as const];
  });
  return Object.fromEntries(found);
}

function flagOf(file: string): string {
  return `--${file.replaceAll('_', '-')}`;
}

/** The key under which the option parser keeps a value: `slaveAddress`. */
function optionKey(file: string): string {
  return file.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
