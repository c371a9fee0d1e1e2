/** The body of a request as octets, where nobody before has made anything else of it. */
import type { Request } from 'express';

/**
 * Undefined where there are more than `most` octets: what is more is not kept, but listened to, for who is
 * sending hears no answer before the end.
 * @throws Error where the request breaks off
 */
export function requestOctets(request: Request, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= most) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => resolve(length > most ? undefined : Buffer.concat(chunks, length)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the request broke off')));
  });
}
