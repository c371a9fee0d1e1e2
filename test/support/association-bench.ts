/** An association without a link: what it says to its link and to its user, in a few words each. */
import assert from 'node:assert/strict';
import { Association } from '../../src/client/association.js';
import type { AssociationInput, AssociationOutput } from '../../src/client/association-primitive.js';
import type { AssociationSettings } from '../../src/client/association-settings.js';
import type { LinkNegotiated, Referencing } from '../../src/client/primitive.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { attribute, told } from './apdus.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

export const ENERGY = attribute(3, '1.0.1.8.0.255', 2);
export const SCALER = attribute(3, '1.0.1.8.0.255', 3);
export const OVER_HDLC: LinkNegotiated = {
  maxInfoTransmit: 128,
  maxInfoReceive: 128,
  windowTransmit: 1,
  windowReceive: 1,
};
/** Accepted; conformance and server-max-receive-pdu-size follow. */
export const AARE = (conformance = '007E1F', pduSize = '0400') =>
  `6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400${conformance}${pduSize}0007`;

export class AssociationBench {
  readonly association: Association;
  notes: (string | undefined)[] = [];

  constructor(referencing?: Referencing, settings: Partial<AssociationSettings> = {}) {
    this.association = new Association({
      referencing,
      auth: 'Low',
      password: Buffer.from('LabPass1'),
      maxReceivePduSize: 0xffff,
      ...settings,
    });
  }

  put(input: AssociationInput): string[] {
    return this.association.handle(input).flatMap((output) => {
      if (output.kind === 'TRACE') this.notes.push(output.note);
      return output.kind === 'TRACE' ? [] : [words(output)];
    });
  }

  hear(hex: string): string[] {
    return this.put({ kind: 'DL-DATA.indication', apdu: octetsOf(hex) });
  }

  get(...attributes: readonly AttributeDescriptor[]): string[] {
    return this.put({ kind: 'GET.request', attributes });
  }

  opened(aare = AARE(), negotiated?: LinkNegotiated): this {
    this.put({ kind: 'COSEM-OPEN.request' });
    this.put({ kind: 'DL-CONNECT.confirm', negotiated });
    assert.deepEqual(this.hear(aare), ['COSEM-OPEN.confirm']);
    return this;
  }

  asking(): this {
    this.get(ENERGY);
    assert.equal(this.association.state, 'asking');
    return this;
  }
}

function words(output: Exclude<AssociationOutput, { kind: 'TRACE' }>): string {
  switch (output.kind) {
    case 'DL-DATA.request':
      return `${output.kind} ${hexOf(output.apdu)}${output.repeatable ? ' repeatable' : ''}`;
    case 'GET.confirm':
      return `${output.kind} ${output.results.length}`;
    case 'GET.failed':
    case 'COSEM-ABORT.indication':
      return `${output.kind} ${told(output.cause)}`;
    default:
      return output.kind;
  }
}

export const OPEN = { kind: 'COSEM-OPEN.request' } as const;
export const RELEASE = { kind: 'COSEM-RELEASE.request' } as const;
export const DISCONNECTED = { kind: 'DL-DISCONNECT.confirm' } as const;
