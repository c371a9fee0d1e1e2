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
  /** 32 bits: 31 priority, 30 confirmed, 29 processing-option, 28 self-descriptive, 23..0 long-invoke-id. */
  readonly longInvokeIdAndPriority: number;
  /** 12 octets of a date-time as a rule; absent where the meter tells no time. */
  readonly dateTime?: Uint8Array | undefined;
  readonly body: Data;
}

const OCTET_STRING_TAG = 0x09;

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
  writeOctetString(writer, notification.dateTime ?? new Uint8Array());
  return encodeData(writer, notification.body);
}

/** The time is a length and octets; Kaifa meters put the tag 09 before it. @throws as above */
export function decodeDataNotification(reader: OctetReader): DataNotification {
  if (reader.u8() !== APDU_TAG['data-notification']) throw reader.malformed('no data-notification');
  const longInvokeIdAndPriority = reader.u32();
  // No date-time is nine octets long.
  if (reader.peek() === OCTET_STRING_TAG) reader.u8();
  const octets = readOctetString(reader);
  const dateTime = octets.length === 0 ? undefined : octets;
  return { kind: 'data-notification', longInvokeIdAndPriority, dateTime, body: decodeData(reader) };
}
