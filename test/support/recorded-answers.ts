/** What GET-normal requests of a recorded session were answered with. */
import { readLength } from '../../src/encoding/axdr.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { recordedApdus } from './recorded-conversation.js';
import type { Session } from './shared.js';

export interface Answer {
  /** GET-normal for one attribute: class, instance, attribute, selection. */
  readonly request: string;
  readonly data: string;
}

/** What GET-normal requests of a session were answered with; data blocks are joined. */
export function answersOf(session: Session): Answer[] {
  const answers: Answer[] = [];
  let request = '';
  let joined = '';
  for (const { direction, hex } of recordedApdus(session)) {
    if (direction === 'c>s' && hex.startsWith('C001')) request = hex.slice(6);
    if (hex.startsWith('C401') && hex.slice(6, 8) === '00') answers.push({ request, data: hex.slice(8) });
    if (!hex.startsWith('C402')) continue;
    joined += rawDataOf(hex);
    if (hex.slice(6, 8) === '00') continue;
    answers.push({ request, data: joined });
    joined = '';
  }
  return answers;
}

/** GET-response-with-datablock: last-block, block-number (4), choice 00, raw-data. */
function rawDataOf(hex: string): string {
  const reader = new OctetReader(fromHex(hex.slice(18)));
  return toHex(reader.octets(readLength(reader)));
}
