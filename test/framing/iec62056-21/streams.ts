/** Characters with their controls as text, and streams fed whole and octet by octet. */
import assert from 'node:assert/strict';
import { IecDeframer, type IecDeframerOutput } from '../../../src/framing/iec62056-21/deframer.js';
import type { IecMessage } from '../../../src/framing/iec62056-21/message.js';

/** The octets of a text whose control characters are written as JavaScript writes them. */
export function chars(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

export function shown(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1');
}

export function whole(...octets: readonly Uint8Array[]): IecDeframerOutput[] {
  return read([Buffer.concat(octets)]);
}

/** All outputs, those of the final silence included. */
export function read(pieces: readonly Uint8Array[]): IecDeframerOutput[] {
  const deframer = new IecDeframer();
  return [...pieces.flatMap((piece) => deframer.push(piece)), ...deframer.flush()];
}

export function messagesOf(outputs: readonly IecDeframerOutput[]): IecMessage[] {
  return outputs.flatMap((output) => (output.kind === 'message' ? [output.message] : []));
}

/** `DLMS_IEC_BCC …` for each damage. */
export function damageOf(outputs: readonly IecDeframerOutput[]): string[] {
  return outputs.flatMap((output) =>
    output.kind === 'damaged' ? [`${output.error.code} ${shown(output.octets)}`] : [],
  );
}

/** The messages of a stream, which must be the same whole, octet by octet, and with parity bits. */
export function messages(...octets: readonly Uint8Array[]): IecMessage[] {
  const stream = Buffer.concat(octets);
  const found = messagesOf(whole(stream));
  assert.deepEqual(messagesOf(read(Array.from(stream, (octet) => Uint8Array.of(octet)))), found);
  assert.deepEqual(messagesOf(whole(stream.map((octet) => octet | 0x80))), found);
  return found;
}
