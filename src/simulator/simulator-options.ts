/** What a user says about a simulator, checked, and the meters that come of it. */
import { fromHex } from '../encoding/hex.js';
import { DlmsError } from '../errors.js';
import { demoMeter } from './demo-meter.js';
import type { Faults } from './faults.js';
import { DEFAULT_HDLC_LIMITS, type HdlcLimits } from './hdlc-limits.js';
import type { MeterClock } from './meter-clock.js';
import { type ApplicationLimits, DEFAULT_APPLICATION_LIMITS, type Site } from './site.js';

export interface SimulatorOptions {
  /** Meters behind each port, 1 to 1000, at physicalAddress, physicalAddress + 1, … */
  readonly meters?: number | undefined;
  readonly logicalAddress?: number | undefined;
  readonly physicalAddress?: number | undefined;
  readonly auth?: 'None' | 'Low' | undefined;
  /** Needed with `Low`; a secret. Text stands for its UTF-8 octets, `0x…` for the octets written so. */
  readonly password?: string | Uint8Array | undefined;
  /** What a client may use; `both` where left out. */
  readonly referencing?: 'LN' | 'SN' | 'both' | undefined;
  readonly faults?: Faults | undefined;
  readonly limits?: Partial<HdlcLimits & ApplicationLimits> | undefined;
  readonly clock?: MeterClock | undefined;
  readonly objectListLimit?: number | undefined;
}

const LARGEST_ADDRESS = 0x3ffd;
const LARGEST_COUNT = 1000;

/** @throws DlmsError DLMS_SETTING that names the setting, its value and what is allowed */
export function siteOf(options: SimulatorOptions, faults: () => Faults): Site {
  const { meters = 1, logicalAddress = 1, physicalAddress = 16, auth = 'None', referencing } = options;
  check('meters', meters, 1, LARGEST_COUNT);
  check('logicalAddress', logicalAddress, 1, LARGEST_ADDRESS);
  check('physicalAddress', physicalAddress, 1, LARGEST_ADDRESS + 1 - meters);
  const hdlc = hdlcLimits(options.limits);
  const application = applicationLimits(options.limits);
  const { clock, objectListLimit } = options;
  const list = Array.from({ length: meters }, (_, index) =>
    demoMeter({ index, logicalAddress, physicalAddress, clock, hdlc, objectListLimit }),
  );
  return {
    meters: list,
    policy: {
      auth,
      password: passwordOf(auth, options.password),
      referencing: checkReferencing(referencing),
    },
    hdlc,
    application,
    faults,
  };
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

function passwordOf(auth: 'None' | 'Low', password: SimulatorOptions['password']): Uint8Array {
  if (auth !== 'None' && auth !== 'Low') {
    throw setting(`auth "${String(auth)}" is not supported yet`, 'The simulator knows None and Low.');
  }
  if (auth === 'None') return new Uint8Array();
  const octets = typeof password === 'string' ? textOctets(password) : password;
  if (octets === undefined || octets.length === 0) {
    throw setting(
      'password is empty, but auth is Low',
      'Give the simulated meter a password, or set auth to None.',
    );
  }
  return octets;
}

function checkReferencing(referencing: SimulatorOptions['referencing'] = 'both') {
  if (['LN', 'SN', 'both'].includes(referencing)) return referencing;
  throw setting(`referencing "${String(referencing)}" is unknown`, 'The simulator knows LN, SN and both.');
}

function textOctets(password: string): Uint8Array {
  return /^0x([0-9a-f]{2})+$/i.test(password) ? fromHex(password) : new TextEncoder().encode(password);
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
