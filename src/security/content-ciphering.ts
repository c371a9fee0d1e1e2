/**
 * One ciphered content made and opened (Green Book, GCM inputs): initialization vector, additional
 * authenticated data, and what of them goes where by the bits of the security control.
 */
import type { CipheredContent } from '../apdu/ciphered-content.js';
import { encodeSecurityControl, type SecurityControl } from '../apdu/security-control.js';
import { openGcm, sealGcm, withKeystream } from './gcm.js';
import { joined } from './octets.js';

export interface ContentKeys {
  /** 16 or 32 octets; a secret. */
  readonly key: Uint8Array;
  /** A secret; empty where the system uses none. */
  readonly authenticationKey: Uint8Array;
  /** Of the sender; 8 octets. */
  readonly systemTitle: Uint8Array;
  /** In general-ciphering the header as it is sent, lengths included; else left out. */
  readonly header?: Uint8Array | undefined;
}

type SecurityHeader = Pick<CipheredContent, 'securityControl' | 'invocationCounter'>;

export function sealContent(apdu: Uint8Array, header: SecurityHeader, keys: ContentKeys): CipheredContent {
  const { authenticated, encrypted } = header.securityControl;
  const input = { key: keys.key, initializationVector: initializationVector(header, keys) };
  if (!authenticated) return { ...header, payload: encrypted ? withKeystream(input, apdu) : apdu };
  const commonData = commonAdditionalData(header.securityControl, keys);
  if (encrypted) {
    const { text, tag } = sealGcm({ ...input, additionalData: commonData }, apdu);
    return { ...header, payload: text, authenticationTag: tag };
  }
  const { tag } = sealGcm({ ...input, additionalData: joined(commonData, apdu) }, new Uint8Array());
  return { ...header, payload: apdu, authenticationTag: tag };
}

/**
 * The APDU; undefined where its tag is wrong. Without authentication there is no telling.
 * @param commonData other additional data than the book's, for senders that do not keep to it
 */
export function openContent(
  content: CipheredContent,
  keys: ContentKeys,
  commonData = commonAdditionalData(content.securityControl, keys),
): Uint8Array | undefined {
  const { authenticationTag: tag, payload, securityControl } = content;
  if (tag === undefined) return openUnchecked(content, keys);
  const input = { key: keys.key, initializationVector: initializationVector(content, keys) };
  if (securityControl.encrypted) {
    return openGcm({ ...input, additionalData: commonData }, { text: payload, tag });
  }
  const additionalData = joined(commonData, payload);
  const empty = openGcm({ ...input, additionalData }, { text: new Uint8Array(), tag });
  return empty && payload;
}

/** Its tag is not looked at: the APDU if the key is right, and senseless octets if not. */
export function openUnchecked(content: CipheredContent, keys: ContentKeys): Uint8Array {
  const { payload, securityControl } = content;
  if (!securityControl.encrypted) return payload;
  return withKeystream({ key: keys.key, initializationVector: initializationVector(content, keys) }, payload);
}

/** The security control as it is sent, with all its bits; where the APDU is not enciphered, it follows. */
export function commonAdditionalData(
  control: SecurityControl,
  { authenticationKey, header = new Uint8Array() }: Pick<ContentKeys, 'authenticationKey' | 'header'>,
): Uint8Array {
  return joined(Uint8Array.of(encodeSecurityControl(control)), authenticationKey, header);
}

/** Title of the sender (8), invocation counter (4). */
function initializationVector(
  { invocationCounter }: SecurityHeader,
  { systemTitle }: ContentKeys,
): Uint8Array {
  const counter = new Uint8Array(4);
  new DataView(counter.buffer).setUint32(0, invocationCounter);
  return joined(systemTitle, counter);
}
