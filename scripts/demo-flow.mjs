/**
 * The flow of the demo: a simulated meter, a node that reads it, its numbers in the debug sidebar, on a
 * dashboard page, and on an MQTT topic. Broker and dashboard are development dependencies.
 */
import { dashboard } from './demo-dashboard.mjs';

const TAB = 'dlms-demo-tab';
const DEVICE = 'dlms-demo-device';
const BROKER = 'dlms-demo-broker';

/** What the demo reads: the code, and the last part of the topic. */
export const SIGNALS = [
  { todo: '1-0:16.7.0', alias: 'power', name: 'Active power' },
  { todo: '1-0:1.8.0', alias: 'energy_import', name: 'Active energy, import' },
  { todo: '1-0:2.8.0', alias: 'energy_export', name: 'Active energy, export' },
  { todo: '1-0:32.7.0', alias: 'voltage_l1', name: 'Voltage L1' },
  { todo: '1-0:52.7.0', alias: 'voltage_l2', name: 'Voltage L2' },
  { todo: '1-0:72.7.0', alias: 'voltage_l3', name: 'Voltage L3' },
];

const node = (id, type, x, y, wires, properties) => ({ id, type, z: TAB, x, y, wires, ...properties });

const comment = (id, x, y, name, info = '') => node(id, 'comment', x, y, [], { name, info });

const debug = (id, x, y, name, properties = {}) =>
  node(id, 'debug', x, y, [], {
    name,
    active: true,
    tosidebar: true,
    console: false,
    tostatus: false,
    complete: 'payload',
    targetType: 'msg',
    ...properties,
  });

const inject = (id, x, y, wires, name) =>
  node(id, 'inject', x, y, [wires], { name, props: [], repeat: '', crontab: '', once: false, topic: '' });

const signal = (row) => ({ ...row, numberType: 'DOUBLE', log: '0', enable: '1' });

const device = (port) => ({
  id: DEVICE,
  type: 'dlms-device',
  version: '2',
  name: 'Demo meter',
  alias: 'demo-meter',
  transport: 'tcp',
  host: '127.0.0.1',
  port: String(port),
  tlsVerify: 'on',
  tlsCa: '',
  tlsServerName: '',
  tlsCert: '',
  serialPort: '',
  baudRate: '9600',
  dataBits: '8',
  stopBits: '1',
  parity: 'none',
  flowControl: 'none',
  mode: 'DLMS-HDLC',
  iecReadout: 'auto',
  iecStartBaud: '',
  iecDeviceAddress: '',
  referencing: 'LN',
  clientAddress: '16',
  logicalAddress: '1',
  physicalAddress: '16',
  addressSize: '2',
  serialNumber: '0',
  serialNumberFormula: 'SN % 10000 + 1000',
  auth: 'None',
  security: 'None',
  securitySuite: '0',
  systemTitle: '',
  serverSystemTitle: '',
  invocationCounter: 'stored',
  timeoutMs: '2500',
  retryCounter: '3',
  scanRateMs: '3000',
  pollDelayMs: '50',
  lockoutWaitMs: '900000',
  quirks: '',
});

function meterAndReader(port) {
  return [
    comment('dlms-demo-note-1', 210, 40, '1 · A simulated meter, in place of a real one'),
    node('dlms-demo-meter', 'dlms-simulator', 130, 80, [], {
      version: '2',
      name: 'Simulated meter',
      host: '127.0.0.1',
      port: String(port),
      framing: 'hdlc',
      logicalAddress: '1',
      physicalAddress: '16',
      meters: '1',
      referencing: 'both',
      quirks: '',
      auth: 'None',
      security: 'None',
      securitySuite: '0',
      systemTitle: '',
    }),
    comment('dlms-demo-note-2', 190, 160, '2 · Read every 3 seconds, or at once'),
    inject('dlms-demo-now', 120, 200, ['dlms-demo-read'], 'read now'),
    node('dlms-demo-read', 'dlms-read', 310, 200, [readerTargets()], {
      version: '2',
      name: '',
      device: DEVICE,
      allowMeter: '0',
      trigger: 'both',
      scanRateMs: '',
      job: '',
      signals: SIGNALS.map(signal),
      output: 'each',
      onFailure: 'catch',
    }),
    device(port),
  ];
}

const readerTargets = () => ['dlms-demo-debug', 'dlms-demo-by-topic', 'dlms-demo-mqtt-out'];

function debugging() {
  return [
    debug('dlms-demo-debug', 530, 160, 'numbers'),
    node('dlms-demo-catch', 'catch', 110, 280, [['dlms-demo-errors']], {
      name: 'errors',
      scope: null,
      uncaught: false,
    }),
    debug('dlms-demo-errors', 290, 280, 'what went wrong', { complete: 'error' }),
  ];
}

function messaging() {
  return [
    comment('dlms-demo-note-4', 170, 660, '4 · The same numbers by MQTT'),
    node('dlms-demo-mqtt-out', 'mqtt out', 530, 240, [], {
      name: 'to MQTT',
      topic: '',
      qos: '0',
      retain: 'true',
      broker: BROKER,
    }),
    node('dlms-demo-mqtt-in', 'mqtt in', 160, 720, [['dlms-demo-mqtt-debug']], {
      name: 'power from MQTT',
      topic: 'demo-meter/power',
      qos: '0',
      datatype: 'auto-detect',
      broker: BROKER,
      nl: false,
      rap: true,
      rh: 0,
      inputs: 0,
    }),
    debug('dlms-demo-mqtt-debug', 390, 720, 'by MQTT'),
    {
      id: BROKER,
      type: 'mqtt-broker',
      name: 'Demo broker',
      broker: '$' + '{DLMS_DEMO_BROKER}',
      port: '',
      clientid: '',
      autoConnect: true,
      usetls: false,
      protocolVersion: '4',
      keepalive: '60',
      cleansession: true,
      sessionExpiry: '',
    },
  ];
}

/** @param port where the simulated meter listens. */
export function demoFlow(port) {
  return [
    { id: TAB, type: 'tab', label: 'Demo: read a meter', disabled: false, info: '' },
    ...meterAndReader(port),
    ...debugging(),
    ...dashboard(TAB, 'dlms-demo-by-topic', SIGNALS),
    ...messaging(),
  ];
}
