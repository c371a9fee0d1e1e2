/**
 * What a failed step usually means, and what to try, in the order in which it helps most often. By the code
 * of the error, and where it makes a difference by the step; the error's own hint stands before it.
 */
import type { MeterSettings } from '../meter/settings.js';
import type { Step } from './step.js';

/** Sentences by name, so that other languages can have theirs. */
export const ADVICE = {
  'wrong-port':
    'Look up the port: 4059 is the registered one of the WRAPPER, gateways often use 4001, 8000 or 10001.',
  'gateway-one-client':
    'A gateway or meter that takes one connection only refuses all others: stop the other client.',
  'same-network':
    'Check that meter and Node-RED are in networks that reach each other: ping the address from this machine.',
  'host-name': 'Check the spelling of the host name, or give the address in numbers.',
  'serial-path':
    'Check that the adapter is plugged in, and choose the port from the list: a path under /dev/serial/by-id stays the same.',
  'serial-cable': 'Check the cable: A and B of RS-485 may be swapped, an optical head must sit right.',
  'serial-user': 'The user of Node-RED needs rights for the port: on Debian the group dialout.',
  'other-program': 'Another program holds the port: a second flow, a terminal, ModemManager.',
  'speed-parity': 'Try other speeds (9600, 300, 2400, 19200, 115200) and 8N1 against 7E1.',
  'iec-start': 'Optical heads and older meters want the IEC 62056-21 start at 300 Bd 7E1: mode IEC.',
  'other-address':
    'Try logical address 1 with physical address 16, 17, 1 or 0, and that of the serial number.',
  'other-size': 'Try address sizes 1, 2 and 4: some meters answer to one size only.',
  'other-framing': 'A network port may speak HDLC or WRAPPER: try the other mode.',
  'find-meter': 'Let the search try addresses, sizes and framings one after another.',
  'client-address':
    'The meter answers certain client addresses only: 16 is public, 1, 32, 48 and 100 are common others.',
  'still-connected':
    'The meter believes itself connected to somebody: wait two minutes, or set the quirk disconnect-first.',
  'plain-snrm': 'Some meters answer only an SNRM without parameters: set the quirk plain-snrm.',
  'other-referencing': 'Try the other kind of referencing: older meters speak SN, newer ones LN.',
  'ciphered-context':
    'Meters with security on refuse plain contexts for clients other than 16: set security and keys.',
  'other-auth':
    'The client address decides the authentication: 16 is mostly None, 32 or 1 Low, 48 or 1 High.',
  'check-secret':
    'Type the secret again. Nothing was sent a second time: meters lock after a few wrong ones.',
  'secret-format': 'A secret may be text or octets: write octets as 0x… .',
  'check-keys':
    'Check block cipher key and authentication key: each 32 hexadecimal digits (suite 2: 64), not exchanged.',
  'client-title': 'Some meters know their clients by system title: ask the utility which one to use.',
  'server-title':
    'Where the meter sends no system title, it has to be set: its 8 octets stand on the label or in its papers.',
  'counter-object':
    'Set invocation_counter to the meter’s counter object, mostly 0.0.43.1.0.255: it is read first then.',
  'restarted-counter': 'Meters that lose their counter when they restart need the quirk counter-restarts.',
  'wait-lock':
    'A meter that was asked with wrong secrets locks for minutes up to a day: wait before the next try.',
  'smaller-pdu': 'Try smaller frames: the quirk max-info=128.',
  'more-time': 'Slow lines and meters need a longer timeout: 5000 ms and more over radio or mobile networks.',
  'no-rights': 'This client may not read it: another client address has more rights.',
} as const;

export type AdviceName = keyof typeof ADVICE;

const SERIAL_OPENING: readonly AdviceName[] = ['other-program', 'serial-user', 'serial-cable'];
const SILENT_LINK: readonly AdviceName[] = [
  'find-meter',
  'other-address',
  'other-size',
  'speed-parity',
  'other-framing',
  'iec-start',
  'plain-snrm',
];
const SILENT_ASSOCIATION: readonly AdviceName[] = [
  'find-meter',
  'client-address',
  'other-framing',
  'smaller-pdu',
  'more-time',
];
const KEYS: readonly AdviceName[] = ['check-keys', 'client-title', 'server-title', 'counter-object'];

/** By `step/code`, or by the code alone. */
const BY_FAILURE: Readonly<Record<string, readonly AdviceName[]>> = {
  DLMS_CONNECTION_REFUSED: ['wrong-port', 'gateway-one-client', 'same-network'],
  DLMS_UNREACHABLE: ['same-network', 'wrong-port'],
  DLMS_HOST_UNKNOWN: ['host-name', 'same-network'],
  'line/DLMS_TIMEOUT': ['same-network', 'wrong-port', 'more-time'],
  DLMS_LINE_CLOSED: ['gateway-one-client', 'other-framing', 'client-address'],
  DLMS_SERIAL_PORT_MISSING: ['serial-path', 'serial-cable', 'other-program'],
  DLMS_SERIAL_PORT_BUSY: SERIAL_OPENING,
  DLMS_SERIAL_PORT_DENIED: ['serial-user'],
  'iec-sign-on/DLMS_TIMEOUT': ['serial-cable', 'speed-parity', 'other-address'],
  'iec-sign-on/DLMS_NOISE': ['speed-parity', 'serial-cable'],
  'link/DLMS_TIMEOUT': SILENT_LINK,
  'link/DLMS_NOISE': ['speed-parity', 'other-framing', 'iec-start', 'serial-cable', 'wrong-port'],
  DLMS_WRONG_ADDRESS: ['other-address', 'other-size', 'client-address'],
  DLMS_DISCONNECTED_MODE: ['client-address', 'still-connected'],
  DLMS_FRAME_REJECT: ['plain-snrm', 'smaller-pdu'],
  'association/DLMS_TIMEOUT': SILENT_ASSOCIATION,
  'association/DLMS_NOISE': ['other-framing', 'speed-parity', 'wrong-port'],
  DLMS_CONTEXT_NOT_SUPPORTED: ['other-referencing', 'ciphered-context'],
  DLMS_ASSOCIATION_REFUSED: ['client-address', 'other-auth', 'other-referencing', 'still-connected'],
  DLMS_AUTHENTICATION_FAILED: ['check-secret', 'secret-format', 'other-auth', 'wait-lock'],
  DLMS_METER_BUSY: ['still-connected', 'wait-lock'],
  DLMS_KEY_REFUSED: KEYS,
  DLMS_DECIPHERING: KEYS,
  DLMS_HLS_REFUSED: ['check-keys', 'check-secret', 'server-title'],
  DLMS_SYSTEM_TITLE: ['server-title', 'client-title'],
  DLMS_INVOCATION_COUNTER: ['counter-object'],
  DLMS_COUNTER_UNREADABLE: ['counter-object', 'client-address'],
  DLMS_REPLAY: ['restarted-counter'],
  DLMS_TIMEOUT: ['more-time', 'smaller-pdu'],
};

/** What can be wrong with a serial line only, and with a network only. */
const OF_SERIAL_LINES: readonly AdviceName[] = [
  ...(['serial-path', 'serial-cable', 'serial-user', 'other-program', 'speed-parity'] as const),
];
const OF_NETWORKS: readonly AdviceName[] = [
  ...(['host-name', 'wrong-port', 'gateway-one-client', 'same-network', 'other-framing'] as const),
];

/**
 * Empty for a step that holds.
 * @param transport of the meter: what cannot be wrong with its line is left out
 */
export function adviceFor(
  { name, state, error }: Step,
  transport?: MeterSettings['transport'],
): readonly AdviceName[] {
  if (state === 'refused') return ['no-rights'];
  if (error === undefined) return [];
  const advice = BY_FAILURE[`${name}/${error.code}`] ?? BY_FAILURE[error.code] ?? [];
  if (transport === undefined) return advice;
  const foreign = transport === 'serial' ? OF_NETWORKS : OF_SERIAL_LINES;
  return advice.filter((each) => !foreign.includes(each));
}
