/** What `dlms decode` makes of inputs in any dress, for its tests. */
import { decodeRecording } from '../../src/cli/decode/decode-recording.js';
import { recordingOf } from '../../src/cli/decode/input/input-recording.js';
import type { Report } from '../../src/cli/decode/report.js';
import { DlmsError } from '../../src/errors.js';

export const SNRM = '7E A0 07 03 21 93 0F 01 7E';
export const GET = 'C0 01 C1 00 03 01 00 01 08 00 FF 02 00';
export const ANSWER = 'C4 01 C1 00 06 00 00 04 D2';

export function reportsOf(input: string | Uint8Array): readonly Report[] {
  const octets = typeof input === 'string' ? Uint8Array.from(Buffer.from(input, 'utf8')) : input;
  return [...decodeRecording(recordingOf(octets), {})];
}

/** Each octet of the frame as `7E` is written. */
export function dressed(example: string): string {
  return SNRM.split(' ')
    .map((octet) => example.replace('7E', octet))
    .join('');
}

/** Kind and offset of each report. */
export function outline(input: string | Uint8Array): readonly string[] {
  return reportsOf(input).map(({ kind, offset }) => `${kind} ${offset}`);
}

export function refusal(text: string): string {
  try {
    reportsOf(text);
  } catch (error) {
    if (error instanceof DlmsError) return error.message;
    throw error;
  }
  return 'none';
}
