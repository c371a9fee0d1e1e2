/** What the user's input is: the octets themselves, text with octets in it, or the text of a meter. */
import { DlmsError } from '../../../errors.js';
import { holdsDataSet } from '../../../framing/iec62056-21/data-set.js';
import { withDigits } from './literals.js';
import { bareRecording, type Recording } from './recording.js';
import { recordingOfText } from './text-recording.js';

/** An identification or a sign-on (IEC 62056-21). */
const IDENTIFICATION = /^\s*\/(?:\?|[A-Z]{3})/i;
/** As no data set has them outside of its parentheses. */
const OCTETS = /(?<![0-9a-z.:*-])[0-9a-f]{2}(?:[ :,-]?[0-9a-f]{2}){5}/i;
/** A line that can be a data set: an address and its value. */
const DATA_SET = /^\s{0,9}[0-9A-Z][0-9A-Z.:*&-]{0,20}\([^()]*\)/m;

/** @throws DlmsError DLMS_USAGE where it is text without octets */
export function recordingOf(input: Uint8Array): Recording {
  const given = textOf(input);
  if (given === undefined) return bareRecording(input);
  const text = withDigits(given);
  if (IDENTIFICATION.test(text) || isReadout(text, input)) return bareRecording(input);
  try {
    return recordingOfText(text);
  } catch (error) {
    if (error instanceof DlmsError && DATA_SET.test(text)) return bareRecording(input);
    throw error;
  }
}

/** Data sets, and not a log whose lines have parentheses by the way. */
function isReadout(text: string, input: Uint8Array): boolean {
  return (
    holdsDataSet(input) && !text.split('\n').some((line) => OCTETS.test(line.replace(/\([^()]*\)/g, ' ')))
  );
}

/** Undefined for octets that are no text. */
function textOf(input: Uint8Array): string | undefined {
  const [first, second, third] = input;
  if (first === 0xff && second === 0xfe) return Buffer.from(input.subarray(2)).toString('utf16le');
  if (first === 0xef && second === 0xbb && third === 0xbf) return textOf(input.subarray(3));
  const isText = input.every(isTextOctet);
  return isText ? Buffer.from(input).toString('latin1') : utf8Text(input);
}

function isTextOctet(octet: number): boolean {
  return (octet >= 0x20 && octet < 0x7f) || (octet >= 0x09 && octet <= 0x0d);
}

/** Logs may have arrows and names in other alphabets; frames are no valid UTF-8, or have control characters. */
function utf8Text(input: Uint8Array): string | undefined {
  if (input.some((octet) => octet < 0x80 && !isTextOctet(octet))) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(input);
  } catch {
    return undefined;
  }
}
