/** Which of the meters on a line an HDLC address calls, and under which address it answers. */
import { type AddressSize, type HdlcAddress, isBroadcast } from '../framing/hdlc/address.js';
import type { DemoMeter } from './demo-meter.js';
import type { HdlcFaults } from './faults.js';

export interface Route {
  readonly meter: DemoMeter;
  /** The source address of its answers. */
  readonly answerFrom: HdlcAddress;
}

/** Undefined where no meter feels called: the line stays silent. */
export function routeOf(
  called: HdlcAddress,
  meters: readonly DemoMeter[],
  faults: HdlcFaults,
): Route | undefined {
  if (faults.addressSizes !== undefined && !faults.addressSizes.includes(called.size)) return undefined;
  const meter = isBroadcast(called) ? aloneOn(meters, faults) : meterAt(called, meters);
  if (meter === undefined) return undefined;
  const own = isBroadcast(called) || faults.answerSize !== undefined;
  const address = own ? addressOf(meter, faults.answerSize ?? called.size) : called;
  return { meter, answerFrom: faults.answerFrom ?? address };
}

function meterAt(called: HdlcAddress, meters: readonly DemoMeter[]): DemoMeter | undefined {
  if (called.size === 1) {
    const byPhysical = meters.find(({ physicalAddress }) => physicalAddress === called.upper);
    return byPhysical ?? meters.find(({ logicalAddress }) => logicalAddress === called.upper);
  }
  return meters.find(
    ({ physicalAddress, logicalAddress }) =>
      physicalAddress === called.lower && (called.upper === 0 || called.upper === logicalAddress),
  );
}

function aloneOn(meters: readonly DemoMeter[], { answerBroadcast }: HdlcFaults): DemoMeter | undefined {
  return answerBroadcast && meters.length === 1 ? meters[0] : undefined;
}

/** One octet holds the logical device. */
function addressOf({ logicalAddress, physicalAddress }: DemoMeter, size: AddressSize): HdlcAddress {
  return { size, upper: logicalAddress, lower: size === 1 ? 0 : physicalAddress };
}
