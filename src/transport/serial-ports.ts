/** The serial ports of this machine, for people to choose from. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type LoadSerialDriver, loadDriver } from './serial-driver.js';

export interface SerialPortInfo {
  /** The path that opens the port. */
  readonly path: string;
  readonly maker?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** A path that stays the same when the adapter is plugged in elsewhere, where the system has one. */
  readonly stablePath?: string | undefined;
}

const BY_ID = '/dev/serial/by-id';
const DEVICE_NAME = /^(ttyUSB|ttyACM|ttyAMA|ttyS|ttyO|ttymxc|rfcomm)\d+$/;

/** @throws DlmsError DLMS_SERIALPORT_MISSING when this machine has no serial driver. */
export async function listSerialPorts(
  load: LoadSerialDriver = () => import('serialport'),
): Promise<readonly SerialPortInfo[]> {
  const { SerialPort } = await loadDriver(load);
  const stablePaths = await readStablePaths();
  const ports = await SerialPort.list().catch(listDeviceFiles);
  return ports.map((port) => ({
    path: port.path,
    maker: port.manufacturer,
    serialNumber: port.serialNumber,
    stablePath: stablePaths.get(port.path),
  }));
}

interface FoundPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
}

/** Small systems (containers, Alpine) lack the tool that the driver asks for its list. */
async function listDeviceFiles(): Promise<FoundPort[]> {
  const names = await readdir('/dev').catch(() => []);
  return names
    .filter((name) => DEVICE_NAME.test(name))
    .sort()
    .map((name) => ({ path: join('/dev', name) }));
}

async function readStablePaths(): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(BY_ID).catch(() => []);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(BY_ID, name);
      return [await realpath(path).catch(() => path), path] as const;
    }),
  );
  return new Map(entries);
}
