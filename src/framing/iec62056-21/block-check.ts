/**
 * The block check character of IEC 62056-21, 5.8 (ISO 1155): all characters behind the first SOH or STX,
 * ETX or EOT included, exclusive-or; and the CRC-16 behind the `!` of telegrams that are sent unasked.
 */

export function blockCheck(characters: Uint8Array): number {
  return characters.reduce((check, character) => check ^ character, 0) & 0x7f;
}

/** Polynomial 0xA001, reflected, beginning with 0, over `/` to `!` (DSMR P1, 5.2). */
export function telegramCheck(characters: Uint8Array): number {
  let register = 0;
  for (const character of characters) {
    register ^= character;
    for (let bit = 0; bit < 8; bit += 1) register = (register >> 1) ^ (register & 1 ? 0xa001 : 0);
  }
  return register;
}
