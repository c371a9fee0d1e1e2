/** The first octet of every APDU of the DLMS/COSEM application layer (Green Book, COSEMpdu ASN.1). */
import { nameOf } from './enumeration.js';

export const APDU_TAG = {
  initiateRequest: 0x01,
  readRequest: 0x05,
  writeRequest: 0x06,
  initiateResponse: 0x08,
  readResponse: 0x0c,
  writeResponse: 0x0d,
  confirmedServiceError: 0x0e,
  'data-notification': 0x0f,
  'data-notification-confirm': 0x10,
  unconfirmedWriteRequest: 0x16,
  informationReportRequest: 0x18,
  'glo-initiateRequest': 0x21,
  'glo-readRequest': 0x25,
  'glo-writeRequest': 0x26,
  'glo-initiateResponse': 0x28,
  'glo-readResponse': 0x2c,
  'glo-writeResponse': 0x2d,
  'glo-confirmedServiceError': 0x2e,
  'glo-unconfirmedWriteRequest': 0x36,
  'glo-informationReportRequest': 0x38,
  'ded-initiateRequest': 0x41,
  'ded-readRequest': 0x45,
  'ded-writeRequest': 0x46,
  'ded-initiateResponse': 0x48,
  'ded-readResponse': 0x4c,
  'ded-writeResponse': 0x4d,
  'ded-confirmedServiceError': 0x4e,
  'ded-unconfirmedWriteRequest': 0x56,
  'ded-informationReportRequest': 0x58,
  AARQ: 0x60,
  AARE: 0x61,
  RLRQ: 0x62,
  RLRE: 0x63,
  'get-request': 0xc0,
  'set-request': 0xc1,
  'event-notification-request': 0xc2,
  'action-request': 0xc3,
  'get-response': 0xc4,
  'set-response': 0xc5,
  'action-response': 0xc7,
  'glo-get-request': 0xc8,
  'glo-set-request': 0xc9,
  'glo-event-notification-request': 0xca,
  'glo-action-request': 0xcb,
  'glo-get-response': 0xcc,
  'glo-set-response': 0xcd,
  'glo-action-response': 0xcf,
  'ded-get-request': 0xd0,
  'ded-set-request': 0xd1,
  'ded-event-notification-request': 0xd2,
  'ded-action-request': 0xd3,
  'ded-get-response': 0xd4,
  'ded-set-response': 0xd5,
  'ded-action-response': 0xd7,
  'exception-response': 0xd8,
  'access-request': 0xd9,
  'access-response': 0xda,
  'general-glo-ciphering': 0xdb,
  'general-ded-ciphering': 0xdc,
  'general-ciphering': 0xdd,
  'general-signing': 0xdf,
  'general-block-transfer': 0xe0,
  'gateway-request': 0xe6,
  'gateway-response': 0xe7,
} as const;

export type ApduName = keyof typeof APDU_TAG;

/** A known APDU whose contents this package keeps as octets. */
export interface UnsupportedApdu {
  readonly kind: 'unsupported';
  readonly tag: number;
  readonly name: ApduName | `unknown-${number}`;
  /** The whole APDU, tag included. */
  readonly octets: Uint8Array;
}

export function unsupportedApdu(tag: number, octets: Uint8Array): UnsupportedApdu {
  return { kind: 'unsupported', tag, name: nameOf(APDU_TAG, tag), octets };
}
