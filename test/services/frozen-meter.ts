/** A simulated meter whose clock stands still, so that it says the same whenever it is read, and by whom. */
import { MeterClient } from '../../src/meter/meter-client.js';
import type { Reading } from '../../src/meter/reading.js';
import { openTransport } from '../../src/pool/open-transport.js';
import { type SimulatorHost, startSimulator } from '../../src/simulator/host.js';
import { settingsOf } from '../meter/settings.js';
import type { FlowNode } from '../nodes/support/runtime.js';

const NOON = Date.UTC(2024, 5, 3, 10, 0, 0);

export function startFrozenMeter(port: number): Promise<SimulatorHost> {
  return startSimulator({ hdlcPort: port, now: () => NOON });
}

/** The flow with the meter on that port in place of its own, read often. */
export function withFrozenMeter(nodes: readonly FlowNode[], port: number): FlowNode[] {
  const quick = {
    port: String(port),
    scanRateMs: '300',
    timeoutMs: '1000',
    retryCounter: '1',
    pollDelayMs: '0',
  };
  return nodes
    .filter(({ type }) => type !== 'dlms-simulator' && type !== 'comment')
    .map((node) => (node.type === 'dlms-device' ? { ...node, ...quick } : node))
    .map((node) => (node.type === 'debug' ? { ...node, type: 'helper' } : node));
}

/** The rows of the flow's read node. */
export function signalsOf(
  nodes: readonly FlowNode[],
): readonly { readonly alias: string; readonly todo: string }[] {
  const reader = nodes.find(({ type }) => type === 'dlms-read');
  return reader?.signals as readonly { readonly alias: string; readonly todo: string }[];
}

/** What the meter says to another client, by the aliases of the signals. */
export async function readFrozenMeter(
  port: number,
  signals: readonly { readonly alias: string; readonly todo: string }[],
): Promise<ReadonlyMap<string, Reading>> {
  const settings = settingsOf({ port, pollDelayMs: 0 });
  const meter = new MeterClient({ settings, open: openTransport(settings) });
  const readings = await meter.read(signals.map(({ todo }) => todo));
  await meter.close();
  return new Map(signals.map(({ alias }, at) => [alias, readings[at]] as [string, Reading]));
}
