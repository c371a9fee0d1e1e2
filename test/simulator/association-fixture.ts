/** Associations with a simulated meter, and AARQs for them. */
import assert from 'node:assert/strict';
import { decodeAare } from '../../src/apdu/aare.js';
import { type Aarq, encodeAarq } from '../../src/apdu/aarq.js';
import { LN_PROPOSAL } from '../../src/apdu/conformance.js';
import type { InitiateRequest } from '../../src/apdu/initiate.js';
import { APPLICATION_CONTEXT_NAME, MECHANISM_NAME } from '../../src/apdu/names.js';
import { fromHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { ServerAssociation } from '../../src/simulator/association.js';
import { type Faults, NO_FAULTS } from '../../src/simulator/faults.js';
import { type SimulatorOptions, siteOf } from '../../src/simulator/simulator-options.js';
import type { Site } from '../../src/simulator/site.js';

export const PASSWORD = '12345678';
export const LOW: SimulatorOptions = { auth: 'Low', password: PASSWORD };

export const INITIATE: InitiateRequest = {
  kind: 'initiate-request',
  responseAllowed: true,
  proposedDlmsVersionNumber: 6,
  proposedConformance: LN_PROPOSAL,
  clientMaxReceivePduSize: 0xffff,
};

export function association(
  options: SimulatorOptions = {},
  clientSap = 16,
  faults: Faults = NO_FAULTS,
): ServerAssociation {
  return firstMeter(
    siteOf(options, () => faults),
    clientSap,
  );
}

/** An association with the first meter of a site. */
export function firstMeter(site: Site, clientSap: number): ServerAssociation {
  const [meter] = site.meters;
  assert.ok(meter !== undefined);
  return new ServerAssociation(site, meter, { clientSap, serverSap: 1 });
}

export function aarq(changes: Partial<Aarq> = {}, initiate: Partial<InitiateRequest> = {}): Uint8Array {
  const request: Aarq = {
    kind: 'AARQ',
    applicationContextName: APPLICATION_CONTEXT_NAME.Logical_Name_Referencing_No_Ciphering,
    userInformation: { ...INITIATE, ...initiate },
    ...changes,
  };
  return encodeAarq(new OctetWriter(), request).toOctets();
}

export function lowAarq(
  password: string,
  changes: Partial<Aarq> = {},
  initiate: Partial<InitiateRequest> = {},
): Uint8Array {
  const authentication = {
    senderAcseRequirements: '1',
    mechanismName: MECHANISM_NAME.COSEM_low_level_security,
    callingAuthenticationValue: new TextEncoder().encode(password),
  };
  return aarq({ ...authentication, ...changes }, initiate);
}

/** result, diagnostic, and the error value of a ConfirmedServiceError. */
export function outcome(answer: Uint8Array | undefined): readonly (string | undefined)[] {
  assert.ok(answer !== undefined, 'silence');
  const aare = decodeAare(new OctetReader(answer));
  const { userInformation } = aare;
  const error = userInformation?.kind === 'confirmed-service-error' ? userInformation.errorValue : undefined;
  return [aare.result, aare.resultSourceDiagnostic?.diagnostic, error];
}

export const GET_NAME = fromHex('C0 01 C1 00 01 00 00 2A 00 00 FF 02 00');
export const GET_SERIAL_NUMBER = fromHex('C0 01 C1 00 01 00 00 60 01 00 FF 02 00');
export const GET_ENERGY = fromHex('C0 01 C1 00 03 01 00 01 08 00 FF 02 00');
export const NOT_ALLOWED = 'D8 01 01';
export const NOT_SUPPORTED = 'D8 02 02';
