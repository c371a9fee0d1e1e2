import assert from 'node:assert/strict';
import type { SimulatorHost } from '../../src/simulator/host.js';
import { coreNodes, example, exampleOnFreePorts } from '../nodes/support/examples.js';
import { Inbox, load, stopFlows, useRuntime } from '../nodes/support/runtime.js';
import { startMosquitto } from '../support/mosquitto.js';
import { MqttListener } from '../support/mqtt-listener.js';
import { describeService, type Service } from '../support/service.js';
import { readFrozenMeter, signalsOf, startFrozenMeter, withFrozenMeter } from './frozen-meter.js';

const EXAMPLE = '3 To MQTT and Home Assistant';
const SIGNALS = signalsOf(example(EXAMPLE));
const stateOf = (alias: string) => `dlms/mqtt-meter/${alias}`;
const configOf = (alias: string) => `homeassistant/sensor/mqtt-meter/${alias}/config`;
/** Device class, state class and unit. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  power: ['power', 'measurement', 'W'],
  energy_import: ['energy', 'total_increasing', 'Wh'],
  energy_export: ['energy', 'total_increasing', 'Wh'],
  voltage_l1: ['voltage', 'measurement', 'V'],
  current_l1: ['current', 'measurement', 'A'],
};

describeService(`the example "${EXAMPLE}" with Mosquitto`, 'mosquitto', () => {
  useRuntime();
  let broker: Service;
  let meter: SimulatorHost;
  let listener: MqttListener;
  const listeners: MqttListener[] = [];

  before(async function start() {
    this.timeout(30_000);
    broker = await startMosquitto();
  });
  after(() => broker?.stop());
  beforeEach(async function start() {
    this.timeout(20_000);
    meter = await startFrozenMeter(0);
    listener = await listen();
    const nodes = await exampleOnFreePorts(EXAMPLE, { 1883: broker.port });
    await load(withFrozenMeter(nodes, meter.hdlcPort ?? 0), {}, coreNodes('function', 'mqtt'));
  });
  afterEach(async () => {
    await Promise.all(listeners.splice(0).map((client) => client.close()));
    await meter.close();
  });

  async function listen(): Promise<MqttListener> {
    const client = await MqttListener.connect(broker.port);
    listeners.push(client);
    return client;
  }

  const all = (client: MqttListener, topic: (alias: string) => string, text?: string) =>
    client.until(
      () => SIGNALS.every(({ alias }) => matches(client.text(topic(alias)), text)),
      `${topic('…')} ${text ?? ''}`,
    );
  const matches = (heard: string | undefined, text: string | undefined) =>
    text === undefined ? heard !== undefined : heard === text;

  it('leaves the values that the meter says with the broker, for whoever comes later', async function run() {
    this.timeout(30_000);
    await all(listener, stateOf);
    const readings = await readFrozenMeter(meter.hdlcPort ?? 0, SIGNALS);
    const late = await listen();
    await all(late, stateOf);
    for (const { alias } of SIGNALS) {
      const state = late.heard.find(({ topic }) => topic === stateOf(alias));
      assert.deepEqual(state, {
        topic: stateOf(alias),
        text: String(readings.get(alias)?.value),
        retained: true,
      });
    }
  });

  it('tells Home Assistant of each signal once, and that it is there', async function run() {
    this.timeout(30_000);
    await all(listener, configOf);
    const told = () => listener.heard.filter(({ topic }) => topic === stateOf('power')).length;
    await listener.until(() => told() >= 3, 'three scans');
    const late = await listen();
    await late.until(() => late.text('dlms/status') === 'online', 'dlms/status');
    await all(late, configOf);
    await all(late, (alias) => `${stateOf(alias)}/availability`, 'online');
    assert.deepEqual(JSON.parse(late.text(configOf('power')) ?? ''), {
      name: 'power',
      unique_id: 'dlms_mqtt-meter_power',
      state_topic: 'dlms/mqtt-meter/power',
      value_template: '{{ value | float }}',
      unit_of_measurement: 'W',
      device_class: 'power',
      state_class: 'measurement',
      availability: [{ topic: 'dlms/status' }, { topic: 'dlms/mqtt-meter/power/availability' }],
      availability_mode: 'all',
      device: { identifiers: ['dlms_mqtt-meter'], name: 'mqtt-meter' },
    });
    for (const { alias } of SIGNALS) {
      const { device_class, state_class, unit_of_measurement } = JSON.parse(late.text(configOf(alias)) ?? '');
      assert.deepEqual([device_class, state_class, unit_of_measurement], KINDS[alias], alias);
    }
    assert.ok(late.heard.filter(({ topic }) => topic.endsWith('/config')).every(({ retained }) => retained));
  });

  it('tells all anew when Home Assistant has started', async function run() {
    this.timeout(30_000);
    await all(listener, configOf);
    listener.heard.splice(0);
    await listener.publish('homeassistant/status', 'online');
    await all(listener, configOf);
    const counts = SIGNALS.map(
      ({ alias }) => listener.heard.filter(({ topic }) => topic === configOf(alias)).length,
    );
    assert.deepEqual(
      counts,
      SIGNALS.map(() => 1),
    );
  });

  it('says offline while the meter does not answer, and Node-RED itself when it ends', async function run() {
    this.timeout(40_000);
    const availability = (alias: string) => `${stateOf(alias)}/availability`;
    await all(listener, availability, 'online');
    const port = meter.hdlcPort ?? 0;
    await meter.close();
    await all(listener, availability, 'offline');
    assert.equal(listener.text('dlms/status'), 'online');
    meter = await startFrozenMeter(port);
    await all(listener, availability, 'online');
    await stopFlows();
    await listener.until(() => listener.text('dlms/status') === 'offline', 'dlms/status offline');
  });

  it('hears its own numbers from the broker, and no error', async function run() {
    this.timeout(30_000);
    const ids = example(EXAMPLE).filter(({ type }) => type === 'debug');
    const [numbers, errors] = ids.map(({ id }) => new Inbox<{ readonly payload?: unknown }>(id));
    assert.ok(numbers !== undefined && errors !== undefined);
    const messages = await numbers.atLeast(SIGNALS.length, 15_000);
    assert.ok(messages.every(({ payload }) => typeof payload === 'number'));
    assert.deepEqual(errors.messages, []);
  });
});
