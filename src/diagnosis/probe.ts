/** One trial of the search: calls a meter once, without any secret, and says how far it came. */
import type { AttributeDescriptor } from '../cosem/descriptor.js';
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import type { Clock } from '../meter/clock.js';
import type { LineSilence } from '../meter/line-silence.js';
import { MeterClient } from '../meter/meter-client.js';
import { isWithoutHdlc } from '../meter/plain-readout.js';
import type { MeterSettings } from '../meter/settings.js';
import type { OpenTransport } from '../transport/transport.js';
import { Heard } from './heard.js';

/**
 * silent: nothing came. noise: octets that make no sense here. iec: an IEC 62056-21 meter answered, and
 * no further. refused-link: DM, there is a meter that does not take this client. linked: UA came, and no
 * answer to the AARQ. refused: the meter refuses the association. readout: it has a plain readout only.
 * associated: all stands.
 */
export type Reach =
  | 'silent'
  | 'noise'
  | 'iec'
  | 'refused-link'
  | 'linked'
  | 'refused'
  | 'readout'
  | 'associated';

export interface ProbeResult {
  readonly reach: Reach;
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
    const [name, energy] = [await dataOf(client, NAME), await dataOf(client, ENERGY)];
    const measures = energy !== undefined;
    return { reach: 'associated', source: heard.source, name: nameIn(name), measures };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    const reach = isWithoutHdlc(error) ? 'readout' : heard.reachOf(error);
    return { reach, error, source: heard.source, name: heard.identification };
  } finally {
    signal.removeEventListener('abort', stop);
    await client.close();
  }
}

async function dataOf(client: MeterClient, attribute: AttributeDescriptor) {
  try {
    const result = await client.get(attribute);
    return result.kind === 'data' ? result.data : undefined;
  } catch {
    // The association stood: that is what was asked.
    return undefined;
  }
}

function nameIn(data: Awaited<ReturnType<typeof dataOf>>): string | undefined {
  if (data === undefined || !('octets' in data)) return undefined;
  return Buffer.from(data.octets)
    .toString('latin1')
    .replace(/[^ -~]/g, '.');
}
