/**
 * A configuration as a flow for Node-RED: a tab, a config node for each meter, and a read node for each meter
 * and job with its signals. Secrets are no part of a flow.
 */
import type { Configuration, DeviceEntry, Properties, SignalEntry } from './configuration.js';
import { formatJob } from './job-text.js';
import { DEVICE_DEFAULTS, READ_DEFAULTS } from './node-defaults.js';
import { idMaker } from './node-id.js';

/** As Node-RED imports it. */
export type NodeDefinition = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly type: string;
};

interface Job {
  readonly text: string;
  readonly signals: readonly SignalEntry[];
}

/** Where nodes stand on the tab, in pixels. */
const GRID = { left: 180, top: 60, width: 300, height: 60, rows: 16 } as const;
const MOST_NAME = 40;

export interface Flow {
  readonly nodes: readonly NodeDefinition[];
  /** The id of each meter's node, by alias. */
  readonly deviceIds: ReadonlyMap<string, string>;
}

/** The same configuration gives the same flow, ids included. @param label of the tab */
export function flowOf({ devices, signals }: Configuration, label: string): Flow {
  const idOf = idMaker(devices.map(({ alias }) => alias));
  const tab = idOf(`tab ${label}`);
  const deviceIds = new Map(devices.map(({ alias }) => [alias, idOf(`device ${alias}`)]));
  const signalsOf = grouped(signals, ({ device }) => device);
  const readers = devices.flatMap(({ alias }) => {
    const jobs = jobsOf(signalsOf.get(alias) ?? []);
    const device = deviceIds.get(alias) ?? '';
    return jobs.map((job) => ({
      id: idOf(`read ${alias} ${job.text}`),
      ...readNode(job, tab, device, jobs.length > 1 ? nameOf(job.text) : ''),
    }));
  });
  return {
    nodes: [
      { id: tab, type: 'tab', label, disabled: false, info: '' },
      ...devices.map((device) => deviceNode(device, deviceIds.get(device.alias) ?? '')),
      ...readers.map((node, at) => ({ ...node, ...placeOf(at) })),
    ],
    deviceIds,
  };
}

function deviceNode({ properties, enabled }: DeviceEntry, id: string): NodeDefinition {
  const { info, ...settings } = properties;
  const { transport = settings.host === undefined && settings.serialPort !== undefined ? 'serial' : 'tcp' } =
    settings;
  // Over UDP there is no other.
  const modeDefault = transport === 'udp' ? { mode: 'DLMS-WRAPPER' } : {};
  return {
    id,
    type: 'dlms-device',
    ...(enabled ? {} : { d: true }),
    ...DEVICE_DEFAULTS,
    ...modeDefault,
    ...asTexts({ ...settings, transport }),
    ...(info === undefined ? {} : { info }),
  };
}

function readNode({ text, signals }: Job, tab: string, device: string, name: string) {
  return {
    type: 'dlms-read',
    z: tab,
    ...READ_DEFAULTS,
    name,
    device,
    job: text,
    signals: signals.map(({ row }) => asTexts(row)),
    wires: [[]],
  };
}

/** In the order in which they first stand in the file; what has no job is one. */
function jobsOf(signals: readonly SignalEntry[]): readonly Job[] {
  const jobs = grouped(signals, ({ row }) => formatJob(row.job));
  return [...jobs.values()].map((each) => ({ text: String(each[0]?.row.job ?? ''), signals: each }));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The editor keeps texts. */
function asTexts(properties: Properties): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([property, value]) => [property, String(value)]));
}

function nameOf(job: string): string {
  return job.length <= MOST_NAME ? job : `${job.slice(0, MOST_NAME - 1)}…`;
}

function placeOf(at: number): { readonly x: number; readonly y: number } {
  const column = Math.floor(at / GRID.rows);
  return { x: GRID.left + column * GRID.width, y: GRID.top + (at % GRID.rows) * GRID.height };
}
