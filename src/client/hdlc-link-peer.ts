/** The two stations of an HDLC link: whom frames go to, and which frames are meant for us. */
import {
  answersFor,
  clientAddress,
  describeAddress,
  type HdlcAddress,
  isBroadcast,
  namesClient,
} from '../framing/hdlc/address.js';
import { encodeFrame, type HdlcFrame } from '../framing/hdlc/frame.js';
import type { OutgoingFrame } from './hdlc-link-transfer.js';

export class HdlcPeer {
  readonly #called: HdlcAddress;
  readonly #client: HdlcAddress;
  #server: HdlcAddress;

  /** @throws DlmsError DLMS_ADDRESS */
  constructor(server: HdlcAddress, client: number) {
    this.#called = server;
    this.#server = server;
    this.#client = clientAddress(client);
  }

  /** Back to the address of the settings. */
  forget(): void {
    this.#server = this.#called;
  }

  /** A single meter that was called by a broadcast is spoken to under its own address from then on. */
  adopt(source: HdlcAddress): void {
    if (isBroadcast(this.#called) && !isBroadcast(source)) this.#server = source;
  }

  encode({ control, segmented, information }: OutgoingFrame): Uint8Array {
    return encodeFrame({
      destination: this.#server,
      source: this.#client,
      control,
      segmented,
      information,
    });
  }

  accepts(frame: HdlcFrame): boolean {
    return answersFor(this.#server, frame.source) && namesClient(frame.destination, this.#client.upper);
  }

  /** What is wrong with the addresses of a frame that is not accepted. */
  describeForeign(frame: HdlcFrame): string {
    const source = describeAddress(frame.source);
    const destination = describeAddress(frame.destination);
    const due = `${describeAddress(this.#server)} for client ${this.#client.upper}`;
    return `from ${source} for client ${destination}, where ${due} is due,`;
  }
}
