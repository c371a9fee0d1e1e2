/**
 * The server address out of the settings: logical device (upper HDLC address) and physical device (lower
 * HDLC address, also from the serial number), the octets that hold both, and the wPort of the wrapper.
 */
import { type AddressSize, smallestAddressSize } from '../framing/hdlc/address.js';
import { DEFAULT_FORMULA, evaluateFormula } from './serial-number-formula.js';
import type { SettingReader } from './setting-reader.js';
import type { ModeName } from './settings.js';

export interface ServerAddress {
  /** 0 is none. */
  readonly logicalAddress: number;
  /** 0 is none. */
  readonly physicalAddress: number;
}

export interface ResolvedAddress {
  readonly address: ServerAddress;
  readonly addressSize: AddressSize;
}

const MAX_ADDRESS = 0x3fff;
const DEFAULT_PHYSICAL = 1600;
const ANY_NUMBER = { min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 };

/** The logical device where one is named, else the physical device (IEC 62056-47). */
export function serverWPortOf({ logicalAddress, physicalAddress }: ServerAddress): number {
  return logicalAddress || physicalAddress;
}

/** @param mode the WRAPPER has no HDLC address, so that its size is of no account there */
export function resolveAddress(reader: SettingReader, mode: ModeName, warnings: string[]): ResolvedAddress {
  const range = { min: 0, max: MAX_ADDRESS };
  const address: ServerAddress = {
    logicalAddress: reader.integer('logicalAddress', { ...range, fallback: 0 }),
    physicalAddress:
      fromSerialNumber(reader) ?? reader.integer('physicalAddress', { ...range, fallback: DEFAULT_PHYSICAL }),
  };
  if (address.logicalAddress === 0 && address.physicalAddress === 0) refuseNoAddress(reader);
  return { address, addressSize: resolveSize(reader, address, mode, warnings) };
}

function refuseNoAddress(reader: SettingReader): void {
  const [logical, range] = [reader.nameOf('logicalAddress'), `1…${MAX_ADDRESS} in one of them`];
  const bySerialNumber = reader.isSet('serialNumber') && reader.integer('serialNumber', ANY_NUMBER) > 0;
  if (bySerialNumber) reader.refuse('serialNumber', `gives the address 0, and ${logical} is 0 too: ${range}`);
  else reader.refuse('physicalAddress', `is not allowed while ${logical} is 0 too: ${range}`);
}

/** The physical address from the number on the meter's plate; undefined where none is given. */
function fromSerialNumber(reader: SettingReader): number | undefined {
  const serialNumber = reader.integer('serialNumber', ANY_NUMBER);
  if (serialNumber === 0) return undefined;
  const result = evaluateFormula(reader.text('serialNumberFormula') || DEFAULT_FORMULA, serialNumber);
  if (result.kind === 'address') return result.address;
  if (reader.isSet('serialNumberFormula')) reader.refuse('serialNumberFormula', result.why);
  else reader.refuse('serialNumber', `does not work with ${DEFAULT_FORMULA}, which ${result.why}`);
  return DEFAULT_PHYSICAL;
}

function resolveSize(
  reader: SettingReader,
  address: ServerAddress,
  mode: ModeName,
  warnings: string[],
): AddressSize {
  const needed = smallestAddressSize(address.logicalAddress, address.physicalAddress);
  const asked = reader.integer('addressSize', {
    min: 0,
    max: 4,
    fallback: 1,
    allowed: '1, 2, 4, or 0 (smallest)',
  });
  if (asked === 3) reader.refuse('addressSize', 'does not exist in HDLC: 1, 2, 4, or 0 (smallest)');
  if (asked === 0 || asked === 3 || mode === 'DLMS-WRAPPER') return needed;
  if (asked === 1 && needed > 1) warnings.push(raisedWarning(reader, address, needed));
  if (asked === 2 && needed === 4) {
    reader.refuse('addressSize', `cannot hold an address above 127: 4 for ${describe(reader, address)}`);
  }
  return Math.max(asked, needed) as AddressSize;
}

function raisedWarning(reader: SettingReader, address: ServerAddress, needed: AddressSize): string {
  return `${reader.nameOf('addressSize')} was raised from 1 to ${needed}, which ${describe(reader, address)} needs`;
}

function describe(reader: SettingReader, { logicalAddress, physicalAddress }: ServerAddress): string {
  return `${reader.nameOf('logicalAddress')} ${logicalAddress} with ${reader.nameOf('physicalAddress')} ${physicalAddress}`;
}
