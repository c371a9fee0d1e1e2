/**
 * An exported Node-RED flow as a configuration: its meters, and the signals of its read nodes. What is not said
 * in files, such as the shape of messages, is left out.
 */
import { aliasOf } from '../meter/resolve-settings.js';
import { DEVICE_ENTRY_NAMES, type FileName, SIGNAL_FILE_NAMES, usualNames } from './file-names.js';
import type { Findings } from './findings.js';
import type { FlowNode } from './flow-nodes.js';
import { withInstances } from './flow-subflows.js';
import { ownersOf, withVariables } from './flow-variables.js';
import { isBlank } from './json-cell.js';
import { isObject, type JsonObject, singleText } from './json-object.js';
import type { RawCell, RawEntry, RawFile } from './raw-file.js';

/** By the ids of nodes. */
export type FlowCredentials = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const DEVICE_NAMES = usualNames(DEVICE_ENTRY_NAMES);
const ROW_NAMES = usualNames(SIGNAL_FILE_NAMES);

/** Meters by the ids of their nodes. */
type Aliases = ReadonlyMap<string, string>;

export function readFlow(
  flow: readonly FlowNode[],
  credentials: FlowCredentials,
  findings: Findings,
): RawFile {
  const nodes = withInstances(
    flow.map((node) => withSecrets(node, credentials)),
    findings,
  );
  const ofType = (wanted: string) => nodes.filter(({ type }) => type === wanted);
  const meters = withVariables(ofType('dlms-device'), nodes);
  const readers = withVariables(ofType('dlms-read'), nodes);
  const aliases = aliasesOf(meters, findings);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isOff = (node: FlowNode) => [node, ...ownersOf(node, byId)].some(isSwitchedOff);
  const deviceOf = (node: FlowNode): RawEntry => {
    const { properties, id, place } = node;
    const secrets = objectIn(properties.credentials);
    const more = { alias: aliases.get(id), enable: isOff(node) ? 0 : 1 };
    return { place, cells: cellsOf({ ...properties, ...more }, secrets, DEVICE_NAMES, place) };
  };
  return {
    devices: meters.map(deviceOf),
    signals: readers.flatMap((node) => signalsOf(node, aliases, isOff(node), findings)),
    ofNodes: true,
  };
}

/** In a flow an alias that is made from a name may stand for several meters, in a file it may not. */
function aliasesOf(meters: readonly FlowNode[], findings: Findings): Aliases {
  const aliases = new Map<string, string>();
  const chosen = meters.filter(({ properties: { alias } }) => singleText(alias).trim() !== '');
  for (const { id, properties } of chosen) aliases.set(id, singleText(properties.alias).trim());
  const taken = new Set(aliases.values());
  const numbers = new Map<string, number>();
  for (const { id, properties, place } of meters) {
    if (aliases.has(id)) continue;
    const made = aliasOf(singleText(properties.name));
    let alias = made;
    let number = numbers.get(made) ?? 2;
    for (; taken.has(alias); number += 1) alias = `${made}_${number}`;
    numbers.set(made, number);
    if (alias !== made) findings.warning(place, `is called ${alias}, since another meter is called ${made}`);
    aliases.set(id, alias);
    taken.add(alias);
  }
  return aliases;
}

function signalsOf(
  { place, properties }: FlowNode,
  aliases: Aliases,
  isOff: boolean,
  findings: Findings,
): readonly RawEntry[] {
  const device = typeof properties.device === 'string' ? aliases.get(properties.device) : undefined;
  const rows = Array.isArray(properties.signals) ? properties.signals.filter(isObject) : [];
  if (device === undefined) {
    findings.warning(place, 'has no meter in this flow: its signals were left out');
    return [];
  }
  warnOfReading(place, properties, findings);
  const more = isOff ? { device, enable: 0 } : { device };
  if (rows.length > 0) {
    return rows.map((row, at) => {
      const rowPlace = `${place}, signals[${at}]`;
      return { place: rowPlace, cells: cellsOf({ ...row, ...more }, {}, ROW_NAMES, rowPlace) };
    });
  }
  const job = { job: properties.job, ...more };
  return isBlank(properties.job) ? [] : [{ place, cells: cellsOf(job, {}, ROW_NAMES, place) }];
}

/** When a node reads is a matter of the flow; files know the rate of a meter alone. */
function warnOfReading(place: string, { trigger, scanRateMs }: JsonObject, findings: Findings): void {
  if (trigger === 'input') findings.warning(place, 'reads on input only, which files do not say');
  else if (!isBlank(scanRateMs))
    findings.warning(place, 'has a scan rate of its own, which files do not say');
}

function cellsOf(
  properties: JsonObject,
  secrets: JsonObject,
  names: readonly FileName[],
  place: string,
): readonly RawCell[] {
  return names.flatMap((name) => {
    const value = (name.secret ? secrets : properties)[name.property];
    const isSingle = typeof value !== 'object' && !isBlank(value);
    return isSingle ? [{ name, written: name.property, value, place }] : [];
  });
}

/** A node, or a tab with all that is in it. */
function isSwitchedOff({ properties: { d, disabled } }: FlowNode): boolean {
  return d === true || disabled === true;
}

/** Of the file beside the flow, or within the node, as some exports have them. */
function withSecrets(node: FlowNode, credentials: FlowCredentials): FlowNode {
  if (node.type !== 'dlms-device') return node;
  const own = { ...objectIn(node.properties.credentials), ...credentials[node.id] };
  return { ...node, properties: { ...node.properties, credentials: own } };
}

function objectIn(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
