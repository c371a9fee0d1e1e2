/**
 * The information field of SNRM and UA (IEC 62056-46, 6.4.4.4.3.2): `81 80 LL` and parameters as
 * identifier, length, value. "Transmit" and "receive" are seen from the sender of the frame.
 */
import { OctetReader } from '../../encoding/octet-reader.js';
import { OctetWriter } from '../../encoding/octet-writer.js';

export interface LinkParameters {
  /** Octets of an information field, LLC header included. */
  readonly maxInfoTransmit: number;
  readonly maxInfoReceive: number;
  /** I frames before the turn must be given away, 1…7. */
  readonly windowTransmit: number;
  readonly windowReceive: number;
}

/** What applies where a side says nothing. */
export const DEFAULT_LINK_PARAMETERS: LinkParameters = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};

/** The largest information field that fits a frame with any addresses. */
export const MAX_INFORMATION = 2030;
export const MAX_WINDOW = 7;

const FORMAT_IDENTIFIER = 0x81;
const HDLC_PARAMETERS = 0x80;
const PARAMETER = {
  maxInfoTransmit: 0x05,
  maxInfoReceive: 0x06,
  windowTransmit: 0x07,
  windowReceive: 0x08,
} as const;

type ParameterName = keyof LinkParameters;

export function encodeLinkParameters(writer: OctetWriter, parameters: LinkParameters): OctetWriter {
  const group = new OctetWriter();
  writeSize(group, PARAMETER.maxInfoTransmit, parameters.maxInfoTransmit);
  writeSize(group, PARAMETER.maxInfoReceive, parameters.maxInfoReceive);
  group.u8(PARAMETER.windowTransmit).u8(4).u32(parameters.windowTransmit);
  group.u8(PARAMETER.windowReceive).u8(4).u32(parameters.windowReceive);
  return writer.u8(FORMAT_IDENTIFIER).u8(HDLC_PARAMETERS).u8(group.length).octets(group.toOctets());
}

/**
 * Reads a whole information field; an empty one stands for the defaults, as does each parameter that is
 * missing or 0. Values of any size pass; other groups (user data) and other parameters are skipped.
 * @throws DlmsError DLMS_TRUNCATED, DLMS_MALFORMED
 */
export function decodeLinkParameters(reader: OctetReader): LinkParameters {
  const found: Partial<Record<ParameterName, number>> = {};
  if (reader.remaining > 0 && reader.u8() !== FORMAT_IDENTIFIER) {
    throw reader.malformed('link parameters of an unknown format');
  }
  while (reader.remaining > 0) {
    const identifier = reader.u8();
    const group = reader.octets(reader.u8());
    if (identifier === HDLC_PARAMETERS) Object.assign(found, readGroup(new OctetReader(group, reader.layer)));
  }
  return { ...DEFAULT_LINK_PARAMETERS, ...found };
}

/** What one side may use when it said `own` and the other side said `theirs`: the less of both. */
export function negotiate(own: LinkParameters, theirs: LinkParameters): LinkParameters {
  return {
    maxInfoTransmit: Math.min(own.maxInfoTransmit, theirs.maxInfoReceive, MAX_INFORMATION),
    maxInfoReceive: Math.min(own.maxInfoReceive, theirs.maxInfoTransmit, MAX_INFORMATION),
    windowTransmit: Math.min(own.windowTransmit, theirs.windowReceive, MAX_WINDOW),
    windowReceive: Math.min(own.windowReceive, theirs.windowTransmit, MAX_WINDOW),
  };
}

function writeSize(group: OctetWriter, identifier: number, size: number): void {
  if (size < 0x100) group.u8(identifier).u8(1).u8(size);
  else group.u8(identifier).u8(2).u16(size);
}

function readGroup(reader: OctetReader): Partial<Record<ParameterName, number>> {
  const found: Partial<Record<ParameterName, number>> = {};
  while (reader.remaining > 0) {
    const identifier = reader.u8();
    const value = readValue(reader.octets(reader.u8()));
    const name = nameOf(identifier);
    if (name !== undefined && value > 0) found[name] = value;
  }
  return found;
}

/** Big-endian; a value that no field can hold ends as one that is too large all the same. */
function readValue(octets: Uint8Array): number {
  return octets.reduce((value, octet) => Math.min(value * 256 + octet, Number.MAX_SAFE_INTEGER), 0);
}

function nameOf(identifier: number): ParameterName | undefined {
  if (identifier === PARAMETER.maxInfoTransmit) return 'maxInfoTransmit';
  if (identifier === PARAMETER.maxInfoReceive) return 'maxInfoReceive';
  if (identifier === PARAMETER.windowTransmit) return 'windowTransmit';
  if (identifier === PARAMETER.windowReceive) return 'windowReceive';
  return undefined;
}
