/**
 * The client's side of an HDLC conversation as a test writes it down: frames numbered by hand, every answer
 * checked for its numbers. It knows no client code of the package, only frames.
 */
import assert from 'node:assert/strict';
import { OctetReader } from '../../src/encoding/octet-reader.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import type { HdlcAddress } from '../../src/framing/hdlc/address.js';
import type { ControlField } from '../../src/framing/hdlc/control-field.js';
import { HdlcDeframer } from '../../src/framing/hdlc/deframer.js';
import { encodeFrame, type HdlcFrame } from '../../src/framing/hdlc/frame.js';
import {
  decodeLinkParameters,
  encodeLinkParameters,
  type LinkParameters,
} from '../../src/framing/hdlc/link-parameters.js';
import { cutApdu } from '../../src/framing/hdlc/segmenter.js';
import type { ServerStack } from '../../src/simulator/stack.js';

export const SERVER_1: HdlcAddress = { size: 1, upper: 1, lower: 0 };

const NOTHING = new Uint8Array();
const LLC = Uint8Array.of(0xe6, 0xe6, 0x00);

export class PaperClient {
  /** V(S) and V(R). */
  sent = 0;
  received = 0;
  /** Octets of information that the station takes. */
  maxInformation = 128;
  now = Date.UTC(2025, 5, 18, 10, 7, 23);

  constructor(
    readonly stack: ServerStack,
    readonly server: HdlcAddress = SERVER_1,
    readonly client: HdlcAddress = { size: 1, upper: 16, lower: 0 },
  ) {}

  /** All octets that come back, in one piece. */
  raw(octets: Uint8Array): Uint8Array {
    const outputs = this.stack.handle({ kind: 'PH-DATA.indication', octets }, this.now);
    const writer = new OctetWriter();
    for (const output of outputs) if (output.kind === 'PH-DATA.request') writer.octets(output.octets);
    return writer.toOctets();
  }

  exchange(octets: Uint8Array): HdlcFrame[] {
    return new HdlcDeframer().push(this.raw(octets)).map((output) => {
      assert.ok(output.kind === 'frame', 'the station sends octets that are no frame');
      return output.frame;
    });
  }

  frame(control: ControlField, information: Uint8Array = NOTHING, segmented = false): Uint8Array {
    return encodeFrame({ destination: this.server, source: this.client, control, segmented, information });
  }

  send(control: ControlField, information: Uint8Array = NOTHING, segmented = false): HdlcFrame[] {
    return this.exchange(this.frame(control, information, segmented));
  }

  command(kind: 'SNRM' | 'DISC'): HdlcFrame[] {
    return this.send({ kind, pollFinal: true });
  }

  connect(parameters?: LinkParameters): HdlcFrame {
    const information = parameters && encodeLinkParameters(new OctetWriter(), parameters).toOctets();
    const [ua, ...more] = this.send({ kind: 'SNRM', pollFinal: true }, information);
    assert.ok(ua !== undefined && more.length === 0);
    assert.deepEqual(ua.control, { kind: 'UA', pollFinal: true });
    this.sent = 0;
    this.received = 0;
    this.maxInformation = decodeLinkParameters(new OctetReader(ua.information)).maxInfoReceive;
    return ua;
  }

  poll(receiveNumber = this.received): HdlcFrame[] {
    return this.send({ kind: 'RR', receiveNumber, pollFinal: true });
  }

  /** One I frame with the next number; V(S) grows. */
  information(octets: Uint8Array, segmented = false, pollFinal = true): HdlcFrame[] {
    const control = { kind: 'I', sendNumber: this.sent, receiveNumber: this.received, pollFinal } as const;
    this.sent = (this.sent + 1) & 7;
    return this.send(control, octets, segmented);
  }

  /** An APDU there, and the APDU that comes back, whatever number of frames it takes. */
  ask(apdu: Uint8Array): Uint8Array {
    const joined = new OctetWriter();
    let frames: HdlcFrame[] = [];
    for (const { information, segmented } of cutApdu(LLC, apdu, this.maxInformation)) {
      frames = this.information(information, segmented);
    }
    for (let turn = 0; turn < 2000; turn += 1) {
      const last = this.take(frames, joined);
      if (last !== undefined && !last.segmented) break;
      frames = this.poll();
    }
    const octets = joined.toOctets();
    assert.deepEqual([...octets.subarray(0, 3)], [0xe6, 0xe7, 0x00]);
    return octets.subarray(3);
  }

  /** Checks the numbers of I frames and collects what they hold; the last one. */
  take(frames: readonly HdlcFrame[], joined: OctetWriter): HdlcFrame | undefined {
    for (const [at, { control, information, destination, source }] of frames.entries()) {
      assert.ok(control.kind === 'I', `${control.kind} instead of I`);
      const expected = {
        sendNumber: this.received,
        receiveNumber: this.sent,
        pollFinal: at === frames.length - 1,
      };
      assert.deepEqual(control, { kind: 'I', ...expected });
      assert.deepEqual(destination, this.client);
      assert.deepEqual(source, this.server);
      this.received = (this.received + 1) & 7;
      joined.octets(information);
    }
    return frames.at(-1);
  }
}
