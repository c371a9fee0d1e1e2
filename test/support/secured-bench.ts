/** An association with security material on the bench, opposite a scripted meter with the same keys. */
import type { AssociationSettings } from '../../src/client/association-settings.js';
import type { LinkNegotiated } from '../../src/client/primitive.js';
import type { SecurityMaterial } from '../../src/security/material.js';
import { AssociationBench, OPEN } from './association-bench.js';
import { hexOf, octetsOf } from './recorded-conversation.js';
import { type SecuredMeter, type SecuredScript, securedMeter } from './secured-meter.js';
import { CountFrom, CTOS, clientMaterial, SECRET, serverMaterial } from './security-keys.js';

export interface SecuredOptions {
  readonly settings?: Partial<AssociationSettings>;
  /** Of the client. */
  readonly material?: Partial<SecurityMaterial>;
  readonly script?: Partial<SecuredScript>;
  readonly link?: LinkNegotiated;
}

export class SecuredBench extends AssociationBench {
  readonly meter: SecuredMeter;
  readonly counter = new CountFrom(1);
  readonly #link: LinkNegotiated | undefined;

  constructor({ settings, material, script, link }: SecuredOptions = {}) {
    const counter = new CountFrom(1);
    super(settings?.referencing, {
      ...{ auth: 'HighGmac', password: SECRET, challenge: CTOS },
      security: clientMaterial({ counter, ...material }),
      ...settings,
    });
    this.counter = counter;
    this.#link = link;
    this.meter = securedMeter({ mechanism: 'HighGmac', material: opposite(material), ...script });
  }

  /** The AARQ. */
  proposed(): string {
    this.put(OPEN);
    return this.#sent(this.put({ kind: 'DL-CONNECT.confirm', negotiated: this.#link }));
  }

  /** Pass 3. */
  challenged(): string {
    return this.#sent(this.answered(this.proposed()));
  }

  /** What comes of it when the meter answers this request. */
  answered(request: string): string[] {
    return this.hear(this.says(request));
  }

  /** What the meter answers. */
  says(request: string): string {
    const said = this.meter.serve(octetsOf(request));
    return said instanceof Uint8Array ? hexOf(said) : '';
  }

  /** Stands, with nothing asked. */
  associated(): this {
    const last = this.answered(this.challenged()).at(-1);
    if (last !== 'COSEM-OPEN.confirm') throw new Error(`${last} in place of the association`);
    return this;
  }

  /** A GET, as it goes out. */
  asked(): string {
    return this.#sent(this.get({ classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 }));
  }

  #sent(outputs: readonly string[]): string {
    const request = outputs.find((output) => output.startsWith('DL-DATA.request'));
    return request?.split(' ')[1] ?? '';
  }
}

/** What the other side has where this side has these; one key pair does for both to sign with. */
function opposite(material: Partial<SecurityMaterial> = {}): SecurityMaterial {
  const { systemTitle, peerSystemTitle, counter, received } = serverMaterial();
  return { ...clientMaterial(material), systemTitle, peerSystemTitle, counter, received };
}
