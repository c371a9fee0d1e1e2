/** Telegrams that went through an editor or a terminal: their CRC is over line ends that they do not have any more. */
import type { DlmsError } from '../../errors.js';
import { CR, LF } from '../../framing/iec62056-21/characters.js';
import type { DataBlock } from '../../framing/iec62056-21/data-block.js';
import { telegramBlock } from '../../framing/iec62056-21/telegram.js';
import { orError } from './or-error.js';

export const OTHER_LINE_ENDS = 'the check is right for lines that end with CR LF, which they do not any more';

/** Whether it holds with CR LF at the end of each line. @param head the identification in front of it */
export function blockOfOtherLineEnds(
  head: Uint8Array,
  octets: Uint8Array,
): DataBlock | DlmsError | undefined {
  if (head.length === 0 || octets.includes(CR)) return undefined;
  return orError(() => telegramBlock(withLineEnds(head), Array.from(withLineEnds(octets))));
}

function withLineEnds(octets: Uint8Array): Uint8Array {
  const lines = Array.from(octets).filter((octet) => octet !== CR);
  return Uint8Array.from(lines.flatMap((octet) => (octet === LF ? [CR, LF] : [octet])));
}
