/** `--port` of `dlms poll`: the devices of one serial port, or of one port or host of the network. */
import { realpathSync } from 'node:fs';
import type { Properties } from '../config/configuration.js';

const DEFAULT_PORT = '4059';

/**
 * @param properties of a device, as its file has them
 * @param wanted a path or name of a serial port, the number of a port in the network, a host, or `host:port`
 */
export function isOnPort(properties: Properties, wanted: string): boolean {
  const { host, port, serialPort } = placeOf(properties);
  if (host === '') return isSamePort(serialPort, wanted) || realPath(serialPort) === realPath(wanted);
  return [port, host, networkName(host, port)].includes(wanted.trim().toLowerCase());
}

/** As `--port` takes it. */
export function portName(properties: Properties): string {
  const { host, port, serialPort } = placeOf(properties);
  return host === '' ? serialPort : networkName(host, port);
}

function placeOf({ host, port, serialPort }: Properties) {
  const text = (value: unknown): string => (value === undefined ? '' : String(value).trim());
  return {
    host: text(host).toLowerCase(),
    port: text(port) || DEFAULT_PORT,
    serialPort: text(serialPort),
  };
}

/** Paths are told apart by case; names, as COM3 and PORT1, are not. */
function isSamePort(one: string, other: string): boolean {
  return one === other || (!one.includes('/') && one.toLowerCase() === other.trim().toLowerCase());
}

/** Addresses of version 6 stand in brackets. */
function networkName(host: string, port: string): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** One port may have several names. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
