/** One trial of the search: calls a meter once, without any secret, and says how far it came. */

import { APDU_TAG } from '../apdu/tag.js';
import type { Trace } from '../client/primitive.js';
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from '../framing/hdlc/address.js';
import { decodeFrame, FLAG } from '../framing/hdlc/frame.js';
import type { Clock } from '../meter/clock.js';
import { MeterClient } from '../meter/meter-client.js';
import { resolveSettings } from '../meter/resolve-settings.js';
import type { OpenTransport } from '../transport/transport.js';
import type { TrialProperties } from './candidates.js';

/**
 * silent: nothing came. noise: octets that make no sense here. iec: an IEC 62056-21 meter answered, and
 * no further. refused-link: DM, there is a meter that does not take this client. linked: UA came, and no
 * answer to the AARQ. refused: the meter refuses the association. associated: all stands.
 */
export type Reach = 'silent' | 'noise' | 'iec' | 'refused-link' | 'linked' | 'refused' | 'associated';

export interface ProbeResult {
  readonly reach: Reach;
  readonly error?: DlmsError | undefined;
  /** Where the answer came from, in HDLC. */
  readonly source?: HdlcAddress | undefined;
  /** The logical device name, or whatever the meter says of itself. */
  readonly name?: string | undefined;
}

export interface ProbeOptions {
  readonly open: OpenTransport;
  readonly clock?: Clock | undefined;
  readonly signal: AbortSignal;
}

const NAME = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 } as const;

export async function probe(
  properties: TrialProperties,
  { open, clock, signal }: ProbeOptions,
): Promise<ProbeResult> {
  const { settings } = resolveSettings(properties);
  const seen = new Seen();
  const client = new MeterClient({ settings, open, clock, onTrace: (trace) => seen.take(trace) });
  const stop = (): void => void client.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.open({ requests: 1 });
    const name = await nameOf(client);
    return { reach: 'associated', source: seen.source, name };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return { reach: seen.reachOf(error), error, source: seen.source, name: seen.identification };
  } finally {
    signal.removeEventListener('abort', stop);
    await client.close();
  }
}

async function nameOf(client: MeterClient): Promise<string | undefined> {
  try {
    const result = await client.get(NAME);
    if (result.kind !== 'data' || !('octets' in result.data)) return undefined;
    return Buffer.from(result.data.octets)
      .toString('latin1')
      .replace(/[^ -~]/g, '.');
  } catch {
    // The association stood: that is what was asked.
    return undefined;
  }
}

/** What was seen of the other side while it was called. */
class Seen {
  source: HdlcAddress | undefined;
  identification: string | undefined;
  #frames = new Set<string>();
  #aare = false;

  take({ layer, direction, octets }: Trace): void {
    if (direction !== 'received') return;
    if (layer === 'application' && octets[0] === APDU_TAG.AARE) this.#aare = true;
    if (layer !== 'link') return;
    if (octets[0] === FLAG) this.#frame(octets);
    else if (octets[0] === 0x2f) this.identification = Buffer.from(octets).toString('latin1').trim();
  }

  #frame(octets: Uint8Array): void {
    try {
      const { control, source } = decodeFrame(octets.subarray(1));
      this.#frames.add(control.kind);
      this.source = source;
    } catch {
      // Noise: the error of the trial tells of it.
    }
  }

  reachOf({ code, layer }: DlmsError): Reach {
    if (this.#aare || layer === 'association' || layer === 'security') return 'refused';
    if (this.#frames.has('UA')) return 'linked';
    if (this.#frames.has('DM')) return 'refused-link';
    if (this.identification !== undefined) return 'iec';
    return code === 'DLMS_NOISE' || layer === 'service' ? 'noise' : 'silent';
  }
}
