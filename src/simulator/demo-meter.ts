/** The demonstration meter: three phases, two tariffs, import and export, all of it a function of time. */

import { CURRENT_SECURITY_SETUP } from '../security/security-setup.js';
import { associationObject } from './association-object.js';
import { isHighLevel } from './authentication.js';
import { demandRegister, maximumDemandRegister } from './demand-objects.js';
import { clockObject, condition, hdlcSetup, type Identity, nameplate } from './device-objects.js';
import { supplySwitch } from './disconnect-control.js';
import { electricityRegisters } from './electricity-registers.js';
import { DEFAULT_HDLC_LIMITS, type HdlcLimits } from './hdlc-limits.js';
import { installation } from './installation.js';
import { isOff } from './interruptions.js';
import { loadProfile } from './load-profile.js';
import { CENTRAL_EUROPE, type MeterClock } from './meter-clock.js';
import { MeterSecurity, type MeterSecurityOptions } from './meter-security.js';
import { meterTitle } from './meter-title.js';
import { type ObjectModel, objectModel } from './object-model.js';
import { NO_SECURITY } from './security-settings.js';
import { securityObjects } from './security-setup-object.js';
import { seededOctets } from './seeded.js';

export interface DemoMeterOptions {
  /** 0 for the first meter of a line: each has its own serial number, address and household. */
  readonly index?: number | undefined;
  /** SAP of the logical device. */
  readonly logicalAddress?: number | undefined;
  /** Of the first meter; the others follow. */
  readonly physicalAddress?: number | undefined;
  readonly clock?: MeterClock | undefined;
  readonly hdlc?: HdlcLimits | undefined;
  /** Misbehaviour: the object list shows only so many objects. */
  readonly objectListLimit?: number | undefined;
  /** None where left out. */
  readonly security?: Omit<MeterSecurityOptions, 'systemTitle'> | undefined;
  /** Octets for challenges and ephemeral keys; a fixed sequence where left out. */
  readonly random?: ((length: number) => Uint8Array) | undefined;
}

export interface DemoMeter extends Identity {
  readonly model: ObjectModel;
  readonly security: MeterSecurity;
}

const FIRST_SERIAL_NUMBER = 12_345_678;
const NO_SECURITY_SETUP = '0.0.0.0.0.0';

export function demoMeter(options: DemoMeterOptions = {}): DemoMeter {
  const { index = 0, logicalAddress = 1, physicalAddress = 16, clock = CENTRAL_EUROPE } = options;
  const serialNumber = String(FIRST_SERIAL_NUMBER + index);
  const identity: Identity = {
    logicalDeviceName: `MFL${serialNumber.padStart(13, '0')}`,
    serialNumber,
    logicalAddress,
    physicalAddress: physicalAddress + index,
  };
  const { site = NO_SECURITY } = options.security ?? {};
  const security = new MeterSecurity({
    faults: () => ({}),
    firstCounter: 1,
    ...options.security,
    site,
    systemTitle: meterTitle(site.systemTitle, FIRST_SERIAL_NUMBER, index),
  });
  const ciphering = site.keys !== undefined;
  const supply = supplySwitch();
  const meter = installation(FIRST_SERIAL_NUMBER + index, clock, supply.interruptions);
  const model = objectModel([
    ...nameplate(identity),
    associationObject({
      listLimit: options.objectListLimit ?? Number.POSITIVE_INFINITY,
      highLevel: isHighLevel(site.auth),
      securitySetup: ciphering ? CURRENT_SECURITY_SETUP : NO_SECURITY_SETUP,
    }),
    ...(ciphering ? securityObjects(security, options.random ?? seededOctets(index)) : []),
    clockObject(clock),
    hdlcSetup(options.hdlc ?? DEFAULT_HDLC_LIMITS, identity),
    ...electricityRegisters(meter),
    demandRegister(meter, clock),
    maximumDemandRegister(meter, clock),
    loadProfile(clock),
    supply.object,
    ...condition(meter, clock, (now) => isOff(supply.interruptions(), now)),
  ]);
  return { ...identity, model, security };
}
