/** What the reference's worked notifications and refusals mean, by the id of the vector. */
import type { Apdu } from '../../src/apdu/apdu.js';
import { fromHex } from '../../src/encoding/hex.js';
import { attribute, doubleLongUnsigned, octets, structure, unsigned } from './case-parts.js';

const push = structure(octets('0100010800FF'), doubleLongUnsigned(1234567));
const meterTime = fromHex('07E8030F050C1E0000FFC400');

export const UNASKED_CASES: Readonly<Record<string, Apdu>> = {
  'event.notif': {
    kind: 'event-notification-request',
    time: meterTime,
    attribute: attribute(1, '0.0.96.11.0.255', 2),
    value: unsigned(5),
  },
  'event.notif.notime': {
    kind: 'event-notification-request',
    attribute: attribute(1, '0.0.96.11.0.255', 2),
    value: unsigned(5),
  },
  'data.notif': {
    kind: 'data-notification',
    longInvokeIdAndPriority: 1,
    dateTime: meterTime,
    body: push,
  },
  'data.notif.notime': { kind: 'data-notification', longInvokeIdAndPriority: 0x40000000, body: push },
  'exc.notallowed': {
    kind: 'exception-response',
    stateError: 'service-not-allowed',
    serviceError: 'operation-not-possible',
  },
  'exc.unknown': {
    kind: 'exception-response',
    stateError: 'service-unknown',
    serviceError: 'service-not-supported',
  },
  'exc.decipher': {
    kind: 'exception-response',
    stateError: 'service-unknown',
    serviceError: 'deciphering-error',
  },
  'exc.ic': {
    kind: 'exception-response',
    stateError: 'service-unknown',
    serviceError: 'invocation-counter-error',
    invocationCounter: 0x01234568,
  },
  'cse.read': {
    kind: 'confirmed-service-error',
    service: 'read',
    errorClass: 'access',
    errorValue: 'scope-of-access-violated',
  },
  'cse.write': {
    kind: 'confirmed-service-error',
    service: 'write',
    errorClass: 'service',
    errorValue: 'service-unsupported',
  },
  'cse.init': {
    kind: 'confirmed-service-error',
    service: 'initiateError',
    errorClass: 'initiate',
    errorValue: 'incompatible-conformance',
  },
};
