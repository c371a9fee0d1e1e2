/** Conversations with an HDLC station. */
import assert from 'node:assert/strict';
import { encodeAarq } from '../../src/apdu/aarq.js';
import { LN_PROPOSAL } from '../../src/apdu/conformance.js';
import { APPLICATION_CONTEXT_NAME } from '../../src/apdu/names.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { HdlcAddress } from '../../src/framing/hdlc/address.js';
import type { HdlcFrame } from '../../src/framing/hdlc/frame.js';
import type { LinkParameters } from '../../src/framing/hdlc/link-parameters.js';
import type { Faults } from '../../src/simulator/faults.js';
import type { SimulatorOptions } from '../../src/simulator/simulator-options.js';
import { PaperClient } from './paper-client.js';
import { stackOf } from './stacks.js';

export const GET_NAME = fromHex('C0 01 C1 00 01 00 00 2A 00 00 FF 02 00');
export const NAME = 'C4 01 C1 00 09 10 4D 46 4C 30 30 30 30 30 31 32 33 34 35 36 37 38';
export const GET_OBJECTS = fromHex('C0 01 C1 00 0F 00 00 28 00 00 FF 02 00');
export const LLC = Uint8Array.of(0xe6, 0xe6, 0x00);

export const AARQ = encodeAarq(new OctetWriter(), {
  kind: 'AARQ',
  applicationContextName: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
  userInformation: {
    kind: 'initiate-request',
    responseAllowed: true,
    proposedDlmsVersionNumber: 6,
    // Without blocks: a long answer has to be segmented.
    proposedConformance: new Set([...LN_PROPOSAL].filter((service) => !service.startsWith('block'))),
    clientMaxReceivePduSize: 0,
  },
}).toOctets();

export function client(
  options: SimulatorOptions = {},
  server?: HdlcAddress,
  faults: Faults = {},
): PaperClient {
  return new PaperClient(stackOf('hdlc', options, faults), server);
}

export function associated(parameters?: LinkParameters, options: SimulatorOptions = {}): PaperClient {
  const paper = client(options);
  paper.connect(parameters);
  assert.equal(paper.ask(AARQ)[0], 0x61);
  return paper;
}

export function parameters(
  maxInfoTransmit: number,
  maxInfoReceive: number,
  windowTransmit = 1,
  windowReceive = 1,
) {
  return { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive };
}

export function controls(frames: readonly HdlcFrame[]): readonly unknown[] {
  return frames.map(({ control }) => control);
}

export const DM = { kind: 'DM', pollFinal: true };
export const UA = { kind: 'UA', pollFinal: true };
