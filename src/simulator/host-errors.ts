/** What can go wrong with the real lines of a simulator. */
import { DlmsError } from '../errors.js';

export function lineClosed(): DlmsError {
  return new DlmsError('the simulated meter closed the line', {
    code: 'DLMS_LINE_CLOSED',
    layer: 'transport',
    fault: 'line',
  });
}

export function listenError(
  host: string,
  port: number,
  cause: Error & { readonly code?: string | undefined },
): DlmsError {
  if (cause.code === 'EADDRINUSE') {
    return new DlmsError(`port ${port} on ${host} is already in use`, {
      code: 'DLMS_PORT_IN_USE',
      layer: 'transport',
      fault: 'settings',
      hint: 'Choose another port for the simulated meter, or stop the program that holds this one.',
      cause,
    });
  }
  return new DlmsError(`cannot listen on ${host} port ${port}: ${cause.code ?? cause.message}`, {
    code: 'DLMS_LISTEN',
    layer: 'transport',
    fault: 'settings',
    hint: 'Use an address of this computer, and a port from 1024 to 65535.',
    cause,
  });
}

export function noSerial(path: string): DlmsError {
  return new DlmsError(`nothing was given that opens the serial port ${path}`, {
    code: 'DLMS_SETTING',
    layer: 'settings',
    fault: 'package',
  });
}
