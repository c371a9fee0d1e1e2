/** One trial of the search: calls a meter once, without any secret, and says how far it came. */
import type { Data } from '../cosem/data.js';
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import type { Clock } from '../meter/clock.js';
import type { LineSilence } from '../meter/line-silence.js';
import { MeterClient } from '../meter/meter-client.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { Heard } from './heard.js';
import type { Reach } from './reach.js';

export interface ProbeResult {
  readonly reach: Reach;
  /** Why it came no farther; of an association, why it answers no question. */
  readonly error?: DlmsError | undefined;
  /** Where the answer came from, in HDLC. */
  readonly source?: HdlcAddress | undefined;
  /** The logical device name, or whatever the meter says of itself. */
  readonly name?: string | undefined;
  /** Whether the meter gave this client a measured value: the energy that it is there for. */
  readonly measures?: boolean | undefined;
}

export interface ProbeOptions {
  readonly open: OpenTransport;
  readonly silence?: LineSilence | undefined;
  readonly clock?: Clock | undefined;
  readonly signal: AbortSignal;
}

const NAME: AttributeDescriptor = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 };
const ENERGY: AttributeDescriptor = { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 };

export async function probe(
  settings: MeterSettings,
  { open, silence, clock, signal }: ProbeOptions,
): Promise<ProbeResult> {
  const heard = new Heard();
  const client = new MeterClient({ settings, open, silence, clock, onTrace: (trace) => heard.take(trace) });
  const stop = (): void => void client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) await client.close();
    await client.open({ requests: 1 });
    const name = await answerTo(client, NAME);
    const energy = name.error === undefined ? await answerTo(client, ENERGY) : name;
    const measures = energy.data !== undefined && energy !== name;
    const { error } = energy;
    return { reach: 'associated', source: heard.source, name: nameIn(name.data), measures, error };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return { reach: heard.reachOf(error), error, source: heard.source, name: heard.identification };
  } finally {
    signal.removeEventListener('abort', stop);
    await client.close();
  }
}

interface Answer {
  readonly data?: Data | undefined;
  /** Why nothing came any more; a refusal is an answer. */
  readonly error?: DlmsError | undefined;
}

async function answerTo(client: MeterClient, attribute: AttributeDescriptor): Promise<Answer> {
  try {
    const result = await client.get(attribute);
    return result.kind === 'data' ? { data: result.data } : {};
  } catch (error) {
    if (error instanceof DlmsError) return { error };
    throw error;
  }
}

function nameIn(data: Data | undefined): string | undefined {
  if (data === undefined || !('octets' in data)) return undefined;
  return Buffer.from(data.octets)
    .toString('latin1')
    .replace(/[^ -~]/g, '.');
}
