/**
 * Octets of a text file as text: UTF-8, UTF-16 with its byte order mark, or else Windows-1252, in which
 * spreadsheet programs of Western Europe save.
 */

/** 0x80 to 0x9F; a space for the five that stand for nothing. (Node has Latin-1 there in some versions.) */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

export function decodeText(octets: Uint8Array): string {
  const [first, second] = octets;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(octets);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(octets);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return decodeWestern(octets);
  }
}

function decodeWestern(octets: Uint8Array): string {
  const text = Buffer.from(octets).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));
}
