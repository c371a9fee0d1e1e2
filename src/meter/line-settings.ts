/** The line that a meter's settings name: a host and port, or a serial port and how it is set. */
import type { SettingReader } from './setting-reader.js';
import type { MeterSettings, ModeName, Parity, SerialSettings, TransportName } from './settings.js';
import { readTls } from './tls-settings.js';

export type LineSettings = Pick<MeterSettings, 'transport' | 'host' | 'port' | 'serial' | 'tls' | 'mode'>;

export const TRANSPORTS: Readonly<Record<string, TransportName>> = {
  tcp: 'tcp',
  serial: 'serial',
  udp: 'udp',
  tls: 'tls',
  'DLMS TCP': 'tcp',
  'DLMS serial': 'serial',
};

export const MODES: Readonly<Record<string, ModeName>> = {
  'DLMS-HDLC': 'DLMS-HDLC',
  DLMS: 'DLMS-HDLC',
  'DLMS-DLC': 'DLMS-HDLC',
  IEC: 'IEC',
  'DLMS-WRAPPER': 'DLMS-WRAPPER',
  'DLMS-RAPPER': 'DLMS-WRAPPER',
};

const PARITIES: Readonly<Record<string, Parity>> = { none: 'none', even: 'even', odd: 'odd' };

/** Bd, by their text. */
export const BAUD_RATES: Readonly<Record<string, number>> = Object.fromEntries(
  [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200].map((rate) => [String(rate), rate]),
);

const SERIAL_DEFAULTS: SerialSettings = {
  serialPort: '',
  baudRate: 9600,
  dataBits: 8,
  stopBits: 1,
  parity: 'none',
};

/** @param tlsKey the private key of the client, or its file; never shown */
export function readLine(reader: SettingReader, tlsKey: unknown, warnings: string[]): LineSettings {
  const transport = readTransport(reader, warnings);
  return {
    transport,
    ...readNetwork(reader, transport),
    serial: readSerial(reader, transport),
    tls: transport === 'tls' ? readTls(reader, tlsKey, warnings) : { verify: true },
    mode: readMode(reader, transport),
  };
}

/** A host decides for the network: serial settings beside it are ignored. */
function readTransport(reader: SettingReader, warnings: string[]): TransportName {
  const hasHost = reader.isSet('host');
  const derived = !hasHost && reader.isSet('serialPort') ? 'serial' : 'tcp';
  const transport = reader.word('transport', TRANSPORTS, derived);
  if (transport !== 'serial' || !hasHost) return transport;
  warnings.push(
    `${reader.nameOf('host')} is set, so the meter is reached by TCP and the serial settings are ignored`,
  );
  return 'tcp';
}

function readNetwork(reader: SettingReader, transport: TransportName): { host: string; port: number } {
  if (transport === 'serial') return { host: '', port: 4059 };
  const host = reader.text('host');
  if (host === '') reader.refuseHidden('host', 'is not set: the name or address of the meter or gateway');
  else if (!isHost(host)) reader.refuse('host', 'is not a name or address');
  return { host, port: reader.integer('port', { min: 1, max: 65_535, fallback: 4059 }) };
}

/**
 * A single colon is an address with a port, which has its own setting; more are IPv6. An environment variable
 * that does not exist is left as it is written.
 */
function isHost(host: string): boolean {
  return !/[\s/\\@?#${}]/.test(host) && host.split(':').length !== 2;
}

function readSerial(reader: SettingReader, transport: TransportName): SerialSettings {
  if (transport !== 'serial') return SERIAL_DEFAULTS;
  const serialPort = reader.text('serialPort');
  if (serialPort === '') reader.refuseHidden('serialPort', 'is not set: the path of the port');
  reader.word('flowControl', { none: 'none' }, 'none');
  return {
    serialPort,
    baudRate: reader.word('baudRate', BAUD_RATES, SERIAL_DEFAULTS.baudRate),
    dataBits: readDataBits(reader),
    stopBits: reader.integer('stopBits', { min: 1, max: 2, fallback: 1, allowed: '1, 2' }) === 2 ? 2 : 1,
    parity: reader.word('parity', PARITIES, 'none'),
  };
}

function readDataBits(reader: SettingReader): 6 | 7 | 8 {
  const bits = reader.integer('dataBits', { min: 6, max: 9, fallback: 8 });
  if (bits === 9) reader.refuse('dataBits', 'is beyond the serial driver, which has 6, 7 and 8');
  return bits === 6 || bits === 7 ? bits : 8;
}

/** Over UDP there is only the WRAPPER (IEC 62056-47). */
function readMode(reader: SettingReader, transport: TransportName): ModeName {
  const mode = reader.word('mode', MODES, transport === 'udp' ? 'DLMS-WRAPPER' : 'DLMS-HDLC');
  if (transport === 'udp' && mode !== 'DLMS-WRAPPER')
    reader.refuse('mode', 'does not go over udp: DLMS-WRAPPER');
  return mode;
}
