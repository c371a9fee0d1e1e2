/** Associations by short names with a simulated meter, READs in them, and what comes back. */
import assert from 'node:assert/strict';
import { type Conformance, SN_PROPOSAL } from '../../src/apdu/conformance.js';
import { APPLICATION_CONTEXT_NAME } from '../../src/apdu/names.js';
import { decodeReadResponse, encodeReadRequest, type ReadResult } from '../../src/apdu/read.js';
import type { VariableAccess } from '../../src/apdu/variable-access.js';
import { type Data, decodeData } from '../../src/cosem/data.js';
import { decodeObjectListSn, type SnObjectListElement } from '../../src/cosem/object-list-sn.js';
import type { GetDataResult } from '../../src/cosem/result.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { ServerAssociation } from '../../src/simulator/association.js';
import { type Faults, NO_FAULTS } from '../../src/simulator/faults.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { aarq, association } from './association-fixture.js';
import { NOON } from './reading.js';

export const SN_CONTEXT = APPLICATION_CONTEXT_NAME.Short_Name_Referencing_No_Ciphering;
export const OBJECT_LIST = 0xfa08;

interface Opening {
  /** What the client proposes, and takes at most. */
  readonly conformance?: Conformance;
  readonly pduSize?: number;
  readonly client?: number;
  readonly options?: SimulatorOptions;
  readonly faults?: Faults;
}

/** An open association by short names. */
export function openShort(opening: Opening = {}): ServerAssociation {
  const { conformance = SN_PROPOSAL, pduSize = 0xffff, client = 16, options, faults = NO_FAULTS } = opening;
  const meter = association(options, client, faults);
  const initiate = { proposedConformance: conformance, clientMaxReceivePduSize: pduSize };
  const aare = meter.answer(aarq({ applicationContextName: SN_CONTEXT }, initiate), NOON);
  assert.equal(aare?.[0], 0x61);
  return meter;
}

export function name(shortName: number): VariableAccess {
  return { kind: 'variable-name', shortName };
}

export function part(shortName: number, selector: number, parameters: Data): VariableAccess {
  return { kind: 'parameterized-access', shortName, selector, parameters };
}

/** The octets that come back. */
export function readOctets(
  meter: ServerAssociation,
  specifications: readonly VariableAccess[],
  now = NOON,
): Uint8Array {
  const request = encodeReadRequest(new OctetWriter(), { kind: 'read-request', specifications });
  return meter.answer(request.toOctets(), now) ?? new Uint8Array();
}

export function resultsIn(answer: Uint8Array): readonly ReadResult[] {
  const reader = new OctetReader(answer);
  const { results } = decodeReadResponse(reader);
  assert.equal(reader.remaining, 0);
  return results;
}

export function readAll(
  meter: ServerAssociation,
  ...specifications: VariableAccess[]
): readonly ReadResult[] {
  return resultsIn(readOctets(meter, specifications));
}

/** The raw-data of all blocks, fetched in order; the first of them is in `first`. */
export function joinedBlocks(meter: ServerAssociation, first: Uint8Array, limit: number): Uint8Array {
  const joined = new OctetWriter();
  let answer = first;
  for (let number = 1; ; number += 1) {
    assert.ok(answer.length <= limit, `${answer.length} octets for a client that takes ${limit}`);
    const [block, ...others] = resultsIn(answer);
    assert.ok(block?.kind === 'data-block-result' && others.length === 0);
    assert.equal(block.blockNumber, number);
    joined.octets(block.rawData);
    if (block.lastBlock) return joined.toOctets();
    answer = readOctets(meter, [{ kind: 'block-number-access', blockNumber: number }]);
  }
}

export function dataOf(result: ReadResult | GetDataResult | undefined): Data {
  assert.ok(result?.kind === 'data', result?.kind);
  return result.data;
}

export function wholeData(octets: Uint8Array): Data {
  const reader = new OctetReader(octets);
  const data = decodeData(reader);
  assert.equal(reader.remaining, 0);
  return data;
}

export function objectsOf(meter: ServerAssociation): readonly SnObjectListElement[] {
  return decodeObjectListSn(dataOf(readAll(meter, name(OBJECT_LIST))[0]));
}

/** Where an object stands, by its logical name. */
export function baseNameOf(meter: ServerAssociation, logicalName: string): number {
  const found = objectsOf(meter).find((object) => object.logicalName === logicalName);
  assert.ok(found !== undefined, logicalName);
  return found.baseName;
}
