/**
 * The speeds that an identification proposes (IEC 62056-21, 6.3.2 item 13), by its baud rate character:
 * mode C and E digits, mode B letters; any other printable character is mode A, which stays as it is.
 */
import { DlmsError } from '../../errors.js';
import { isPrintable } from './characters.js';

/** Speeds of modes C, D and E. */
const DIGITS: Readonly<Record<string, number>> = {
  0: 300,
  1: 600,
  2: 1200,
  3: 2400,
  4: 4800,
  5: 9600,
  6: 19200,
};

const LETTERS: Readonly<Record<string, number>> = { A: 600, B: 1200, C: 2400, D: 4800, E: 9600, F: 19200 };

const RESERVED = /^[7-9G-I]$/;

/** `C`: the speed is agreed on by the option select. `B`: the meter switches by itself. `A`: none of that. */
export type SpeedProposal = { readonly mode: 'A' } | { readonly mode: 'B' | 'C'; readonly baudRate: number };

/** What the meter proposes; undefined where the standard has reserved the character. */
export function speedProposal(character: string): SpeedProposal | undefined {
  const [agreed, announced] = [DIGITS[character], LETTERS[character]];
  if (agreed !== undefined) return { mode: 'C', baudRate: agreed };
  if (announced !== undefined) return { mode: 'B', baudRate: announced };
  if (RESERVED.test(character) || !isPrintable(character.charCodeAt(0))) return undefined;
  return { mode: 'A' };
}

export interface AgreedSpeed {
  /** Goes into the option select. */
  readonly character: string;
  /** Bd */
  readonly baudRate: number;
}

/** The fastest that both bear, in modes C and E: no faster than proposed, nor than `most`. */
export function agreedSpeed(proposed: number, most: number): AgreedSpeed {
  const bearable = Object.entries(DIGITS).filter(([, rate]) => rate <= Math.min(proposed, most));
  const [character, baudRate] = bearable.at(-1) ?? ['0', 300];
  return { character, baudRate };
}

/** @throws DlmsError DLMS_IEC_BAUD for a speed that modes C and E have no digit for */
export function baudCharacter(baudRate: number): string {
  const found = Object.entries(DIGITS).find(([, rate]) => rate === baudRate);
  if (found !== undefined) return found[0];
  throw new DlmsError(`${baudRate} Bd has no character in IEC 62056-21`, {
    code: 'DLMS_IEC_BAUD',
    layer: 'iec',
    fault: 'settings',
    hint: 'It knows 300, 600, 1200, 2400, 4800, 9600 and 19200 Bd.',
  });
}
