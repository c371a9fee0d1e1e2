/** General block transfer on the bench: the test plays the association and the meter, in octets. */
import { conformanceOf } from '../../src/apdu/conformance.js';
import { type GbtOutput, type GbtSettings, GbtTransfer } from '../../src/client/gbt-transfer.js';
import type { LinkNegotiated } from '../../src/client/primitive.js';
import { told } from './apdus.js';
import { hexOf, octetsOf } from './recorded-conversation.js';

const GRANTED = conformanceOf(0x200010);

export class GbtBench {
  readonly transfer: GbtTransfer;
  notes: string[] = [];

  /** @param limit octets that the meter takes */
  constructor(settings: GbtSettings = {}, limit = 0, link?: LinkNegotiated) {
    this.transfer = new GbtTransfer(settings);
    this.transfer.agreed({
      conformance: GRANTED,
      serverMaxReceivePduSize: limit,
      dlmsVersion: 6,
      vaaName: 7,
      link,
    });
  }

  /** The association sends an APDU. */
  ask(hex: string, repeatable = true): string[] {
    return this.#told(this.transfer.request({ kind: 'DL-DATA.request', apdu: octetsOf(hex), repeatable }));
  }

  /** APDUs come, all at a time. The association waits on after those that it did not ask for. */
  hear(...hexes: readonly string[]): string[] {
    const outputs = hexes.flatMap((hex) =>
      this.transfer.indication({ kind: 'DL-DATA.indication', apdu: octetsOf(hex) }).flatMap((output) => {
        const unasked = output.kind === 'DL-DATA.indication' && output.apdu[0] === 0x0f;
        return unasked ? [output, ...this.transfer.request({ kind: 'DL-WAIT.request' })] : [output];
      }),
    );
    return this.#told([...outputs, ...this.transfer.settle()]);
  }

  /** Nothing comes for so long that the link speaks again. */
  lull(): string[] {
    return this.#told(this.transfer.lull());
  }

  #told(outputs: readonly GbtOutput[]): string[] {
    return outputs.flatMap((output) => {
      if (output.kind === 'TRACE' && output.note !== undefined) this.notes.push(output.note);
      return output.kind === 'TRACE' ? [] : [words(output)];
    });
  }
}

/** `> …` to the meter, `>! …` what may not go twice, `< …` to the association. */
function words(output: Exclude<GbtOutput, { kind: 'TRACE' }>): string {
  switch (output.kind) {
    case 'DL-DATA.request':
      return `${output.repeatable ? '>' : '>!'} ${hexOf(output.apdu)}`;
    case 'DL-DATA.indication':
      return `< ${hexOf(output.apdu)}`;
    case 'DL-ERROR.indication':
      return told(output.cause);
    default:
      return output.kind;
  }
}

/** A block by its control octet, its number, the number that it acknowledges, and its data. */
export function block(control: number, number: number, acknowledged: number, data = ''): string {
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  return `E0${hex(control, 2)}${hex(number, 4)}${hex(acknowledged, 4)}${hex(data.length / 2, 2)}${data}`;
}

export const LAST = 0x80;
export const STREAMING = 0x40;
export const WAIT = ['DL-WAIT.request'];
