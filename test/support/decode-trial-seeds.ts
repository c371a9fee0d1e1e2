/** What mutations of `dlms decode`'s inputs begin with: vectors, captures, and turns of sessions. */
import type { MessageKeys } from '../../src/cli/decode/decipherer.js';
import { fromHex } from '../../src/encoding/hex.js';
import { captures, sessions, sharedFolder, vectors } from './shared.js';

/** The keys of the reference vectors. */
export const trialKeys: MessageKeys = {
  blockCipherKey: fromHex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: fromHex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
  dedicatedKey: fromHex('00112233445566778899AABBCCDDEEFF'),
  systemTitle: fromHex('4D4D4D0000000001'),
  clientSystemTitle: fromHex('4D4D4D0000BC614E'),
};

const MOST_OCTETS = 2000;
const MOST_TURNS = 12;

/** None where the shared folder is missing. */
export function trialSeeds(): readonly Uint8Array[] {
  const root = sharedFolder();
  if (root === undefined) return [];
  const hex = [
    ...vectors(root).map((vector) => vector.hex),
    ...captures(root).flatMap(
      (capture) => capture.hex ?? capture.frames?.map((frame) => frame.hex).join('') ?? [],
    ),
    ...sessions(root).flatMap(({ turns }) => turns.slice(0, MOST_TURNS).map((turn) => turn.hex)),
  ];
  const texts = captures(root).map(({ ascii = '' }) => Uint8Array.from(Buffer.from(ascii, 'latin1')));
  const octets = hex.filter((each) => each !== undefined).map((each) => fromHex(each));
  return [...octets, ...texts].filter(({ length }) => length > 0 && length <= MOST_OCTETS);
}
