/**
 * Data without a frame of its own: modes A, B and D, and telegrams that are sent unasked. It follows the
 * identification and ends with `!`, in telegrams with a CRC-16 over all from `/` on (IEC 62056-21, 6.4.4;
 * DSMR P1, 5.2).
 */
import { telegramCheck } from './block-check.js';
import { END, textOf } from './characters.js';
import { type DataBlock, wrongCheck } from './data-block.js';

/** The end of the data and what stands behind it on its line; a CRC may lack leading zeros. */
const ENDING = /!(?<crc>[0-9A-F]{1,4})?[ \t\0]*(?<line>\r?\n)?\r?$/i;
/** Characters from `!` to the end of its line, blanks included. */
const MAX_ENDING = 12;

/**
 * `open`: no end stands there. `closed`: an end, behind which a check may still follow. `line`: the line of
 * the end is over as well. `checked`: and there was a CRC on it.
 */
export type TelegramEnd = 'open' | 'closed' | 'line' | 'checked';

export function telegramEnd(characters: readonly number[]): TelegramEnd {
  const ending = endingOf(characters);
  if (ending === undefined) return 'open';
  if (ending.line === undefined) return 'closed';
  return ending.crc === undefined ? 'line' : 'checked';
}

/**
 * @param head the identification as it came
 * @param characters all behind it, with an end
 * @throws DlmsError DLMS_IEC_BCC for a wrong CRC
 */
export function telegramBlock(head: Uint8Array, characters: readonly number[]): DataBlock {
  const data = Uint8Array.from(characters.slice(0, characters.lastIndexOf(END) + 1));
  const crc = endingOf(characters)?.crc;
  if (crc === undefined) return { kind: 'data-block', data, partial: false, check: 'none' };
  const [stated, computed] = [Number.parseInt(crc, 16), telegramCheck(Uint8Array.of(...head, ...data))];
  if (stated !== computed) throw wrongCheck(stated, computed);
  return { kind: 'data-block', data, partial: false, check: 'crc' };
}

type Ending = Readonly<Record<string, string | undefined>>;

function endingOf(characters: readonly number[]): Ending | undefined {
  return ENDING.exec(textOf(Uint8Array.from(characters.slice(-MAX_ENDING))))?.groups;
}
