/** The meters of a captured session with the secrets that it does without. */
import type { Configuration, Environment } from '../config/configuration.js';
import { secretsNeeded } from '../config/device-entry.js';
import { DEVICE_FILE_NAMES, fileNameOf } from '../config/file-names.js';
import type { CapturedDevice, CapturedSession } from '../meter/capture/session.js';
import { resolveSettings, type SettingSecrets } from '../meter/resolve-settings.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Command } from './arguments/command.js';
import { usageError } from './failure.js';
import { environmentSecrets } from './meter-options.js';

export interface PlayedMeter {
  readonly settings: MeterSettings;
  readonly captured: CapturedDevice;
}

/** Secrets by their property. */
type Given = Readonly<Record<string, string>>;

/** Those that a client may need to do the same once more. */
const SECRETS = ['password', 'block_cipher_key', 'authentication_key', 'dedicated_key'];

export function addReplaySecrets(command: Command): Command {
  for (const file of SECRETS) {
    const name = file.replaceAll('_', '-');
    command.option(`--${name} <value>`, `of the session (DLMS_${file.toUpperCase()})`);
  }
  return command;
}

/**
 * @param file of devices that may have the secrets of those of the session, by alias
 * @throws DlmsError DLMS_USAGE that names the secrets that are missing, DLMS_SETTING
 */
export function playedMeters(
  { devices }: CapturedSession,
  file: Configuration | undefined,
  options: Readonly<Record<string, unknown>>,
  environment: Environment,
): readonly PlayedMeter[] {
  const everywhere = { ...environmentSecrets(environment), ...optionSecrets(options) };
  const givenFor = ({ alias }: CapturedDevice): Given => {
    const inFile = file?.devices.find((device) => device.alias === alias)?.secrets;
    return { ...inFile, ...everywhere };
  };
  const lacking = devices.map((device) => ({ device, missing: missingSecrets(device, givenFor(device)) }));
  const wanting = lacking.filter(({ missing }) => missing.length > 0);
  if (wanting.length > 0) {
    const names = devices.length > 1 ? wanting.map(({ device }) => device.alias) : [];
    throw wanted([...new Set(wanting.flatMap(({ missing }) => missing))], names);
  }
  return devices.map((captured) => {
    if (isSigned(captured)) {
      throw usageError(`the session of ${captured.alias} has digital signatures, which come only once`);
    }
    const secrets = secretsOf(captured, givenFor(captured));
    return {
      captured,
      settings: resolveSettings(captured.properties, secrets, (name) => fileNameOf(name)).settings,
    };
  });
}

function optionSecrets(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const found = DEVICE_FILE_NAMES.filter(({ file }) => SECRETS.includes(file)).flatMap(({ property }) => {
    const value = options[property];
    return typeof value === 'string' ? [[property, value] as const] : [];
  });
  return Object.fromEntries(found);
}

/** Asterisks stand for the password that went over the line, whatever it was. */
function secretsOf(
  { passwordOctets, dedicatedKey, properties }: CapturedDevice,
  given: Given,
): SettingSecrets {
  const { dedicatedKey: givenKey, ...others } = given;
  const isStandIn = passwordOctets > 0 && properties.auth !== 'High';
  return {
    ...others,
    dedicatedKey: { none: undefined, drawn: 'auto', given: givenKey }[dedicatedKey],
    ...(isStandIn ? { password: '*'.repeat(passwordOctets) } : {}),
  };
}

function missingSecrets(device: CapturedDevice, given: Given): readonly string[] {
  if (isSigned(device)) return [];
  const needed = secretsNeeded({ properties: device.properties, secrets: {} });
  const secrets = new Map(Object.entries(secretsOf(device, given)));
  const all = device.dedicatedKey === 'given' ? [...needed, 'dedicatedKey'] : needed;
  return all.filter((name) => secrets.get(name) === undefined);
}

function isSigned({ properties: { auth, quirks = '' } }: CapturedDevice): boolean {
  return auth === 'HighEcdsa' || /(?:^|[\s,])signed(?:$|[\s,])/.test(String(quirks));
}

/** @param devices that need them, where the session has several */
function wanted(missing: readonly string[], devices: readonly string[]): Error {
  const files = missing.map((property) => fileNameOf(property));
  const flags = files.map((file) => `--${file.replaceAll('_', '-')}`).join(', ');
  return usageError(
    `the session can only be done again with its secrets: ${flags}${devices.length > 0 ? ` of ${devices.join(', ')}` : ''}`,
    `Give them as options, in the environment (${files.map((file) => `DLMS_${file.toUpperCase()}`).join(', ')}), or in the file of -c.`,
  );
}
