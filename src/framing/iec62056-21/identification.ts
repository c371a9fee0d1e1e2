/**
 * The identification message: how a meter answers the request message (IEC 62056-21, 6.3.2). `/XXXZ`, then
 * pairs of `\` and a capability, then the maker's own text.
 */
import type { OctetReader } from '../../encoding/octet-reader.js';
import type { OctetWriter } from '../../encoding/octet-writer.js';
import { DlmsError } from '../../errors.js';
import { CR, charactersOf, LF, START, textOf } from './characters.js';

export interface Identification {
  readonly kind: 'identification';
  /** The FLAG id as sent: a lower case third letter says that the meter is quick. */
  readonly manufacturer: string;
  /** Proposes a speed, see baud-rate.ts. */
  readonly baudCharacter: string;
  /** `2` is HDLC, mode E; meters that have it do not all say so. */
  readonly capabilities: readonly string[];
  readonly text: string;
}

/** With its line end; the standard knows at most 24 characters and two for each capability. */
export const MAX_IDENTIFICATION = 96;

const QUICK_MS = 20;
const SLOW_MS = 200;
const LEADING = /^(?<manufacturer>[!-~]{3})(?<baud>[ -~])(?<capabilities>(?:\\.)*)(?<text>.*)$/s;

/** The shortest time in milliseconds between a message and its answer, both ways. */
export function reactionMs({ manufacturer }: Identification): number {
  return /[a-z]$/.test(manufacturer) ? QUICK_MS : SLOW_MS;
}

/** @throws DlmsError DLMS_IEC_TEXT */
export function encodeIdentification(writer: OctetWriter, identification: Identification): OctetWriter {
  const { manufacturer, baudCharacter, capabilities, text } = identification;
  const pairs = capabilities.map((capability) => `\\${capability}`).join('');
  writer.u8(START).octets(charactersOf(manufacturer + baudCharacter + pairs + text));
  return writer.u8(CR).u8(LF);
}

/**
 * Ends at the line feed; a missing carriage return and odd characters in the text are borne.
 * @throws DlmsError DLMS_TRUNCATED, DLMS_IEC_IDENTIFICATION
 */
export function decodeIdentification(reader: OctetReader): Identification {
  if (reader.u8() !== START) throw unreadable('does not begin with /');
  const characters: number[] = [];
  for (let next = reader.u8(); next !== LF; next = reader.u8()) {
    if (next === START) throw unreadable('holds a second /');
    if (characters.length === MAX_IDENTIFICATION) throw unreadable('has no end');
    characters.push(next);
  }
  const line = textOf(Uint8Array.from(characters)).replace(/\r$/, '');
  const { manufacturer, baud, capabilities = '', text = '' } = LEADING.exec(line)?.groups ?? {};
  if (manufacturer === undefined || baud === undefined) throw unreadable('does not begin as one must');
  return {
    kind: 'identification',
    manufacturer,
    baudCharacter: baud,
    capabilities: [...capabilities].filter((_, at) => at % 2 === 1),
    text,
  };
}

/** As the meter sent it, for people. */
export function describeIdentification(identification: Identification): string {
  const { manufacturer, baudCharacter, capabilities, text } = identification;
  const pairs = capabilities.map((capability) => `\\${capability}`).join('');
  return `/${manufacturer}${baudCharacter}${pairs}${text}`.replace(/[^ -~]/g, '.');
}

export function unreadable(why: string): DlmsError {
  return new DlmsError(`the identification of the meter ${why}`, {
    code: 'DLMS_IEC_IDENTIFICATION',
    layer: 'iec',
    fault: 'line',
    hint: 'Check how the optical head sits, the start baud rate, and that nobody else talks on the line.',
  });
}
