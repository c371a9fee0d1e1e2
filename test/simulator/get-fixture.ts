/** GETs to a simulated meter, and what comes back. */
import assert from 'node:assert/strict';
import { encodeAarq } from '../../src/apdu/aarq.js';
import { conformanceOf } from '../../src/apdu/conformance.js';
import { decodeGetResponse, encodeGetRequest, type GetResponse } from '../../src/apdu/get.js';
import { APPLICATION_CONTEXT_NAME } from '../../src/apdu/names.js';
import type { AttributeDescriptor } from '../../src/cosem/descriptor.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { ServerAssociation } from '../../src/simulator/association.js';
import { type Faults, NO_FAULTS } from '../../src/simulator/faults.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { association } from './association-fixture.js';
import { NOON } from './reading.js';

export const FULL = 0x007e1f;
export const WITHOUT_BLOCKS = 0x006e1f;

export function open(
  pduSize = 0xffff,
  { conformance = FULL, faults = NO_FAULTS as Faults, options = {} as SimulatorOptions } = {},
): ServerAssociation {
  const meter = association(options, 16, faults);
  const aarq = encodeAarq(new OctetWriter(), {
    kind: 'AARQ',
    applicationContextName: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    userInformation: {
      kind: 'initiate-request',
      responseAllowed: true,
      proposedDlmsVersionNumber: 6,
      proposedConformance: conformanceOf(conformance),
      clientMaxReceivePduSize: pduSize,
    },
  });
  meter.answer(aarq.toOctets(), NOON);
  return meter;
}

export const OBJECT_LIST: AttributeDescriptor = {
  classId: 15,
  logicalName: '0.0.40.0.0.255',
  attributeId: 2,
};
export const NAME: AttributeDescriptor = { classId: 1, logicalName: '0.0.42.0.0.255', attributeId: 2 };
export const ENERGY: AttributeDescriptor = { classId: 3, logicalName: '1.0.1.8.0.255', attributeId: 2 };
export const UNKNOWN: AttributeDescriptor = { classId: 3, logicalName: '9.9.9.9.9.255', attributeId: 2 };
export const INVOKE = 0xc7;

export function ask(meter: ServerAssociation, ...attributes: AttributeDescriptor[]): Uint8Array {
  const [attribute = NAME] = attributes;
  const request =
    attributes.length === 1
      ? ({ kind: 'get-request-normal', invokeIdAndPriority: INVOKE, attribute } as const)
      : ({ kind: 'get-request-with-list', invokeIdAndPriority: INVOKE, attributes } as const);
  return meter.answer(encodeGetRequest(new OctetWriter(), request).toOctets(), NOON) ?? new Uint8Array();
}

export function next(meter: ServerAssociation, blockNumber: number): Uint8Array {
  const request = { kind: 'get-request-next', invokeIdAndPriority: INVOKE, blockNumber } as const;
  return meter.answer(encodeGetRequest(new OctetWriter(), request).toOctets(), NOON) ?? new Uint8Array();
}

export function decode(answer: Uint8Array): GetResponse {
  const reader = new OctetReader(answer);
  const response = decodeGetResponse(reader);
  assert.equal(reader.remaining, 0);
  return response;
}

/** All blocks, fetched in order. */
export function blocks(meter: ServerAssociation, first: Uint8Array, limit: number): Uint8Array {
  const joined = new OctetWriter();
  let answer = first;
  for (let number = 1; ; number += 1) {
    assert.ok(answer.length <= limit, `${answer.length} octets for a client that takes ${limit}`);
    const block = decode(answer);
    assert.ok(block.kind === 'get-response-with-datablock' && block.result.kind === 'raw-data', block.kind);
    assert.equal(block.blockNumber, number);
    assert.equal(block.invokeIdAndPriority, INVOKE);
    joined.octets(block.result.octets);
    if (block.lastBlock) return joined.toOctets();
    answer = next(meter, number);
  }
}
