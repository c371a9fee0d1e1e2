/**
 * Meters behind one TCP connection with the wrapper (IEC 62056-47): the destination wPort calls a meter by
 * its physical address, or the first one by its logical address; each source wPort has its own association.
 */
import { OctetWriter } from '../encoding/octet-writer.js';
import { encodeWpdu, type Wpdu, WrapperDeframer } from '../framing/wrapper.js';
import { ServerAssociation } from './association.js';
import type { DemoMeter } from './demo-meter.js';
import { GbtService } from './gbt-service.js';
import type { Site } from './site.js';

const LARGEST_CLIENT = 127;

export class WrapperStation {
  readonly #deframer = new WrapperDeframer();
  readonly #associations = new Map<string, GbtService>();

  constructor(readonly site: Site) {}

  /** @returns whole WPDUs in order; `broken` when the stream holds something else: give the connection up */
  handle(
    octets: Uint8Array,
    now: number,
  ): { readonly wpdus: readonly Uint8Array[]; readonly broken: boolean } {
    const wpdus: Uint8Array[] = [];
    for (const output of this.#deframer.push(octets)) {
      if (output.kind === 'damaged') return { wpdus, broken: true };
      wpdus.push(...this.#answers(output.wpdu, now));
    }
    return { wpdus, broken: false };
  }

  #answers({ source, destination, apdu }: Wpdu, now: number): Uint8Array[] {
    const meter = this.#meterAt(destination);
    if (meter === undefined || source === 0 || source > LARGEST_CLIENT) return [];
    const key = `${meter.physicalAddress} ${source}`;
    const known = this.#associations.get(key);
    const caller = { clientSap: source, serverSap: destination };
    const service = known ?? new GbtService(new ServerAssociation(this.site, meter, caller));
    this.#associations.set(key, service);
    return service.answers(apdu, now).map((answer) => {
      const wpdu = { kind: 'WPDU', source: destination, destination: source, apdu: answer } as const;
      return encodeWpdu(new OctetWriter(), wpdu).toOctets();
    });
  }

  #meterAt(wPort: number): DemoMeter | undefined {
    const { meters } = this.site;
    const byPhysical = meters.find(({ physicalAddress }) => physicalAddress === wPort);
    return byPhysical ?? meters.find(({ logicalAddress }) => logicalAddress === wPort);
  }
}
