/** What all streams of one conversation share: keys, titles, and transfers that are not over. */
import { ApduReporter } from './apdu-report.js';
import type { MessageKeys } from './decipherer.js';
import { HdlcContents } from './hdlc-contents.js';
import { MbusContents } from './mbus-contents.js';
import type { Report } from './report.js';

export class Teller {
  readonly apdus: ApduReporter;
  readonly hdlc: HdlcContents;
  readonly mbus: MbusContents;

  /** @param keys for ciphered APDUs, as far as the user has them */
  constructor(keys: MessageKeys = {}) {
    this.apdus = new ApduReporter(keys);
    this.hdlc = new HdlcContents(this.apdus);
    this.mbus = new MbusContents(this.apdus);
  }

  /** What the end of the record leaves without its last segment or block. */
  unfinished(): readonly Report[] {
    return [...this.hdlc.unfinished(), ...this.mbus.unfinished(), ...this.apdus.unfinished()];
  }
}
