/**
 * Dedicated keys that were drawn for the associations of a session. They are not in its capture; but each went
 * to the meter in an InitiateRequest under the global key (Green Book, InitiateRequest), and who has that can
 * uncover it.
 */
import { decodeAarq } from '../../apdu/aarq.js';
import { decodeInitiateRequest } from '../../apdu/initiate.js';
import { APDU_TAG } from '../../apdu/tag.js';
import { fromHex } from '../../encoding/hex.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decipher } from '../../security/decipher.js';
import type { MeterSettings } from '../settings.js';
import type { Capture } from './capture-text.js';
import { Onlooker } from './onlooker.js';

interface Proposed {
  /** Where the AARQ stands among the entries. */
  readonly at: number;
  readonly key: Uint8Array;
}

const UNKNOWN = new Uint8Array(0);

/** In the order in which they were drawn; without octets where one could not be uncovered, or never went out. */
export function drawnKeys({ entries }: Capture, settings: readonly MeterSettings[]): readonly Uint8Array[] {
  const drawn = entries.flatMap(({ entry }, at) => (entry.dir === 'key' ? [at] : []));
  const proposed = drawn.length === 0 ? [] : proposedKeys(entries, settings);
  return drawn.map((at, index) => {
    // Of one meter, an association that came no further than its link left its key unused.
    const until = settings.length === 1 ? (drawn[index + 1] ?? entries.length) : entries.length;
    const found = proposed.findIndex((each) => each.at > at && each.at < until);
    return found < 0 ? UNKNOWN : (proposed.splice(found, 1)[0]?.key ?? UNKNOWN);
  });
}

function proposedKeys(entries: Capture['entries'], settings: readonly MeterSettings[]): Proposed[] {
  const onlookers = new Map<number, Onlooker>();
  return entries.flatMap(({ entry }, at) => {
    if (entry.dir === 'open') {
      const mode = settings.find(({ alias }) => alias === entry.device)?.mode ?? 'DLMS-HDLC';
      onlookers.set(entry.line, new Onlooker(mode));
    }
    if (entry.dir !== 'sent') return [];
    const traces = onlookers.get(entry.line)?.see('sent', fromHex(entry.hex)) ?? [];
    return traces.flatMap(({ layer, octets }) => {
      const key = layer === 'application' ? keyIn(octets, settings) : undefined;
      return key === undefined ? [] : [{ at, key }];
    });
  });
}

/** Of an AARQ, under the keys of one of the meters. */
function keyIn(apdu: Uint8Array, settings: readonly MeterSettings[]): Uint8Array | undefined {
  if (apdu[0] !== APDU_TAG.AARQ) return undefined;
  for (const each of settings) {
    try {
      const key = dedicatedKeyIn(apdu, each);
      if (key !== undefined) return key;
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
    }
  }
  return undefined;
}

function dedicatedKeyIn(apdu: Uint8Array, { security }: MeterSettings): Uint8Array | undefined {
  const { callingApTitle, userInformation } = decodeAarq(new OctetReader(apdu, 'association'));
  if (userInformation?.kind !== 'unsupported' || security?.blockCipherKey === undefined) return undefined;
  const { blockCipherKey, authenticationKey } = security;
  const keys = { blockCipherKey, authenticationKey, systemTitle: callingApTitle };
  const { contents } = decipher(userInformation.octets, keys);
  return decodeInitiateRequest(new OctetReader(contents, 'association')).dedicatedKey;
}
