/**
 * The answer of HLS mechanism 5 (Green Book, HLS using GMAC): security control, invocation counter (4), and
 * the 12-octet tag over security control, authentication key and challenge.
 */
import { sealGcm } from './gcm.js';
import { joined, sameOctets } from './octets.js';
import type { SecuritySuiteId } from './suite.js';

/** Of the side that answers. */
export interface GmacSide {
  readonly suite: SecuritySuiteId;
  /** As long as the suite says; a secret. */
  readonly blockCipherKey: Uint8Array;
  /** A secret; empty where the system uses none. */
  readonly authenticationKey: Uint8Array;
  /** 8 octets. */
  readonly title: Uint8Array;
}

/** Security control: authentication only; the suite is added. */
const AUTHENTICATED = 0x10;
const HEADER_LENGTH = 5;
const TAG_LENGTH = 12;
const NOTHING = new Uint8Array(0);

export function gmacAnswer(side: GmacSide, invocationCounter: number, challenge: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER_LENGTH);
  header[0] = AUTHENTICATED + side.suite;
  new DataView(header.buffer).setUint32(1, invocationCounter);
  return joined(header, tagOf(header, side, challenge));
}

/** Whether `side` has made the answer; its counter may be any. */
export function isGmacAnswer(answer: Uint8Array, side: GmacSide, challenge: Uint8Array): boolean {
  if (answer.length !== HEADER_LENGTH + TAG_LENGTH || answer[0] !== AUTHENTICATED + side.suite) return false;
  const tag = tagOf(answer.subarray(0, HEADER_LENGTH), side, challenge);
  return sameOctets(answer.subarray(HEADER_LENGTH), tag);
}

function tagOf(header: Uint8Array, side: GmacSide, challenge: Uint8Array): Uint8Array {
  const input = {
    key: side.blockCipherKey,
    initializationVector: joined(side.title, header.subarray(1)),
    additionalData: joined(header.subarray(0, 1), side.authenticationKey, challenge),
  };
  return sealGcm(input, NOTHING).tag;
}
