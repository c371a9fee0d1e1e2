/**
 * The addresses of a meter as they go out on its line: HDLC octets (IEC 62056-46, 6.4.2), wPorts of the
 * wrapper (IEC 62056-47), the request message of mode E (IEC 62056-21). For people who compare them with a
 * trace; the links encode their own.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import { clientAddress, encodeAddress, type HdlcAddress, serverAddress } from '../framing/hdlc/address.js';
import { encodeSignOn } from '../framing/iec62056-21/sign-on.js';
import { serverWPortOf } from './addressing.js';
import type { MeterSettings } from './settings.js';

export interface WireAddress {
  /** What calls the meter in mode IEC, line end included. */
  readonly call?: Uint8Array | undefined;
  /** HDLC address, or wPort in two octets; none for a meter that is only read out. */
  readonly server?: Uint8Array | undefined;
  /** As `server`. */
  readonly client?: Uint8Array | undefined;
}

export type AddressedSettings = Pick<
  MeterSettings,
  'mode' | 'iec' | 'logicalAddress' | 'physicalAddress' | 'addressSize' | 'clientAddress'
>;

/** @throws DlmsError DLMS_ADDRESS, DLMS_IEC_ADDRESS for settings that `resolveSettings` has not seen */
export function wireAddress(settings: AddressedSettings): WireAddress {
  const { mode, iec } = settings;
  if (mode === 'DLMS-WRAPPER') return wrapperAddress(settings);
  if (mode === 'DLMS-HDLC') return hdlcAddress(settings);
  const address = iec.deviceAddress;
  const call = encodeSignOn(new OctetWriter(), { kind: 'sign-on', address }).toOctets();
  return iec.readout === 'always' ? { call } : { call, ...hdlcAddress(settings) };
}

function wrapperAddress(settings: AddressedSettings): WireAddress {
  const wPort = (port: number) => new OctetWriter().u16(port).toOctets();
  return { server: wPort(serverWPortOf(settings)), client: wPort(settings.clientAddress) };
}

function hdlcAddress(settings: AddressedSettings): WireAddress {
  const { logicalAddress, physicalAddress, addressSize } = settings;
  const octets = (address: HdlcAddress) => encodeAddress(new OctetWriter(), address).toOctets();
  return {
    server: octets(serverAddress(logicalAddress, physicalAddress, addressSize)),
    client: octets(clientAddress(settings.clientAddress)),
  };
}
