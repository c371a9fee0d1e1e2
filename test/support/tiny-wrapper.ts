/**
 * A server behind IEC 62056-47, written for the tests alone: it takes the header off each request, asks
 * `answer`, and puts a header before what it says.
 */
import { hexOf, octetsOf } from './recorded-conversation.js';
import type { Said, Server } from './stack-pair.js';

/** What a meter says to an APDU: nothing, or APDUs in their order. */
export type ApduServer = (request: Uint8Array) => Said | readonly Said[] | undefined;

export function wrapperServer(answer: ApduServer, client = 16, server = 1): Server {
  let unread = '';
  return (octets) => {
    unread += hexOf(octets);
    const said: Said[] = [];
    while (unread.length >= 16 && unread.length >= 16 + 2 * Number.parseInt(unread.slice(12, 16), 16)) {
      const end = 16 + 2 * Number.parseInt(unread.slice(12, 16), 16);
      const answers = [answer(octetsOf(unread.slice(16, end))) ?? []].flat();
      said.push(...answers.map((each) => framed(each, client, server)));
      unread = unread.slice(end);
    }
    return said;
  };
}

function framed(said: Said, client: number, server: number): Said {
  if (!(said instanceof Uint8Array)) return { ...said, octets: wpdu(said.octets, client, server) };
  return wpdu(said, client, server);
}

/** An APDU from the server behind its header. */
export function wpdu(apdu: Uint8Array, client = 16, server = 1): Uint8Array {
  const header = [1, server, client, apdu.length].flatMap((number) => [number >> 8, number & 0xff]);
  return Uint8Array.from([...header, ...apdu]);
}
