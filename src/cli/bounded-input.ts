/** Octets of stdin or of a file that the user names, no more than can be held. */
import { createReadStream } from 'node:fs';
import { usageError } from './failure.js';

/** Octets that are taken at once. */
const MOST_INPUT = 8 * 1024 * 1024;

/** All of a stream to its end. @throws DlmsError DLMS_USAGE where it is longer than MOST_INPUT */
export async function collected(stream: AsyncIterable<Uint8Array>, what: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MOST_INPUT) throw tooLong(what);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** @throws DlmsError DLMS_USAGE where it cannot be read, or is longer than MOST_INPUT */
export async function readOctetFile(path: string): Promise<Uint8Array> {
  try {
    return await collected(createReadStream(path), path);
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    throw syscall === undefined ? error : usageError(`${path} cannot be read: ${code}`);
  }
}

function tooLong(what: string): Error {
  return usageError(
    `${what} is longer than ${MOST_INPUT / 1024 / 1024} MiB`,
    'Cut it into pieces, each from the beginning of a frame on.',
  );
}
