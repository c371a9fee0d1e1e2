/**
 * How a message of IEC 62056-21 goes on from its first octet, judged anew with each octet: not over yet, a
 * whole message, or damage.
 */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { ACK, END, EOT, ETX, LF, NAK, REQUEST, SOH, START, STX, textOf } from './characters.js';
import { decodeCommand } from './command-message.js';
import { decodeDataBlock, MAX_BLOCK, tooLong } from './data-block.js';
import { decodeIdentification, MAX_IDENTIFICATION, unreadable } from './identification.js';
import type { IecMessage } from './message.js';
import { decodeOptionSelect } from './option-select.js';
import { decodeSignOn } from './sign-on.js';
import { telegramBlock, telegramEnd } from './telegram.js';

/** `text`: data without STX. */
export type MessageForm = 'line' | 'acknowledge' | 'checked' | 'repeat' | 'text';

/** `taken` octets make the message or the damage; those behind them begin something else. */
export type Verdict =
  | { readonly kind: 'message'; readonly message: IecMessage; readonly taken: number }
  | { readonly kind: 'damaged'; readonly error: DlmsError; readonly taken: number };

export interface Pending {
  readonly form: MessageForm;
  readonly octets: readonly number[];
  /** The identification in front of the text. */
  readonly head: Uint8Array;
}

const FORMS: Readonly<Record<number, MessageForm>> = {
  [START]: 'line',
  [ACK]: 'acknowledge',
  [STX]: 'checked',
  [SOH]: 'checked',
  [NAK]: 'repeat',
};

/** What may stand behind ACK. */
const SELECT = /^[0-9A-Z]{3}\r\n$/i;
const LINE_END = /^\r\n$/;
const MAYBE_EITHER = /^(\r|[0-9A-Z]{1,3}\r?)?$/i;

export function formOf(octet: number): MessageForm | undefined {
  return FORMS[octet];
}

/** Undefined while the end is missing. */
export function judge(pending: Pending): Verdict | undefined {
  const { octets } = pending;
  if (octets.length > MAX_BLOCK) return { kind: 'damaged', error: tooLong(), taken: octets.length };
  switch (pending.form) {
    case 'line':
      return judgeLine(octets);
    case 'acknowledge':
      return judgeAcknowledge(octets);
    case 'repeat':
      return { kind: 'message', message: { kind: 'repeat-request' }, taken: 1 };
    case 'checked':
      return isEndOfBlock(octets.at(-2)) ? attempt(octets, decodeChecked) : undefined;
    case 'text':
      return judgeText(pending);
  }
}

/** When nothing more comes: data that has its `!` is over, everything else is damaged. */
export function giveUp({ form, octets, head }: Pending): Verdict {
  const taken = octets.length;
  if (form === 'acknowledge') return acknowledge(1);
  if (form === 'line') return { kind: 'damaged', error: unreadable('was cut short'), taken };
  const data = isEndOfBlock(octets.at(-1)) ? octets.slice(0, -1) : octets;
  if (octets[0] === SOH || telegramEnd(data) === 'open') return { kind: 'damaged', error: cut(), taken };
  return form === 'text' ? telegram(head, octets, data) : unchecked(octets);
}

function judgeLine(octets: readonly number[]): Verdict | undefined {
  const taken = octets.length;
  if (taken > 1 && octets.at(-1) === START) {
    return { kind: 'damaged', error: unreadable('was cut short'), taken: taken - 1 };
  }
  if (octets.at(-1) === LF)
    return attempt(octets, octets[1] === REQUEST ? decodeSignOn : decodeIdentification);
  return taken > MAX_IDENTIFICATION ? { kind: 'damaged', error: unreadable('has no end'), taken } : undefined;
}

function judgeAcknowledge(octets: readonly number[]): Verdict | undefined {
  const rest = textOf(Uint8Array.from(octets.slice(1)));
  if (SELECT.test(rest)) return attempt(octets, decodeOptionSelect);
  if (LINE_END.test(rest)) return acknowledge(octets.length);
  return MAYBE_EITHER.test(rest) ? undefined : acknowledge(1);
}

function acknowledge(taken: number): Verdict {
  return { kind: 'message', message: { kind: 'acknowledge' }, taken };
}

/** Data without STX ends with its `!`; or with an ETX, where only the STX got lost. */
function judgeText({ octets, head }: Pending): Verdict | undefined {
  if (isEndOfBlock(octets.at(-2))) {
    return attempt(octets, () => decodeDataBlock(readerOf([STX, ...octets])));
  }
  const last = octets.at(-1);
  if (isEndOfBlock(last)) return undefined;
  if (last === LF && telegramEnd(octets) === 'checked') return telegram(head, octets, octets);
  const before = octets.slice(-16, -1);
  if (telegramEnd(before) === 'line') return telegram(head, octets.slice(0, -1), octets.slice(0, -1));
  return interrupts(octets) ? { kind: 'damaged', error: outside(), taken: octets.length - 1 } : undefined;
}

/** A `/` is not the beginning of a message everywhere: dates have it too. */
function interrupts(octets: readonly number[]): boolean {
  const last = octets.at(-1) ?? 0;
  return last === START ? octets.at(-2) === LF : octets.length > 1 && formOf(last) !== undefined;
}

function telegram(head: Uint8Array, octets: readonly number[], data: readonly number[]): Verdict {
  return attempt(octets, () => telegramBlock(head, data));
}

function unchecked(octets: readonly number[]): Verdict {
  const data = Uint8Array.from(octets.slice(1, octets.lastIndexOf(END) + 1));
  return attempt(octets, () => ({ kind: 'data-block', data, partial: false, check: 'none' }));
}

function decodeChecked(reader: OctetReader): IecMessage {
  return reader.peek() === SOH ? decodeCommand(reader) : decodeDataBlock(reader);
}

function attempt(octets: readonly number[], decode: (reader: OctetReader) => IecMessage): Verdict {
  try {
    return { kind: 'message', message: decode(readerOf(octets)), taken: octets.length };
  } catch (error) {
    if (error instanceof DlmsError) return { kind: 'damaged', error, taken: octets.length };
    throw error;
  }
}

function readerOf(octets: readonly number[]): OctetReader {
  return new OctetReader(Uint8Array.from(octets), 'iec');
}

function isEndOfBlock(octet: number | undefined): boolean {
  return octet === ETX || octet === EOT;
}

export function outside(): DlmsError {
  return new DlmsError('octets outside of a message', {
    code: 'DLMS_MALFORMED',
    layer: 'iec',
    fault: 'line',
    hint: 'Check the start baud rate, data bits and parity, and how the optical head sits.',
  });
}

function cut(): DlmsError {
  return new DlmsError('the end of a message did not come', {
    code: 'DLMS_TRUNCATED',
    layer: 'iec',
    fault: 'line',
  });
}
