/** Serial ports by a gateway's names, as integrators' sheets have them: `PORT1`, `PORT2`. */
import type { Environment, Properties } from '../config/configuration.js';
import type { Command } from './arguments/command.js';
import { usageError } from './failure.js';

export function isGatewayPort(port: string): boolean {
  return /^PORT\d+$/i.test(port);
}

export function addPortMap(command: Command): Command {
  const help = 'which port PORT1 of the file is, as in PORT1=/dev/ttyUSB0; once for each';
  return command.option('--map <name=path>', help, { repeatable: true });
}

/** The environment, and what `--map` says instead. @throws DlmsError DLMS_USAGE */
export function mappedPorts(
  { map }: Readonly<Record<string, unknown>>,
  environment: Environment,
): Environment {
  const given: readonly unknown[] = Array.isArray(map) ? map : [];
  const mapped = given.map((each) => {
    const [, name, path] = /^\s*(PORT\d+)\s*=\s*(.*\S)\s*$/i.exec(String(each)) ?? [];
    if (name !== undefined && path !== undefined) return [name.toUpperCase(), path] as const;
    throw usageError(`--map "${String(each)}" is not allowed`, 'Write it as in PORT1=/dev/ttyUSB0.');
  });
  return { ...environment, ...Object.fromEntries(mapped) };
}

/** @param ports which port of this computer is meant: `PORT1=/dev/ttyUSB0` */
export function withMappedPort(properties: Properties, ports: Environment): Properties {
  const port = String(properties.serialPort ?? '').trim();
  const mapped = isGatewayPort(port) ? ports[port.toUpperCase()] : undefined;
  return mapped ? { ...properties, serialPort: mapped } : properties;
}

/** For a port of which nothing says what it is. */
export function unmappedText(port: string): string {
  const name = port.toUpperCase();
  return `nothing says which port ${name} is: give --map ${name}=/dev/ttyUSB0, or ${name}=/dev/ttyUSB0 in the environment`;
}
