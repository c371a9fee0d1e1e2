/** The rounds of the search on a line: first what finds most meters, last what finds the strange ones. */
import {
  ALL_STATIONS,
  FRAMINGS,
  LINES,
  OTHER_CLIENTS,
  SERVER_WPORTS,
  type ServerAddressTrial,
  SWEPT,
  serverAddresses,
  type TrialProperties,
  WRAPPER,
} from './candidates.js';

/** The trials on a line that is set or framed so. @param serialNumber of the meter's label, 0 where unknown */
export type Round = (way: TrialProperties, serialNumber: number) => readonly TrialProperties[];

const PUBLIC_CLIENT = 16;
const USUAL_WPORT = SERVER_WPORTS.slice(0, 1);
/** Server addresses of the first round. */
const FEW = 6;

/** Every meter knows an SNRM without parameters, and a few know no other. */
const PLAIN: TrialProperties = { quirks: 'plain-snrm' };

/** How a meter on this line may be called: framings, on a serial line with speeds. */
export function waysOn({ transport }: TrialProperties): readonly TrialProperties[] {
  if (transport === 'serial') return LINES;
  return transport === 'udp' ? [WRAPPER] : FRAMINGS;
}

const usual: Round = (way, serialNumber) =>
  isWrapper(way)
    ? wPortTrials(way, USUAL_WPORT)
    : hdlcTrials(way, [...ALL_STATIONS, ...serverAddresses(serialNumber).slice(0, FEW)]);

/** Speeds that are rare are not searched through. */
const otherClients: Round = (way, serialNumber) =>
  OTHER_CLIENTS.flatMap((client) => {
    if (isWrapper(way)) return wPortTrials(way, USUAL_WPORT, client);
    return isRare(way) ? [] : hdlcTrials(way, serverAddresses(serialNumber).slice(0, FEW), client);
  });

const otherServers: Round = (way, serialNumber) => {
  if (isWrapper(way)) return wPortTrials(way, SERVER_WPORTS.slice(1));
  return isRare(way) ? [] : hdlcTrials(way, serverAddresses(serialNumber).slice(FEW));
};

const sweep: Round = (way) => {
  if (isWrapper(way) || isRare(way)) return [];
  const tried = serverAddresses(0);
  const isNew = (one: ServerAddressTrial) => !tried.some((other) => isSame(one, other));
  return hdlcTrials(way, SWEPT.filter(isNew));
};

export const ROUNDS: readonly Round[] = [usual, otherServers, otherClients, sweep];

function hdlcTrials(
  way: TrialProperties,
  servers: readonly ServerAddressTrial[],
  clientAddress = PUBLIC_CLIENT,
): readonly TrialProperties[] {
  return servers.map((server) => ({ ...way, ...server, clientAddress, ...PLAIN }));
}

function wPortTrials(
  way: TrialProperties,
  wPorts: readonly number[],
  clientAddress = PUBLIC_CLIENT,
): readonly TrialProperties[] {
  return wPorts.map((logicalAddress) => ({ ...way, logicalAddress, physicalAddress: 0, clientAddress }));
}

function isWrapper({ mode }: TrialProperties): boolean {
  return mode === 'DLMS-WRAPPER';
}

function isRare({ mode, baudRate, parity }: TrialProperties): boolean {
  return mode !== 'IEC' && baudRate !== undefined && (baudRate !== 9600 || parity !== 'none');
}

function isSame(one: ServerAddressTrial, other: ServerAddressTrial): boolean {
  return (
    one.logicalAddress === other.logicalAddress &&
    one.physicalAddress === other.physicalAddress &&
    one.addressSize === other.addressSize
  );
}
