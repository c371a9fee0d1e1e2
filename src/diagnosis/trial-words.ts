/** A trial of the search in one line for people: `DLMS-HDLC 9600 Bd none, server 1/17 (2 octets), client 16 LN`. */
import type { TrialProperties } from './candidates.js';

export function trialWords(trial: TrialProperties): string {
  const { mode, baudRate, parity, clientAddress, referencing, ...server } = trial;
  const line = [mode, ...(baudRate === undefined ? [] : [baudRate, 'Bd']), ...(parity ? [parity] : [])];
  return `${line.join(' ')}, server ${serverWords(mode, server)}, client ${clientAddress} ${referencing}`;
}

function serverWords(mode: TrialProperties[string] | undefined, server: TrialProperties): string {
  const { logicalAddress, physicalAddress, addressSize } = server;
  if (mode === 'DLMS-WRAPPER') return String(logicalAddress);
  return `${logicalAddress}/${physicalAddress} (${addressSize} octet${addressSize === 1 ? '' : 's'})`;
}
