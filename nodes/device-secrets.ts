/** The secrets of a meter: credentials of its node, which Node-RED keeps apart from the flow. */
import { settingError } from '../src/meter/setting-reader.js';

/** Never exported with the flow. */
export const CREDENTIALS = {
  password: { type: 'password' },
  blockCipherKey: { type: 'password' },
  authenticationKey: { type: 'password' },
  dedicatedKey: { type: 'password' },
  signingKey: { type: 'password' },
  serverPublicKey: { type: 'password' },
  tlsKey: { type: 'password' },
} as const;

export type DeviceCredentials = Readonly<Partial<Record<keyof typeof CREDENTIALS, string>>>;

/** Node-RED leaves such a text as it is where there is no variable of that name. */
const VARIABLE = /^\$(?:\{\S+\}|\(\S+\))$/;

/**
 * @param credentials with their environment variables filled in by Node-RED
 * @throws DlmsError DLMS_SETTING for a variable that does not exist: its name would be sent as the password
 */
export function deviceSecrets(credentials: DeviceCredentials = {}): DeviceCredentials {
  const missing = Object.entries(credentials).filter(([, value]) => VARIABLE.test(String(value)));
  if (missing.length === 0) return credentials;
  const what = missing.map(([name, value]) => `${name} is ${value}, and there is no such variable`);
  throw settingError(
    what.join('; '),
    'Set the environment variable where Node-RED is started, or in its global environment variables.',
  );
}
