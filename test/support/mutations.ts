/** Octets made worse by chance: bits and lengths changed, cut, spliced, framed anew, written as text. */
import { toHex } from '../../src/encoding/hex.js';
import { OctetWriter } from '../../src/encoding/octet-writer.js';
import { encodeFrame } from '../../src/framing/hdlc/frame.js';
import { LLC_RESPONSE } from '../../src/framing/hdlc/llc.js';
import { encodeMbusFrame } from '../../src/framing/mbus-frame.js';
import { encodeMbusSegment } from '../../src/framing/mbus-segment.js';
import { encodeWpdu } from '../../src/framing/wrapper.js';
import { captureOf } from './captures.js';

/** From 0 to 1, 1 excluded. */
export type Chance = () => number;

type Mutation = (octets: Uint8Array, chance: Chance, seeds: readonly Uint8Array[]) => Uint8Array;

const MOST_RANDOM = 80;
const MOST_MUTATIONS = 4;

/** What length fields and counts are set to. */
const LENGTHS = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xfe, 0xff] as const;
/** Octets that begin things. */
const TELLING = [
  0x7e, 0xa0, 0x68, 0x16, 0x00, 0x01, 0x02, 0x09, 0x13, 0x2f, 0x21, 0xe6, 0xe7, 0xc0, 0xc4, 0x60, 0x61, 0xdb,
  0xe0,
] as const;

const MUTATIONS: readonly Mutation[] = [
  flipBits,
  flipBits,
  setOctets,
  setLengths,
  setLengths,
  cut,
  splice,
  remove,
  insert,
  repeat,
];

const DRESSES: readonly Mutation[] = [
  inWrapper,
  inFrame,
  inMbus,
  asText,
  asLog,
  asDump,
  asLiteral,
  inCapture,
  behindNoise,
];

/** One input: random octets, or one of the seeds with some mutations, at times in another frame or as text. */
export function mutated(seeds: readonly Uint8Array[], chance: Chance): Uint8Array {
  if (chance() < 0.1 || seeds.length === 0) return randomOctets(chance, Math.floor(chance() * MOST_RANDOM));
  let octets = pick(seeds, chance);
  for (let left = Math.floor(chance() * (MOST_MUTATIONS + 1)); left > 0; left -= 1) {
    octets = pick(MUTATIONS, chance)(octets, chance, seeds);
  }
  return chance() < 0.35 ? pick(DRESSES, chance)(octets, chance, seeds) : octets;
}

function pick<T>(items: readonly T[], chance: Chance): T {
  const item = items[Math.floor(chance() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function randomOctets(chance: Chance, length: number): Uint8Array {
  const telling = chance() < 0.5;
  return Uint8Array.from({ length }, () => (telling ? pick(TELLING, chance) : Math.floor(chance() * 256)));
}

function flipBits(octets: Uint8Array, chance: Chance): Uint8Array {
  return changed(octets, chance, (octet) => octet ^ (1 << Math.floor(chance() * 8)));
}

function setOctets(octets: Uint8Array, chance: Chance): Uint8Array {
  return changed(octets, chance, () => pick(TELLING, chance));
}

function setLengths(octets: Uint8Array, chance: Chance): Uint8Array {
  return changed(octets, chance, () => pick(LENGTHS, chance));
}

function changed(octets: Uint8Array, chance: Chance, change: (octet: number) => number): Uint8Array {
  const result = Uint8Array.from(octets);
  for (let left = 1 + Math.floor(chance() * 4); left > 0 && result.length > 0; left -= 1) {
    const at = Math.floor(chance() * result.length);
    result[at] = change(result[at] ?? 0);
  }
  return result;
}

function cut(octets: Uint8Array, chance: Chance): Uint8Array {
  const at = Math.floor(chance() * octets.length);
  return chance() < 0.8 ? octets.slice(0, at) : octets.slice(at);
}

function splice(octets: Uint8Array, chance: Chance, seeds: readonly Uint8Array[]): Uint8Array {
  const other = pick(seeds, chance);
  const [one, two] = [Math.floor(chance() * octets.length), Math.floor(chance() * other.length)];
  return joined(octets.subarray(0, one), other.subarray(two));
}

function remove(octets: Uint8Array, chance: Chance): Uint8Array {
  const at = Math.floor(chance() * octets.length);
  return joined(octets.subarray(0, at), octets.subarray(at + 1 + Math.floor(chance() * 4)));
}

function insert(octets: Uint8Array, chance: Chance): Uint8Array {
  const at = Math.floor(chance() * octets.length);
  return joined(
    octets.subarray(0, at),
    randomOctets(chance, 1 + Math.floor(chance() * 6)),
    octets.subarray(at),
  );
}

function repeat(octets: Uint8Array, chance: Chance): Uint8Array {
  const at = Math.floor(chance() * octets.length);
  const piece = octets.subarray(at, at + 1 + Math.floor(chance() * 40));
  const times = Array.from({ length: 1 + Math.floor(chance() * 20) }, () => piece);
  return joined(octets.subarray(0, at), ...times, octets.subarray(at));
}

function inWrapper(octets: Uint8Array): Uint8Array {
  const apdu = octets.subarray(0, 0xffff);
  return apdu.length === 0 ? octets : wpdu(apdu);
}

export function wpdu(apdu: Uint8Array, source = 1, destination = 16): Uint8Array {
  return encodeWpdu(new OctetWriter(), { kind: 'WPDU', source, destination, apdu }).toOctets();
}

function inFrame(octets: Uint8Array, chance: Chance): Uint8Array {
  return encodeFrame({
    destination: { size: 1, upper: 16, lower: 0 },
    source: { size: 1, upper: 1, lower: 0 },
    control: { kind: chance() < 0.5 ? 'UI' : 'UA', pollFinal: true },
    segmented: chance() < 0.2,
    information: joined(chance() < 0.8 ? LLC_RESPONSE : new Uint8Array(), octets.subarray(0, 1500)),
  });
}

function inMbus(octets: Uint8Array, chance: Chance): Uint8Array {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += 245) {
    const last = at + 245 >= octets.length;
    const segment = { number: frames.length & 0x0f, last, source: 1, destination: 103 };
    const frame = encodeMbusSegment({ ...segment, octets: octets.subarray(at, at + 245) });
    frames.push(encodeMbusFrame(new OctetWriter(), { control: 0x53, address: 0xff, ...frame }).toOctets());
  }
  return chance() < 0.2 ? joined(...frames.reverse()) : joined(...frames);
}

function asText(octets: Uint8Array, chance: Chance): Uint8Array {
  const text = toHex(octets, pick(['', ' ', ':', ', 0x', '\n', '|', 'h ', '  # '], chance));
  return changedText(text, chance);
}

function asLog(octets: Uint8Array, chance: Chance): Uint8Array {
  const lines: string[] = [];
  for (let at = 0; at < octets.length; at += 16) {
    const head = pick(
      ['12:00:01 TX: ', '2024-01-02 12:00:01.123 <- ', '', 'RX (16): ', '00000010  '],
      chance,
    );
    lines.push(head + toHex(octets.subarray(at, at + 16), ' '));
  }
  return changedText(lines.join('\n'), chance);
}

function asDump(octets: Uint8Array, chance: Chance): Uint8Array {
  const lines: string[] = [];
  const mark = pick(['', ':', '  '], chance);
  for (let at = 0; at < octets.length; at += 16) {
    const row = octets.subarray(at, at + 16);
    const characters = Buffer.from(row)
      .toString('latin1')
      .replace(/[^ -~]/g, '.');
    const offset = (chance() < 0.01 ? 0 : at).toString(16).padStart(4, '0');
    lines.push(`${offset}${mark} ${toHex(row, ' ')}   ${characters}`);
  }
  return changedText(lines.join('\n'), chance);
}

function asLiteral(octets: Uint8Array, chance: Chance): Uint8Array {
  const escaped = Array.from(octets, (octet) =>
    octet >= 0x20 && octet < 0x7f && octet !== 0x27 && octet !== 0x5c
      ? String.fromCharCode(octet)
      : `\\x${octet.toString(16).padStart(2, '0')}`,
  ).join('');
  const forms = [
    `b'${escaped}'`,
    `[${octets.join(', ')}]`,
    Buffer.from(octets).toString('base64'),
    `<${toHex(octets, '><')}>`,
  ];
  return changedText(pick(forms, chance), chance);
}

function changedText(text: string, chance: Chance): Uint8Array {
  const octets = Uint8Array.from(Buffer.from(text, 'latin1'));
  return chance() < 0.2 ? flipBits(octets, chance) : octets;
}

function inCapture(octets: Uint8Array, chance: Chance): Uint8Array {
  const half = Math.floor(octets.length / 2);
  const capture = captureOf([
    { from: [10, 4059], to: [11, 50000], payload: octets.subarray(0, half), sequence: 1 },
    { from: [10, 4059], to: [11, 50000], payload: octets.subarray(half), sequence: 1 + half },
  ]);
  return chance() < 0.5 ? flipBits(capture, chance) : capture;
}

function behindNoise(octets: Uint8Array, chance: Chance): Uint8Array {
  return joined(randomOctets(chance, 1 + Math.floor(chance() * 20)), octets);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
