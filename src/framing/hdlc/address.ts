/**
 * HDLC addresses (IEC 62056-46, 6.4.2): seven bits an octet, bit 0 set in the last one. A server has an
 * upper part (logical device) and a lower part (physical device); a client has one octet.
 */
import type { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';

export type AddressSize = 1 | 2 | 4;

export interface HdlcAddress {
  /** Octets on the wire. */
  readonly size: AddressSize;
  /** Logical device, or the whole of a one-octet address. */
  readonly upper: number;
  /** Physical device; 0 where none is given, always so with one octet. */
  readonly lower: number;
}

const ALL_STATIONS_7 = 0x7f;
const ALL_STATIONS_14 = 0x3fff;

export function encodeAddress(writer: OctetWriter, address: HdlcAddress): OctetWriter {
  const { size, upper, lower } = address;
  if (size === 1) return writer.u8((upper << 1) | 1);
  if (size === 2) return writer.u8(upper << 1).u8((lower << 1) | 1);
  return writer
    .u8((upper >> 7) << 1)
    .u8((upper & 0x7f) << 1)
    .u8((lower >> 7) << 1)
    .u8(((lower & 0x7f) << 1) | 1);
}

/** @throws DlmsError DLMS_MALFORMED for an address of three or of more than four octets. */
export function decodeAddress(reader: OctetReader): HdlcAddress {
  const parts: number[] = [];
  for (;;) {
    const octet = reader.u8();
    parts.push(octet >> 1);
    if (octet & 1) break;
    if (parts.length === 4) throw reader.malformed('address of more than four octets');
  }
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.length === 1) return { size: 1, upper: a, lower: 0 };
  if (parts.length === 2) return { size: 2, upper: a, lower: b };
  if (parts.length === 4) return { size: 4, upper: (a << 7) | b, lower: (c << 7) | d };
  throw reader.malformed('address of three octets');
}

/** The address of a client, 0…127. @throws DlmsError DLMS_ADDRESS */
export function clientAddress(client: number): HdlcAddress {
  if (!fits(client, ALL_STATIONS_7)) throw unfit(`client address ${client}`, 'Use 1 to 127.');
  return { size: 1, upper: client, lower: 0 };
}

/**
 * The address of a server. One octet holds the one part that is not 0.
 * @throws DlmsError DLMS_ADDRESS when the parts do not fit the size
 */
export function serverAddress(upper: number, lower: number, size: AddressSize): HdlcAddress {
  const limit = size === 4 ? ALL_STATIONS_14 : ALL_STATIONS_7;
  const possible = fits(upper, limit) && fits(lower, limit) && (size !== 1 || upper === 0 || lower === 0);
  if (!possible) {
    throw unfit(
      `logical address ${upper} with physical address ${lower} in ${size} octet${size === 1 ? '' : 's'}`,
      'One octet holds one address below 128, two octets hold two below 128, four hold two below 16384.',
    );
  }
  return size === 1 ? { size, upper: upper === 0 ? lower : upper, lower: 0 } : { size, upper, lower };
}

/** The fewest octets that hold both parts. */
export function smallestAddressSize(upper: number, lower: number): AddressSize {
  if (upper > ALL_STATIONS_7 || lower > ALL_STATIONS_7) return 4;
  return upper === 0 || lower === 0 ? 1 : 2;
}

/** All stations of a line are meant (all-station lower address; the whole address with one octet). */
export function isBroadcast(address: HdlcAddress): boolean {
  if (address.size === 1) return address.upper === ALL_STATIONS_7;
  return address.lower === (address.size === 2 ? ALL_STATIONS_7 : ALL_STATIONS_14);
}

/**
 * Whether a frame from `source` can be the answer of the server that was called as `called`. Compared
 * by value, as meters answer with another address size than they were called with: a part that is 0 is
 * not given, one octet stands for either part, and a broadcast is answered under the real address.
 */
export function answersFor(called: HdlcAddress, source: HdlcAddress): boolean {
  if (isBroadcast(called)) {
    return called.size === 1 || source.size === 1 || partsAgree(called.upper, source.upper);
  }
  if (source.size === 1) return source.upper === called.upper || source.upper === called.lower;
  if (called.size === 1) return called.upper === source.upper || called.upper === source.lower;
  const known = called.upper === source.upper || called.lower === source.lower;
  return known && partsAgree(called.upper, source.upper) && partsAgree(called.lower, source.lower);
}

/** Whether `destination`, in whatever size, names this client. */
export function namesClient(destination: HdlcAddress, client: number): boolean {
  if (destination.upper === client) return true;
  return destination.upper === 0 && destination.lower === client;
}

/** For people: `1`, `1/17`. */
export function describeAddress(address: HdlcAddress): string {
  return address.size === 1 ? `${address.upper}` : `${address.upper}/${address.lower}`;
}

function partsAgree(called: number, answered: number): boolean {
  return called === answered || called === 0 || answered === 0;
}

function fits(part: number, limit: number): boolean {
  return Number.isInteger(part) && part >= 0 && part <= limit;
}

function unfit(what: string, hint: string): DlmsError {
  return new DlmsError(`${what} does not fit an HDLC address`, {
    code: 'DLMS_ADDRESS',
    layer: 'settings',
    fault: 'settings',
    hint,
  });
}
