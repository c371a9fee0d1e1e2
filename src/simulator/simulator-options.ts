/** What a user says about a simulator, checked, and the meters that come of it. */
import { DlmsError } from '../errors.js';
import type { CounterObserver } from './client-counters.js';
import { demoMeter } from './demo-meter.js';
import type { Faults } from './faults.js';
import { DEFAULT_HDLC_LIMITS, type HdlcLimits } from './hdlc-limits.js';
import type { MeterClock } from './meter-clock.js';
import { resolveSecurity, type SecurityOptions, type SiteSecurity } from './security-settings.js';
import { seededOctets } from './seeded.js';
import { type ApplicationLimits, DEFAULT_APPLICATION_LIMITS, type Site } from './site.js';

export interface SimulatorOptions extends SecurityOptions {
  /** Meters behind each port, 1 to 1000, at physicalAddress, physicalAddress + 1, … */
  readonly meters?: number | undefined;
  readonly logicalAddress?: number | undefined;
  readonly physicalAddress?: number | undefined;
  /** What a client may use; `both` where left out. */
  readonly referencing?: 'LN' | 'SN' | 'both' | undefined;
  readonly faults?: Faults | undefined;
  readonly limits?: Partial<HdlcLimits & ApplicationLimits> | undefined;
  readonly clock?: MeterClock | undefined;
  readonly objectListLimit?: number | undefined;
  /** The first invocation counter that each meter sends; 1 where left out. */
  readonly firstCounter?: number | undefined;
  /** Told each invocation counter that a client uses. */
  readonly onCounter?: CounterObserver | undefined;
  /** Octets for challenges and ephemeral keys; a fixed sequence, good for tests alone, where left out. */
  readonly random?: ((length: number) => Uint8Array) | undefined;
}

const LARGEST_ADDRESS = 0x3ffd;
const LARGEST_COUNT = 1000;
const LARGEST_COUNTER = 0xffffffff;

/** @throws DlmsError DLMS_SETTING that names the setting, its value and what is allowed */
export function siteOf(options: SimulatorOptions, faults: () => Faults): Site {
  const { meters = 1, logicalAddress = 1, physicalAddress = 16, referencing } = options;
  check('meters', meters, 1, LARGEST_COUNT);
  check('logicalAddress', logicalAddress, 1, LARGEST_ADDRESS);
  check('physicalAddress', physicalAddress, 1, LARGEST_ADDRESS + 1 - meters);
  const hdlc = hdlcLimits(options.limits);
  const application = applicationLimits(options.limits);
  const { clock, objectListLimit, random = seededOctets(0), firstCounter = 1, onCounter } = options;
  check('firstCounter', firstCounter, 0, LARGEST_COUNTER);
  const security = { site: securityOf(options), faults, firstCounter, observe: onCounter };
  const list = Array.from({ length: meters }, (_, index) =>
    demoMeter({
      index,
      logicalAddress,
      physicalAddress,
      clock,
      hdlc,
      objectListLimit,
      security,
      random,
    }),
  );
  return { meters: list, referencing: checkReferencing(referencing), hdlc, application, faults, random };
}

/** @throws DlmsError DLMS_SETTING */
function securityOf(options: SecurityOptions): SiteSecurity {
  const problems: string[] = [];
  const security = resolveSecurity(options, (option, why) => problems.push(`${option} ${why}`));
  if (problems.length === 0) return security;
  throw setting(problems.join('; '), 'Correct the options of the simulated meter.');
}

function hdlcLimits(given: SimulatorOptions['limits'] = {}): HdlcLimits {
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive, inactivitySeconds } = {
    ...DEFAULT_HDLC_LIMITS,
    ...given,
  };
  check('maxInfoTransmit', maxInfoTransmit, 32, 2030);
  check('maxInfoReceive', maxInfoReceive, 32, 2030);
  check('windowTransmit', windowTransmit, 1, 7);
  check('windowReceive', windowReceive, 1, 7);
  check('inactivitySeconds', inactivitySeconds, 0, 0xffff);
  return { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive, inactivitySeconds };
}

function applicationLimits(given: SimulatorOptions['limits'] = {}): ApplicationLimits {
  const { maxPduSize, conformance, blockWindow = 1 } = { ...DEFAULT_APPLICATION_LIMITS, ...given };
  check('maxPduSize', maxPduSize, 64, 0xffff);
  check('blockWindow', blockWindow, 1, 63);
  return { maxPduSize, conformance, blockWindow };
}

function checkReferencing(referencing: SimulatorOptions['referencing'] = 'both') {
  if (['LN', 'SN', 'both'].includes(referencing)) return referencing;
  throw setting(`referencing "${String(referencing)}" is unknown`, 'The simulator knows LN, SN and both.');
}

function check(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw setting(
    `${name} is ${value}, but must be a whole number from ${least} to ${most}`,
    `Correct ${name}.`,
  );
}

function setting(message: string, hint: string): DlmsError {
  return new DlmsError(message, { code: 'DLMS_SETTING', layer: 'settings', fault: 'settings', hint });
}
