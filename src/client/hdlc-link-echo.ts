/**
 * Two-wire transceivers and some optical heads return what is sent. Such copies are known by the SNRM,
 * which no meter sends; from then on each copy of a sent frame is taken out once.
 */
import type { ControlField } from '../framing/hdlc/control-field.js';

export class EchoFilter {
  #sent: string[] = [];
  #lineEchoes = false;

  /** The frames of a burst. */
  sent(frames: readonly Uint8Array[]): void {
    this.#sent = frames.map(String);
  }

  /** Whether the received frame is a copy of one just sent. */
  removes(octets: Uint8Array, control: ControlField): boolean {
    const at = this.#sent.indexOf(String(octets));
    if (at < 0) return false;
    if (control.kind === 'SNRM') this.#lineEchoes = true;
    if (!this.#lineEchoes) return false;
    this.#sent.splice(at, 1);
    return true;
  }
}
