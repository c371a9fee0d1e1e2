/** The settings of a simulator node, where every value may be text, as options of the simulated meters. */
import { readPassword } from '../src/meter/password-setting.js';
import { SettingReader } from '../src/meter/setting-reader.js';
import type { HostOptions } from '../src/simulator/host.js';

const HINT = 'Correct the settings of the simulator node.';
const PORTS = { hdlc: 'hdlcPort', wrapper: 'wrapperPort', iec: 'iecPort' } as const;
const AUTHS = { None: 'None', Low: 'Low' } as const;
const LARGEST_ADDRESS = 0x3ffd;

/** @throws DlmsError DLMS_SETTING that names each wrong setting, its value and what is allowed. */
export function simulatorOptions(
  input: Readonly<Record<string, unknown>>,
  password: string | undefined,
): HostOptions {
  const reader = new SettingReader(input, (property) => property);
  const address = (property: string, fallback: number) =>
    reader.integer(property, { min: 1, max: LARGEST_ADDRESS, fallback });
  const port = reader.integer('port', { min: 0, max: 65_535, fallback: 4059 });
  const portName = reader.word<(typeof PORTS)[keyof typeof PORTS]>('framing', PORTS, 'hdlcPort');
  const auth = reader.word('auth', AUTHS, 'None');
  const options: HostOptions = {
    host: reader.text('host') || '127.0.0.1',
    [portName]: port,
    logicalAddress: address('logicalAddress', 1),
    physicalAddress: address('physicalAddress', 16),
    meters: reader.integer('meters', { min: 1, max: 1000, fallback: 1 }),
    auth,
    password: readPassword(reader, password, auth === 'Low'),
  };
  reader.finish(HINT);
  return options;
}
