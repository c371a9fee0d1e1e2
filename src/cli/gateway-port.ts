/** Serial ports by a gateway's names, as integrators' sheets have them: `PORT1`, `PORT2`. */
import type { Environment, Properties } from '../config/configuration.js';

export function isGatewayPort(port: string): boolean {
  return /^PORT\d+$/i.test(port);
}

/** The environment says which port of this computer is meant: `PORT1=/dev/ttyUSB0`. */
export function withMappedPort(properties: Properties, environment: Environment): Properties {
  const port = String(properties.serialPort ?? '').trim();
  const mapped = isGatewayPort(port) ? environment[port.toUpperCase()] : undefined;
  return mapped ? { ...properties, serialPort: mapped } : properties;
}
