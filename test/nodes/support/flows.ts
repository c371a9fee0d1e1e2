/** Flows for tests: each node as the editor would save it, with what matters to the test changed. */
import type { FlowNode } from './runtime.js';

export const TAB = 'tab1';
/** What has no place on a tab counts as a config node. */
const PLACE = { x: 100, y: 100 };
const tab: FlowNode = { id: TAB, type: 'tab', label: 'test' };

export const device = (port: number, more: Record<string, unknown> = {}): FlowNode => ({
  id: 'meter1',
  type: 'dlms-device',
  name: 'Cellar meter',
  alias: 'cellar',
  transport: 'tcp',
  host: '127.0.0.1',
  port: String(port),
  mode: 'DLMS-HDLC',
  referencing: 'LN',
  clientAddress: '16',
  logicalAddress: '1',
  physicalAddress: '16',
  addressSize: '2',
  auth: 'None',
  timeoutMs: '500',
  retryCounter: '2',
  scanRateMs: '100',
  pollDelayMs: '0',
  ...more,
});

export const read = (more: Record<string, unknown> = {}): FlowNode => ({
  id: 'read1',
  type: 'dlms-read',
  z: TAB,
  ...PLACE,
  name: '',
  device: 'meter1',
  trigger: 'input',
  scanRateMs: '',
  job: '1-0:1.8.0',
  signals: [],
  output: 'each',
  onFailure: 'catch',
  wires: [['out']],
  ...more,
});

export const simulator = (port: number, more: Record<string, unknown> = {}): FlowNode => ({
  id: 'simulator1',
  type: 'dlms-simulator',
  z: TAB,
  ...PLACE,
  name: '',
  host: '127.0.0.1',
  port: String(port),
  framing: 'hdlc',
  logicalAddress: '1',
  physicalAddress: '16',
  auth: 'None',
  meters: '1',
  wires: [],
  ...more,
});

export const sink = (id: string): FlowNode => ({ id, type: 'helper', z: TAB, ...PLACE });

const catching: FlowNode = {
  id: 'catch',
  type: 'catch',
  z: TAB,
  ...PLACE,
  scope: null,
  uncaught: false,
  wires: [['errors']],
};
const completing: FlowNode = {
  id: 'complete',
  type: 'complete',
  z: TAB,
  ...PLACE,
  scope: ['read1'],
  wires: [['completed']],
};
const watching: FlowNode = {
  id: 'watching',
  type: 'status',
  z: TAB,
  ...PLACE,
  scope: null,
  wires: [['statuses']],
};

/** The given nodes with sinks for messages (out), errors, statuses and completed messages. */
export const flow = (...nodes: FlowNode[]): FlowNode[] => [
  tab,
  ...nodes,
  sink('out'),
  catching,
  sink('errors'),
  watching,
  sink('statuses'),
  completing,
  sink('completed'),
];
