/** The settings of a simulator node, where every value may be text, as options of the simulated meters. */
import { quirkyOptions } from '../src/config/simulated-quirks.js';
import { readSimulatedSecurity, type SimulatedSecrets } from '../src/config/simulated-security.js';
import { SettingReader } from '../src/meter/setting-reader.js';
import type { HostOptions } from '../src/simulator/host.js';

const HINT = 'Correct the settings of the simulator node.';
const PORTS = { hdlc: 'hdlcPort', wrapper: 'wrapperPort', iec: 'iecPort' } as const;
const REFERENCINGS = { LN: 'LN', SN: 'SN', both: 'both' } as const;
const LARGEST_ADDRESS = 0x3ffd;

/** @throws DlmsError DLMS_SETTING that names each wrong setting, its value and what is allowed. */
export function simulatorOptions(
  input: Readonly<Record<string, unknown>>,
  secrets: SimulatedSecrets = {},
): HostOptions {
  const reader = new SettingReader(input, (property) => property);
  const address = (property: string, fallback: number) =>
    reader.integer(property, { min: 1, max: LARGEST_ADDRESS, fallback });
  const port = reader.integer('port', { min: 0, max: 65_535, fallback: 4059 });
  const portName = reader.word<(typeof PORTS)[keyof typeof PORTS]>('framing', PORTS, 'hdlcPort');
  const quirky = quirkyOptions(reader, 'quirks');
  const { options: security, site } = readSimulatedSecurity(reader, secrets);
  if (quirky.faults?.onlySigned && site.suite === 0)
    reader.refuse('quirks', 'needs securitySuite 1 or 2: suite 0 has no signatures');
  const options: HostOptions = {
    host: reader.text('host') || '127.0.0.1',
    [portName]: port,
    logicalAddress: address('logicalAddress', 1),
    physicalAddress: address('physicalAddress', 16),
    meters: reader.integer('meters', { min: 1, max: 1000, fallback: 1 }),
    referencing: reader.word('referencing', REFERENCINGS, 'both'),
    ...quirky,
    ...security,
  };
  reader.finish(HINT);
  return options;
}
