/**
 * The driver `serialport`, loaded only when a port is opened, so that everything else works on machines for
 * which it has no binary.
 */
import { DlmsError } from '../errors.js';

/** The driver, as `import('serialport')` gives it. */
export type SerialDriver = Pick<typeof import('serialport'), 'SerialPort'>;
export type LoadSerialDriver = () => Promise<SerialDriver>;

export async function loadDriver(load: LoadSerialDriver): Promise<SerialDriver> {
  try {
    return await load();
  } catch (cause) {
    throw new DlmsError('the serial driver cannot be loaded on this machine', {
      code: 'DLMS_SERIALPORT_MISSING',
      layer: 'transport',
      fault: 'package',
      hint: 'Install the package serialport for this platform (npm install serialport), or reach the meter by TCP.',
      cause,
    });
  }
}
