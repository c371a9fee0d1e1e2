/** APDUs of a recorded WRAPPER conversation; WPDUs are cut here by hand, with nothing of the framing room. */
import { fromHex } from '../../src/encoding/hex.js';
import type { Session, SessionTurn } from '../support/shared.js';

export interface RecordedApdu {
  readonly dir: SessionTurn['dir'];
  readonly octets: Uint8Array;
}

/** WRAPPER, LN, nothing ciphered. */
export function isPlainWrapper({ header }: Session): boolean {
  return header.framing === 'wrapper' && header.referencing === 'ln' && header.security === 'none';
}

export function apdusOfSession({ turns }: Session): readonly RecordedApdu[] {
  const pending: Record<SessionTurn['dir'], number[]> = { 'c>s': [], 's>c': [] };
  return turns
    .filter(({ hex }) => hex !== undefined)
    .flatMap(({ dir, hex }) => {
      pending[dir].push(...fromHex(hex));
      return takeWpdus(pending[dir]).map((octets) => ({ dir, octets }));
    });
}

/** Version (2), source (2), destination (2), length (2), then that many octets. */
function takeWpdus(stream: number[]): Uint8Array[] {
  const apdus: Uint8Array[] = [];
  for (;;) {
    const length = (stream[6] ?? 0) * 256 + (stream[7] ?? 0);
    if (stream.length < 8 + length || stream.length < 8) return apdus;
    apdus.push(Uint8Array.from(stream.splice(0, 8 + length).slice(8)));
  }
}
