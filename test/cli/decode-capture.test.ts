import assert from 'node:assert/strict';
import { decodeCapture } from '../../src/cli/decode/decode-capture.js';
import { inputOf } from '../../src/cli/decode/input/input.js';
import {
  type Capture,
  captureOf as captureOfPackets,
  readCapture,
} from '../../src/cli/decode/pcap/capture.js';
import type { Report } from '../../src/cli/decode/report.js';
import { fromHex, toHex } from '../../src/encoding/hex.js';
import { type CaptureForm, captureOf, type PacketToWrite } from '../support/captures.js';
import { wpdu } from '../support/mutations.js';
import { describeShared, sessions } from '../support/shared.js';
import { at, shown } from './decoding.js';

const GET = fromHex('C001C100030100010800FF0200');
const ANSWER = fromHex('C401C10006000004D2');
const SYN = 0x02;
const CLIENT = [10, 50_000] as const;
const METER = [20, 4059] as const;

function reportsOf(packets: readonly PacketToWrite[], form: CaptureForm = {}): readonly Report[] {
  const file = captureOf(packets, form);
  const capture = readCapture(file);
  assert.ok(capture !== undefined);
  return [...decodeCapture(capture, {})];
}

function outline(reports: readonly Report[]): readonly string[] {
  return reports.map((report) => `${report.packet} ${String(at(report, 'apdu.kind') ?? report.kind)}`);
}

/** Each packet of a file of the classic form. */
function octetsOf(file: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset);
  const found: Uint8Array[] = [];
  for (let at = 24; at < file.length; ) {
    const length = view.getUint32(at + 8, true);
    found.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return found;
}

/** As tcpdump -x writes it. */
function dumpOf(packet: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < packet.length; at += 16) {
    const words = toHex(packet.subarray(at, at + 16)).replace(/(....)(?=.)/g, '$1 ');
    lines.push(`\t0x${at.toString(16).padStart(4, '0')}:  ${words.toLowerCase()}\n`);
  }
  return lines.join('');
}

function captureOfFrames(frames: readonly Uint8Array[]): Capture {
  return captureOfPackets(
    frames.map((octets, index) => ({ number: index + 1, linkType: 147, octets, offset: index * 100 })),
  );
}

/** A request and its answer, the answer in two segments. */
const CONVERSATION: readonly PacketToWrite[] = [
  { from: CLIENT, to: METER, payload: new Uint8Array(), sequence: 99, flags: SYN },
  { from: CLIENT, to: METER, payload: wpdu(GET, 16, 1), sequence: 100 },
  { from: METER, to: CLIENT, payload: wpdu(ANSWER, 1, 16).slice(0, 10), sequence: 500, padding: 6 },
  { from: METER, to: CLIENT, payload: wpdu(ANSWER, 1, 16).slice(10), sequence: 510, padding: 8 },
];

describe('captures of a network', () => {
  it('both octet orders, both resolutions, and the newer form', () => {
    for (const littleEndian of [true, false]) {
      for (const nanoseconds of [true, false]) {
        for (const form of ['classic', 'pcapng'] as const) {
          const reports = reportsOf(CONVERSATION, { littleEndian, nanoseconds, form });
          assert.deepEqual(outline(reports), ['2 get-request-normal', '3 get-response-normal']);
          assert.equal(reports[0]?.time, '2024-01-02T12:00:01.010Z');
        }
      }
    }
  });

  it('link types, IP versions and VLAN tags', () => {
    for (const linkType of [0, 1, 101, 113, 276]) {
      for (const ipVersion of [4, 6] as const) {
        const packets = CONVERSATION.map((packet) => ({
          ...packet,
          ipVersion,
          padding: 0,
          vlan: linkType === 1,
        }));
        const reports = reportsOf(packets, { linkType });
        assert.deepEqual(outline(reports), ['2 get-request-normal', '3 get-response-normal'], `${linkType}`);
      }
    }
  });

  it('who speaks with whom is told, and the offsets are those of the file', () => {
    const file = captureOf(CONVERSATION);
    const [request, answer] = reportsOf(CONVERSATION);
    assert.deepEqual([request?.from, request?.to], ['192.0.2.10:50000', '192.0.2.20:4059']);
    assert.deepEqual([answer?.from, answer?.to], ['192.0.2.20:4059', '192.0.2.10:50000']);
    const fields = answer?.fields ?? [];
    for (const { name, offset, octets } of fields.filter((field) => field.fields === undefined)) {
      // A field that goes across two packets begins where it says.
      assert.equal(toHex(file.subarray(offset, offset + 1)), octets.slice(0, 2), name);
    }
    assert.notEqual(shown(fields, /"value":1234/), '');
  });

  it('segments that come twice, too soon, or overlap', () => {
    const [syn, request, first, second] = CONVERSATION as [
      PacketToWrite,
      PacketToWrite,
      PacketToWrite,
      PacketToWrite,
    ];
    const overlap = { ...second, payload: wpdu(ANSWER, 1, 16).slice(4), sequence: 504 };
    for (const order of [
      [syn, request, request, first, first, second],
      [syn, request, { ...first, flags: SYN, sequence: 499, payload: new Uint8Array() }, second, first],
      [syn, request, first, overlap, second],
    ]) {
      const kinds = reportsOf(order).map((report) => at(report, 'apdu.kind'));
      assert.deepEqual(kinds, ['get-request-normal', 'get-response-normal']);
    }
  });

  it('numbers that go on beyond 2^32', () => {
    const payload = wpdu(ANSWER, 1, 16);
    const start = 2 ** 32 - 10;
    const reports = reportsOf([
      { from: METER, to: CLIENT, payload: payload.slice(0, 10), sequence: start },
      { from: METER, to: CLIENT, payload: payload.slice(10), sequence: start + 10 },
    ]);
    assert.deepEqual(outline(reports), ['1 get-response-normal']);
  });

  it('a segment that is missing is told, and what follows is read', () => {
    const whole = wpdu(ANSWER, 1, 16);
    const reports = reportsOf([
      { from: METER, to: CLIENT, payload: whole, sequence: 500 },
      { from: METER, to: CLIENT, payload: whole, sequence: 600 },
    ]);
    assert.deepEqual(outline(reports), ['1 get-response-normal', '2 damaged', '2 get-response-normal']);
    assert.match(String(at(reports[1], 'error.message')), /^83 octets are missing/);
  });

  it('datagrams of UDP, one by one', () => {
    const reports = reportsOf([
      { from: CLIENT, to: METER, payload: wpdu(GET, 16, 1) },
      { from: METER, to: CLIENT, payload: wpdu(ANSWER, 1, 16).slice(0, -1) },
      { from: METER, to: CLIENT, payload: wpdu(ANSWER, 1, 16) },
    ]);
    assert.deepEqual(outline(reports), ['1 get-request-normal', '2 damaged', '3 get-response-normal']);
  });

  it('other protocols are named as such, in one line for each side', () => {
    const http = Buffer.from('GET /index.html HTTP/1.1\r\nUser-Agent: Mozilla/5.0 (X11)\r\n\r\n');
    const reports = reportsOf([
      { from: CLIENT, to: [30, 80], payload: http, sequence: 1 },
      { from: [30, 80], to: CLIENT, payload: Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), sequence: 1 },
    ]);
    assert.deepEqual(
      reports.map(({ kind, length }) => [kind, length]),
      [
        ['other', http.length],
        ['other', 19],
      ],
    );
  });

  it('packets in a hex dump, as tcpdump and Wireshark write them', () => {
    const packets = CONVERSATION.map((packet) => ({ ...packet, padding: 0 }));
    for (const linkType of [1, 101]) {
      const capture = readCapture(captureOf(packets, { linkType }));
      const dumps = octetsOf(captureOf(packets, { linkType })).map(dumpOf);
      const found = inputOf(Buffer.from(dumps.join('12:00:01 IP 192.0.2.10 > 192.0.2.20: length 21\n')));
      assert.ok(capture !== undefined && 'conversations' in found);
      assert.deepEqual(outline([...decodeCapture(found, {})]), outline([...decodeCapture(capture, {})]));
    }
  });

  it('frames of a serial line without any header', () => {
    const packets = ['7EA0070321930F017E', '7EA0070321930F017E'].map((hex) => fromHex(hex));
    const reports = [...decodeCapture(captureOfFrames(packets), {})];
    assert.deepEqual(
      reports.map(({ kind, packet, from }) => [kind, packet, from]),
      [
        ['hdlc', 1, undefined],
        ['hdlc', 2, undefined],
      ],
    );
  });

  it('HDLC over any port is found', () => {
    const payload = fromHex('7EA0070321930F017E');
    const reports = reportsOf([{ from: CLIENT, to: [30, 9000], payload, sequence: 1 }]);
    assert.deepEqual([reports[0]?.kind, at(reports[0], 'control.kind')], ['hdlc', 'SNRM']);
  });

  it('packets that are cut, fragments, and what is no IP at all are counted', () => {
    const file = captureOf(CONVERSATION);
    const cut = readCapture(file.subarray(0, file.length - 5));
    assert.equal(cut?.packets.length, 4);
    const arp = captureOf(CONVERSATION, { linkType: 228 });
    const strange = readCapture(Uint8Array.from(arp, (octet, index) => (index === 20 ? 200 : octet)));
    assert.deepEqual([strange?.passedOver, [...(strange?.unknownLinkTypes ?? [])]], [4, [200]]);
  });

  it('other files are none', () => {
    for (const hex of ['', 'A1B2C3', '7EA0070321930F017E', '0A0D0D0A0000001C00000000']) {
      assert.equal(readCapture(fromHex(hex)), undefined);
    }
  });
});

describeShared('a recorded conversation as a capture', (root) => {
  for (const file of [
    'gurux-java_wrapper_ln_low_none_s0__gurux-java.jsonl',
    'gurux-java_hdlc_ln_none_none_s0__gurux-java.jsonl',
  ]) {
    it(`${file}: the same as without the network`, () => {
      const session = sessions(root).find((each) => each.file === file);
      const sequences = { 'c>s': 1000, 's>c': 4_294_967_000 };
      const turns = (session?.turns ?? []).filter(({ hex }) => hex !== undefined);
      const packets = turns.map(({ dir, hex }) => {
        const payload = fromHex(hex);
        const sequence = sequences[dir];
        sequences[dir] = (sequence + payload.length) % 2 ** 32;
        const [from, to] = dir === 'c>s' ? [CLIENT, METER] : [METER, CLIENT];
        return { from, to, payload, sequence };
      });
      const reports = reportsOf(packets);
      assert.ok(reports.length >= 60);
      assert.ok(reports.every(({ kind, error }) => kind !== 'damaged' && error === undefined));
    });
  }
});
