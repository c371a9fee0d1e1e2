/**
 * Sets an open serial port anew. The driver changes the speed of an open port; for the rest it knows only to
 * open. Where the system lets a port be opened twice (everywhere but on Windows), opening it once more for
 * a moment sets it without a gap: DTR stays up, from which optical heads take their supply. Elsewhere the
 * port is closed and opened again.
 */
import type { SerialPort } from 'serialport';
import type { SerialDriver } from './serial-driver.js';
import type { LineConfiguration } from './transport.js';

export interface PortSetting {
  readonly driver: SerialDriver;
  readonly port: SerialPort;
  readonly path: string;
  readonly from: LineConfiguration;
  readonly to: LineConfiguration;
}

/** Fails with the driver's error; the port is then closed where it had to be opened again. */
export async function setPort({ driver, port, path, from, to }: PortSetting): Promise<void> {
  if (isSame(from, { ...to, baudRate: from.baudRate })) return setSpeed(port, to.baudRate);
  if (process.platform !== 'win32' && (await setBySecondOpening(driver, path, to))) return;
  await reopen(port, to);
}

export function isSame(one: LineConfiguration, other: LineConfiguration): boolean {
  const { baudRate, dataBits, parity, stopBits } = one;
  const speed = baudRate === other.baudRate && stopBits === other.stopBits;
  return speed && dataBits === other.dataBits && parity === other.parity;
}

type Callback = (error: Error | null | undefined) => void;

function done(act: (callback: Callback) => void): Promise<void> {
  return new Promise((resolve, reject) => act((error) => (error ? reject(error) : resolve())));
}

function setSpeed(port: SerialPort, baudRate: number): Promise<void> {
  return done((callback) => port.update({ baudRate }, callback));
}

/** Whether that was possible. */
async function setBySecondOpening(
  { SerialPort }: SerialDriver,
  path: string,
  to: LineConfiguration,
): Promise<boolean> {
  const second = new SerialPort({ path, ...pick(to), autoOpen: false, lock: false });
  second.on('error', () => undefined);
  try {
    await done((callback) => second.open(callback));
  } catch {
    return false;
  }
  await done((callback) => second.close(callback)).catch(() => undefined);
  return true;
}

async function reopen(port: SerialPort, to: LineConfiguration): Promise<void> {
  await done((callback) => port.close(callback));
  Object.assign(port.settings, pick(to));
  await done((callback) => port.open(callback));
}

/** Nothing else that the given object may hold. */
function pick({ baudRate, dataBits, parity, stopBits }: LineConfiguration): LineConfiguration {
  return { baudRate, dataBits, parity, stopBits };
}
