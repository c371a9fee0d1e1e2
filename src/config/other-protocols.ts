/**
 * Sheets of gateways hold devices of all their protocols. Those that do not speak DLMS are left out with their
 * signals, and told; a protocol that is one of ours with a slip in it is a problem like any other.
 */

import { TRANSPORTS } from '../meter/line-settings.js';
import { aliasOf } from '../meter/resolve-settings.js';
import { slipOf } from './closest-name.js';
import type { Findings } from './findings.js';
import type { RawCell, RawEntry, RawFile } from './raw-file.js';

const OURS = /^(?:dlms|cosem|hdlc|wrapper|spodes|iec ?6?2056|tcp|udp|tls|ssl|ip|serial|com|rs)(?![a-z])/i;

/** Nothing is left out where nothing would be left: then it is the names of protocols that are wrong. */
export function withoutOthers(file: RawFile, findings: Findings): RawFile {
  const others = file.devices.filter((device) => otherProtocol(device) !== undefined);
  if (file.ofNodes || others.length === 0 || others.length === file.devices.length) return file;
  const left = new Set(others);
  const devices = file.devices.filter((device) => !left.has(device));
  const kept = new Set(devices.flatMap(namesOf));
  const owners = new Map(others.flatMap((device) => namesOf(device).map((name) => [name, device])));
  const ownerOf = (signal: RawEntry) => {
    const name = textAt(signal, 'device');
    return kept.has(name) ? undefined : owners.get(name);
  };
  const lost = file.signals.map(ownerOf);
  for (const device of others) tell(device, lost.filter((owner) => owner === device).length, findings);
  return { ...file, devices, signals: file.signals.filter((_, at) => lost[at] === undefined) };
}

function otherProtocol(device: RawEntry): RawCell | undefined {
  const cell = cellAt(device, 'transport');
  const text = textAt(device, 'transport');
  const isOurs =
    text === '' || text.startsWith('${') || OURS.test(text) || slipOf(text, Object.keys(TRANSPORTS));
  return isOurs ? undefined : cell;
}

function tell(device: RawEntry, signals: number, findings: Findings): void {
  const { place, written } = otherProtocol(device) ?? { place: device.place, written: '' };
  const what = signals === 0 ? 'the device was' : `the device and its signals (${signals}) were`;
  findings.warning(place, `${written} "${textAt(device, 'transport')}" is not DLMS: ${what} left out`);
}

/** By which signals may call it. */
function namesOf(device: RawEntry): readonly string[] {
  const [alias, name] = [textAt(device, 'alias'), textAt(device, 'name')];
  return [alias || aliasOf(name), name].filter((each) => each !== '');
}

function textAt(entry: RawEntry, property: string): string {
  return String(cellAt(entry, property)?.value ?? '').trim();
}

function cellAt({ cells }: RawEntry, property: string): RawCell | undefined {
  return cells.find(({ name }) => name.property === property);
}
