/** Opens the line that a meter's settings name. The one file that knows every transport. */
import { settingError } from '../meter/setting-reader.js';
import type { MeterSettings, SerialSettings } from '../meter/settings.js';
import { openSerial } from '../transport/serial.js';
import { listSerialPorts, type SerialPortInfo } from '../transport/serial-ports.js';
import { openTcp } from '../transport/tcp.js';
import type { OpenTransport } from '../transport/transport.js';

/** Connecting goes through more than one answer on mobile networks, however short answers may be. */
const LEAST_CONNECT_MS = 2_000;

/** @throws DlmsError DLMS_SETTING for a transport that this package does not have */
export function openTransport(settings: MeterSettings): OpenTransport {
  const { transport, host, port, timeoutMs, serial } = settings;
  switch (transport) {
    case 'tcp':
      return openTcp({ host, port, connectTimeoutMs: Math.max(timeoutMs, LEAST_CONNECT_MS) });
    case 'serial':
      return openSerialPort(serial);
    default:
      throw settingError(`transport "${transport}" is not supported yet: tcp, serial`);
  }
}

export function openSerialPort({ serialPort, ...line }: SerialSettings): OpenTransport {
  return openSerial({ path: serialPort, ...line });
}

/** The serial ports of this machine. @throws DlmsError DLMS_SERIALPORT_MISSING */
export function serialPorts(): Promise<readonly SerialPortInfo[]> {
  return listSerialPorts();
}
