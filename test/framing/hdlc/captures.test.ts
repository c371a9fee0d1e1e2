/** Other people's captures at the level of frames: check sequences, lengths, addresses, control, parameters. */
import assert from 'node:assert/strict';
import { fromHex, toHex } from '../../../src/encoding/hex.js';
import { OctetReader } from '../../../src/encoding/octet-reader.js';
import type { HdlcAddress } from '../../../src/framing/hdlc/address.js';
import { HdlcDeframer, type HdlcDeframerOutput } from '../../../src/framing/hdlc/deframer.js';
import { encodeFrame, type HdlcFrame } from '../../../src/framing/hdlc/frame.js';
import { decodeLinkParameters } from '../../../src/framing/hdlc/link-parameters.js';
import { LLC_COMMAND, LLC_RESPONSE, withoutLlc } from '../../../src/framing/hdlc/llc.js';
import { type Capture, captures, describeShared } from '../../support/shared.js';

type Facts = Record<string, unknown>;

/** Captures of frames that nobody can or should read, and what is left of them. */
const UNREADABLE: Record<string, string> = {
  'ams-kamstrup-gh157-1': 'its FCS is wrong',
  'ams-kamstrup-gh175-1': 'its FCS is wrong',
  'ams-kamstrup-gh175-3': 'its FCS is wrong',
  'ams-kamstrup-gh196-2': 'its FCS is wrong',
  'ams-kamstrup-gh196-3': 'octets are missing',
  'ams-kamstrup-gh355-2': 'read with the wrong parity',
  'ams-kamstrup-gh362-1': 'read with the wrong parity',
  'btprobe-ff-stripped-snrm': 'octets are missing',
  'btprobe-ff-stripped-ua': 'octets are missing',
  'dlmsp-lg-zmf100-obisbug':
    'its FCS is wrong, with and without the swapped octets: its serial number was blanked',
  'epri-aare-frame': 'there is no source address in it; its HCS covers nothing that could be a header',
  'hdlc-abort-7d7e': 'its closing flag is not where its length puts it',
  'hdlc-stuffed': 'stuffed octets, which frame type 3 does not know',
  'hdlc-too-short': 'octets are missing',
  'ndp-described-list': 'its FCS is wrong',
  'q39-disconnect': 'its check sequences are wrong',
  'train-dm': 'its FCS is wrong',
  'train-ua': 'its FCS is wrong',
};

/** Bare octets without flags get them; several frames of a conversation are read one after another. */
function streamOf({ layer, hex = '', frames }: Capture): Uint8Array {
  if (frames !== undefined) return fromHex(frames.map((frame) => frame.hex).join(''));
  return layer === 'hdlc-noflags' ? fromHex(`7E${hex}7E`) : fromHex(hex);
}

function read(stream: Uint8Array): HdlcDeframerOutput[] {
  const deframer = new HdlcDeframer();
  return [...deframer.push(stream), ...deframer.flush()];
}

function framesOf(outputs: readonly HdlcDeframerOutput[]): HdlcFrame[] {
  return outputs.flatMap((output) => (output.kind === 'frame' ? [output.frame] : []));
}

/** What the reference decoder says of each frame. */
function referenceFrames({ reference_decode: decode }: Capture): Facts[] {
  if (Array.isArray(decode)) return decode as Facts[];
  const facts = (decode ?? {}) as Facts;
  return (facts.frames as Facts[] | undefined) ?? ('format' in facts ? [facts] : []);
}

function addressFacts({ size, upper, lower }: HdlcAddress): Facts {
  return size === 1 ? { len: 1, upper } : { len: size, upper, lower };
}

/** What we read, in the words of the reference decoder. */
function factsOf(frame: HdlcFrame): Facts {
  const { control, segmented, destination, source } = frame;
  return {
    segmented,
    dst: addressFacts(destination),
    src: addressFacts(source),
    ctl_type: control.kind,
    ...('pollFinal' in control ? { ctl_pf: control.pollFinal ? 1 : 0 } : {}),
    ...('sendNumber' in control ? { ctl_ns: control.sendNumber } : {}),
    ...('receiveNumber' in control ? { ctl_nr: control.receiveNumber } : {}),
    length: encodeFrame(frame).length - 2,
    ...parameterFacts(frame),
  };
}

function parameterFacts({ control, information }: HdlcFrame): Facts {
  if (information.length === 0 || (control.kind !== 'SNRM' && control.kind !== 'UA')) return {};
  const found = decodeLinkParameters(new OctetReader(information, 'hdlc'));
  return {
    params: {
      max_info_tx: found.maxInfoTransmit,
      max_info_rx: found.maxInfoReceive,
      window_tx: found.windowTransmit,
      window_rx: found.windowReceive,
    },
  };
}

/** Compares only what both sides speak of. */
function checkFacts(found: Facts, stated: Facts): void {
  for (const [name, value] of Object.entries(found)) {
    if (name in stated) assert.deepEqual(value, stated[name], name);
  }
}

function checkCapture(capture: Capture): void {
  const outputs = read(streamOf(capture));
  const found = framesOf(outputs);
  const stated = referenceFrames(capture);
  assert.ok(found.length > 0);
  if (stated.length > 0) assert.equal(found.length, stated.length);
  for (const [at, facts] of stated.entries()) {
    const frame = found[at];
    assert.ok(frame !== undefined);
    checkFacts(factsOf(frame), facts);
    if (typeof facts.llc === 'string') assert.equal(toHex(llcOf(frame)), facts.llc.toUpperCase());
  }
  const [first] = found;
  const fields = capture.expected.fields;
  if (first !== undefined && fields !== undefined) checkFacts(factsOf(first), fields as Facts);
  checkSameOctets(outputs);
}

function llcOf({ information }: HdlcFrame): Uint8Array {
  assert.ok(withoutLlc(information) !== undefined);
  return information[1] === LLC_RESPONSE[1] ? LLC_RESPONSE : LLC_COMMAND;
}

function checkSameOctets(outputs: readonly HdlcDeframerOutput[]): void {
  for (const output of outputs) {
    if (output.kind === 'frame') assert.equal(toHex(encodeFrame(output.frame)), toHex(output.octets));
  }
}

function isHdlc({ layer, category, hex }: Capture): boolean {
  return (
    layer.startsWith('hdlc') ||
    (layer === 'custom' && category === 'hdlc-frame' && hex?.startsWith('7e') === true)
  );
}

describeShared('captures of HDLC frames', (root) => {
  const cases = captures(root).filter(isHdlc);
  it('are there in number', () => assert.ok(cases.length > 100));

  for (const capture of cases.filter(({ id }) => !(id in UNREADABLE))) {
    it(`${capture.id}: as its source says`, () => checkCapture(capture));
    it(`${capture.id}: octet by octet`, () => {
      const deframer = new HdlcDeframer();
      const outputs = [...streamOf(capture)].flatMap((octet) => deframer.push(Uint8Array.of(octet)));
      assert.deepEqual(framesOf([...outputs, ...deframer.flush()]), framesOf(read(streamOf(capture))));
    });
  }

  for (const capture of cases.filter(({ id }) => id in UNREADABLE)) {
    it(`${capture.id}: damage, for ${UNREADABLE[capture.id]}`, () => {
      const outputs = read(streamOf(capture));
      assert.deepEqual(framesOf(outputs), []);
      assert.ok(outputs.length > 0);
    });
  }

  it('the peers of shared, repeated and missing flags see as many frames', () => {
    const counted = cases.filter(({ expected }) => typeof expected.frames === 'number');
    assert.ok(counted.length >= 6);
    for (const capture of counted) {
      const found = framesOf(read(streamOf(capture)));
      assert.equal(found.length, capture.expected.frames, capture.id);
      const payloads = capture.expected.payloads as (string | null)[] | undefined;
      payloads?.forEach((payload, at) => {
        assert.ok(toHex(found[at]?.information ?? new Uint8Array(0)).startsWith(payload ?? ''));
      });
    }
  });
});
