/** The fields of ciphered and signed APDUs (Green Book, protection of APDUs), as far as no key is needed. */
import { AUTHENTICATION_TAG_LENGTH } from '../../../apdu/ciphered-content.js';
import { KEK_ID, KEY_ID } from '../../../apdu/key-info.js';
import { decodeSecurityControl } from '../../../apdu/security-control.js';
import { APDU_TAG } from '../../../apdu/tag.js';
import { readLength } from '../../../encoding/axdr.js';
import type { OctetReader } from '../../../encoding/octet-reader.js';
import type { Told } from './field.js';
import type { FieldNotes } from './field-notes.js';
import { dateTimeTold, hexTold, named } from './meanings.js';
import { noteChoice, noteOctetString, presenceTold } from './parts.js';
import { tagTold } from './tag-field.js';

const TITLED: readonly number[] = [APDU_TAG['general-glo-ciphering'], APDU_TAG['general-ded-ciphering']];
const KEY_INFO = ['identified-key', 'wrapped-key', 'agreed-key'];
/** Security control and invocation counter. */
const HEADER_LENGTH = 5;

/** From the tag on. */
export function noteProtected(notes: FieldNotes): void {
  const tag = notes.u8('APDU', tagTold);
  if (TITLED.includes(tag)) noteOctetString(notes, 'system-title', titleTold);
  if (tag === APDU_TAG['general-signing']) {
    noteMessageHeader(notes);
    noteOctetString(notes, 'payload', () => ({ hidden: true }));
    noteOctetString(notes, 'signature', hexTold);
    return;
  }
  if (tag === APDU_TAG['general-ciphering']) {
    noteMessageHeader(notes);
    noteKeyInfo(notes);
  }
  noteContent(notes);
}

function noteMessageHeader(notes: FieldNotes): void {
  noteOctetString(notes, 'transaction-id', hexTold);
  noteOctetString(notes, 'originator-system-title', titleTold);
  noteOctetString(notes, 'recipient-system-title', titleTold);
  noteOctetString(notes, 'date-time', dateTimeTold);
  noteOctetString(notes, 'other-information', hexTold);
}

function noteKeyInfo(notes: FieldNotes): void {
  if (notes.note('key-info present', readPresence, presenceTold) === 0) return;
  notes.group('key-info', (inner) => {
    switch (noteChoice(inner, KEY_INFO, 'Key-Info')) {
      case 0:
        inner.u8('key-id', named(KEY_ID));
        return;
      case 1:
        inner.u8('kek-id', named(KEK_ID));
        noteOctetString(inner, 'key-ciphered-data', hexTold);
        return;
      default:
        noteOctetString(inner, 'key-parameters', hexTold);
        noteOctetString(inner, 'key-ciphered-data', hexTold);
    }
  });
}

function readPresence(reader: OctetReader): number {
  const present = reader.u8();
  if (present > 1) throw reader.malformed(`${present} in place of the flag of Key-Info`);
  return present;
}

function noteContent(notes: FieldNotes): void {
  const length = notes.note('length', readLength, (value) => ({ value }));
  notes.within('ciphered content', length, (inner) => {
    const control = decodeSecurityControl(inner.u8('security-control', controlTold));
    inner.u32('invocation-counter');
    const tagLength = control.authenticated ? AUTHENTICATION_TAG_LENGTH : 0;
    const readPayload = (reader: OctetReader): Uint8Array => {
      const payload = reader.remaining - tagLength;
      if (payload >= 0) return reader.octets(payload);
      throw reader.malformed(`${HEADER_LENGTH + reader.remaining} octets are too few for a header and a tag`);
    };
    // What is not enciphered may be a secret.
    inner.note('payload', readPayload, () => ({ hidden: !control.encrypted }));
    if (tagLength > 0) inner.note('authentication-tag', (reader) => reader.rest(), hexTold);
  });
}

/** The maker's three letters in front, where they are letters. */
function titleTold(octets: Uint8Array): Told {
  const maker = Buffer.from(octets.subarray(0, 3)).toString('latin1');
  const { value } = hexTold(octets);
  return { value, meaning: /^[A-Za-z]{3}$/.test(maker) ? `maker ${maker}` : undefined };
}

function controlTold(octet: number): Told {
  const { suite, authenticated, encrypted, broadcastKey, compressed } = decodeSecurityControl(octet);
  const words = [
    `suite ${suite}`,
    ...(authenticated ? ['authenticated'] : []),
    ...(encrypted ? ['encrypted'] : []),
    ...(broadcastKey ? ['broadcast key'] : []),
    ...(compressed ? ['compressed'] : []),
  ];
  return { value: octet, meaning: words.join(', ') };
}
