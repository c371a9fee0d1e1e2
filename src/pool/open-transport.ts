/** Opens the line that a meter's settings name. The one file that knows every transport. */
import { settingError } from '../meter/setting-reader.js';
import type { MeterSettings, SerialSettings } from '../meter/settings.js';
import { startLine } from '../meter/start-line.js';
import { openSerial } from '../transport/serial.js';
import { listSerialPorts, type SerialPortInfo } from '../transport/serial-ports.js';
import { openTcp } from '../transport/tcp.js';
import { openTls } from '../transport/tls.js';
import type { OpenTransport } from '../transport/transport.js';
import { openUdp } from '../transport/udp.js';

/** Connecting goes through more than one answer on mobile networks, however short answers may be. */
const LEAST_CONNECT_MS = 2_000;

/** @throws DlmsError DLMS_SETTING for a transport that this package does not have */
export function openTransport(settings: MeterSettings): OpenTransport {
  const { transport, host, port, timeoutMs, serial, tls } = settings;
  const connectTimeoutMs = Math.max(timeoutMs, LEAST_CONNECT_MS);
  switch (transport) {
    case 'tcp':
      return openTcp({ host, port, connectTimeoutMs });
    case 'tls':
      return openTls({ host, port, connectTimeoutMs, ...tls });
    case 'udp':
      return openUdp({ host, port, connectTimeoutMs });
    case 'serial':
      return openSerial({ path: serial.serialPort, ...startLine(settings) });
    default:
      throw settingError(`transport "${transport}" is not supported: tcp, tls, udp, serial`);
  }
}

export function openSerialPort({ serialPort, ...line }: SerialSettings): OpenTransport {
  return openSerial({ path: serialPort, ...line });
}

/** The serial ports of this machine. @throws DlmsError DLMS_SERIALPORT_MISSING */
export function serialPorts(): Promise<readonly SerialPortInfo[]> {
  return listSerialPorts();
}
