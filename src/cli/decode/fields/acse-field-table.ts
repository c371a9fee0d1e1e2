/** The fields of ACSE APDUs by their tag octets, and what their contents say (Green Book, ACSE APDUs). */
import {
  authenticationValue,
  bitString,
  implicitInteger,
  implicitObjectIdentifier,
  integer,
  objectIdentifier,
  octetString,
} from '../../../apdu/acse-field.js';
import {
  ACSE_SERVICE_PROVIDER,
  ACSE_SERVICE_USER,
  APPLICATION_CONTEXT_NAME,
  ASSOCIATION_RESULT,
  MECHANISM_NAME,
  objectIdentifierName,
  RELEASE_REQUEST_REASON,
  RELEASE_RESPONSE_REASON,
} from '../../../apdu/names.js';
import { isChallenge } from '../../../apdu/redact.js';
import { readTlv } from '../../../encoding/ber.js';
import { OctetReader } from '../../../encoding/octet-reader.js';
import type { Told } from './field.js';
import { hexTold, named, secretTold, textTold } from './meanings.js';

/** What the contents of a field say. @param mechanism of the APDU, as far as it was read */
export type AcseTell = (contents: OctetReader, mechanism: string | undefined) => Told;

export interface AcseRow {
  readonly name: string;
  readonly tell: AcseTell;
}

export const MECHANISM_TAGS: readonly number[] = [0x8b, 0x89];

const title: AcseTell = (contents) => hexTold(octetString.read(contents));
const invocation: AcseTell = (contents) => ({ value: integer.read(contents) });
const bits: AcseTell = (contents) => textTold(bitString.read(contents));
const context: AcseTell = (contents) => named0(APPLICATION_CONTEXT_NAME, objectIdentifier.read(contents));
const mechanism: AcseTell = (contents) => named0(MECHANISM_NAME, implicitObjectIdentifier.read(contents));
const authentication: AcseTell = (contents, name) => {
  const octets = authenticationValue.read(contents);
  return isChallenge(name) ? hexTold(octets) : secretTold();
};
const diagnostic: AcseTell = (contents) => {
  const byProvider = contents.peek() === SERVICE_PROVIDER;
  const code = integer.read(new OctetReader(readTlv(contents).value));
  return named(byProvider ? ACSE_SERVICE_PROVIDER : ACSE_SERVICE_USER)(code);
};

const SERVICE_PROVIDER = 0xa2;

const AARQ: Readonly<Record<number, AcseRow>> = {
  128: { name: 'protocol-version', tell: bits },
  161: { name: 'application-context-name', tell: context },
  162: { name: 'called-AP-title', tell: title },
  163: { name: 'called-AE-qualifier', tell: title },
  164: { name: 'called-AP-invocation-id', tell: invocation },
  165: { name: 'called-AE-invocation-id', tell: invocation },
  166: { name: 'calling-AP-title', tell: title },
  167: { name: 'calling-AE-qualifier', tell: title },
  168: { name: 'calling-AP-invocation-id', tell: invocation },
  169: { name: 'calling-AE-invocation-id', tell: invocation },
  138: { name: 'sender-acse-requirements', tell: bits },
  139: { name: 'mechanism-name', tell: mechanism },
  172: { name: 'calling-authentication-value', tell: authentication },
};

const AARE: Readonly<Record<number, AcseRow>> = {
  128: { name: 'protocol-version', tell: bits },
  161: { name: 'application-context-name', tell: context },
  162: { name: 'result', tell: (contents) => named(ASSOCIATION_RESULT)(integer.read(contents)) },
  163: { name: 'result-source-diagnostic', tell: diagnostic },
  164: { name: 'responding-AP-title', tell: title },
  165: { name: 'responding-AE-qualifier', tell: title },
  166: { name: 'responding-AP-invocation-id', tell: invocation },
  167: { name: 'responding-AE-invocation-id', tell: invocation },
  136: { name: 'responder-acse-requirements', tell: bits },
  137: { name: 'mechanism-name', tell: mechanism },
  170: { name: 'responding-authentication-value', tell: authentication },
};

function reason(table: Readonly<Record<string, number>>): Readonly<Record<number, AcseRow>> {
  return { 128: { name: 'reason', tell: (contents) => named(table)(implicitInteger.read(contents)) } };
}

/** By the tag of the APDU. */
export const ACSE_FIELDS: Readonly<Record<number, Readonly<Record<number, AcseRow>>>> = {
  96: AARQ,
  97: AARE,
  98: reason(RELEASE_REQUEST_REASON),
  99: reason(RELEASE_RESPONSE_REASON),
};

function named0(table: Readonly<Record<string, string>>, identifier: string): Told {
  return { value: identifier, meaning: objectIdentifierName(table, identifier) };
}
