/** The fields of InitiateRequest, InitiateResponse and of the refusals (Green Book, xDLMS ASN.1). */
import { decodeConformance } from '../../../apdu/conformance.js';
import { nameOf } from '../../../apdu/enumeration.js';
import {
  CONFIRMED_SERVICE,
  ERROR_CLASS,
  errorValueName,
  SERVICE_ERROR,
  STATE_ERROR,
} from '../../../apdu/service-error.js';
import type { Told } from './field.js';
import { type FieldNotes, number } from './field-notes.js';
import { flagTold, named, secretTold } from './meanings.js';
import { noteOctetString, noteOptional } from './parts.js';

const VERSION = 6;
const LOGICAL_NAMES = 0x0007;
const SHORT_NAMES = 0xfa00;
const COUNTER_ERROR = 'invocation-counter-error';

export function noteInitiateRequest(notes: FieldNotes): void {
  noteOptional(notes, 'dedicated-key', () => noteOctetString(notes, 'dedicated-key', secretTold));
  noteOptional(notes, 'response-allowed', () => notes.u8('response-allowed', flagTold));
  noteQualityOfService(notes, 'proposed-quality-of-service');
  notes.u8('proposed-dlms-version-number', versionTold);
  noteConformance(notes, 'proposed-conformance');
  notes.u16('client-max-receive-pdu-size', sizeTold);
}

export function noteInitiateResponse(notes: FieldNotes): void {
  noteQualityOfService(notes, 'negotiated-quality-of-service');
  notes.u8('negotiated-dlms-version-number', versionTold);
  noteConformance(notes, 'negotiated-conformance');
  notes.u16('server-max-receive-pdu-size', sizeTold);
  notes.u16('vaa-name', vaaTold);
}

export function noteConfirmedServiceError(notes: FieldNotes): void {
  notes.u8('service', named(CONFIRMED_SERVICE));
  const errorClass = nameOf(ERROR_CLASS, notes.u8('error class', named(ERROR_CLASS)));
  notes.u8('error value', (code) => ({ value: code, meaning: errorValueName(errorClass, code) }));
}

export function noteExceptionResponse(notes: FieldNotes): void {
  notes.u8('state-error', named(STATE_ERROR));
  const error = notes.u8('service-error', named(SERVICE_ERROR));
  if (nameOf(SERVICE_ERROR, error) === COUNTER_ERROR) notes.u32('invocation-counter');
}

function noteQualityOfService(notes: FieldNotes, name: string): void {
  noteOptional(notes, name, () => notes.note(name, (reader) => reader.i8(), number));
}

function noteConformance(notes: FieldNotes, name: string): void {
  notes.note(name, decodeConformance, (services) => ({ value: [...services] }));
}

function sizeTold(octets: number): Told {
  return { value: octets, meaning: octets === 0 ? 'no limit' : undefined };
}

function vaaTold(name: number): Told {
  const meanings: Readonly<Record<number, string>> = {
    [LOGICAL_NAMES]: 'logical names',
    [SHORT_NAMES]: 'short names',
  };
  return { value: name, meaning: meanings[name] ?? 'neither 0007 nor FA00' };
}

function versionTold(version: number): Told {
  return { value: version, meaning: version === VERSION ? undefined : `not ${VERSION}, which is the book's` };
}
