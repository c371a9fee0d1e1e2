/**
 * Finds out how characters of IEC 62056-21 go through a network: a serial server whose line has 8 bits
 * needs the parity made for it, what is no serial line at all does not know it. No setting tells one from
 * the other, but the meter's answer does.
 */
import { DlmsError } from '../errors.js';
import type { MeterSettings } from './settings.js';

/** What a meter is met with that understands nothing of what it hears. */
const NOT_UNDERSTOOD: readonly string[] = ['DLMS_TIMEOUT', 'DLMS_NOISE'];

export class ParityTrial {
  readonly #isOpen: boolean;
  #even = false;
  #known = false;

  constructor({ mode, transport }: Pick<MeterSettings, 'mode' | 'transport'>) {
    this.#isOpen = mode === 'IEC' && transport !== 'serial';
  }

  /** Whether parity is to be made this time. */
  get even(): boolean {
    return this.#even;
  }

  /** The meter answered. */
  worked(): void {
    this.#known = true;
  }

  /** The meter could not be reached. @returns whether the other way is worth a try at once */
  failed(error: unknown): boolean {
    const open = this.#isOpen && !this.#known && error instanceof DlmsError && error.layer === 'iec';
    if (!open || !NOT_UNDERSTOOD.includes(error.code)) return false;
    this.#even = !this.#even;
    return this.#even;
  }
}
