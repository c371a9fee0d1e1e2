/** What meters send unasked: EventNotificationRequest and DataNotification (Green Book). */
import { type Data, decodeData, encodeData } from '../cosem/data.js';
import {
  type AttributeDescriptor,
  decodeAttributeDescriptor,
  encodeAttributeDescriptor,
} from '../cosem/descriptor.js';
import { readOctetString, readOptional, writeOctetString } from '../encoding/axdr.js';
import type { OctetReader } from '../encoding/octet-reader.js';
import type { OctetWriter } from '../encoding/octet-writer.js';
import { readDateTimeField, writeDateTimeField } from './date-time-field.js';
import { APDU_TAG } from './tag.js';

export interface EventNotificationRequest {
  readonly kind: 'event-notification-request';
  /** 12 octets of a date-time as a rule; absent where the meter tells no time. */
  readonly time?: Uint8Array | undefined;
  readonly attribute: AttributeDescriptor;
  readonly value: Data;
}

export interface DataNotification {
  readonly kind: 'data-notification';
  /** The number of long-invoke-id.ts. */
  readonly longInvokeIdAndPriority: number;
  /** 12 octets of a date-time as a rule; absent where the meter tells no time. */
  readonly dateTime?: Uint8Array | undefined;
  readonly body: Data;
}

export function encodeEventNotification(writer: OctetWriter, event: EventNotificationRequest): OctetWriter {
  writer.u8(APDU_TAG['event-notification-request']);
  if (event.time === undefined) writer.u8(0);
  else writeOctetString(writer.u8(1), event.time);
  return encodeData(encodeAttributeDescriptor(writer, event.attribute), event.value);
}

/** The presence octet is 01; some servers send 09 instead. @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeEventNotification(reader: OctetReader): EventNotificationRequest {
  if (reader.u8() !== APDU_TAG['event-notification-request']) {
    throw reader.malformed('no event-notification-request');
  }
  const time = readOptional(reader, readOctetString);
  const attribute = decodeAttributeDescriptor(reader);
  return { kind: 'event-notification-request', time, attribute, value: decodeData(reader) };
}

export function encodeDataNotification(writer: OctetWriter, notification: DataNotification): OctetWriter {
  writer.u8(APDU_TAG['data-notification']).u32(notification.longInvokeIdAndPriority);
  return encodeData(writeDateTimeField(writer, notification.dateTime), notification.body);
}

/** @throws DlmsError DLMS_TRUNCATED or DLMS_MALFORMED */
export function decodeDataNotification(reader: OctetReader): DataNotification {
  if (reader.u8() !== APDU_TAG['data-notification']) throw reader.malformed('no data-notification');
  return {
    kind: 'data-notification',
    longInvokeIdAndPriority: reader.u32(),
    dateTime: readDateTimeField(reader),
    body: decodeData(reader),
  };
}
