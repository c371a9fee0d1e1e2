/**
 * Capture files made by hand from the formats' own descriptions (draft-ietf-opsawg-pcap, -pcapng): the writer
 * shares nothing with the reader under test.
 */

export interface PacketToWrite {
  /** Last octet of the address, and port. */
  readonly from: readonly [host: number, port: number];
  readonly to: readonly [host: number, port: number];
  readonly payload: Uint8Array;
  /** TCP; UDP where it is left out. */
  readonly sequence?: number;
  /** TCP flags; PSH and ACK where left out. */
  readonly flags?: number;
  readonly ipVersion?: 4 | 6;
  /** Milliseconds since 1970. */
  readonly timeMs?: number;
  /** Octets that Ethernet fills short frames with. */
  readonly padding?: number;
  readonly vlan?: boolean;
}

export interface CaptureForm {
  readonly littleEndian?: boolean;
  readonly nanoseconds?: boolean;
  /** LINKTYPE_ value; Ethernet where left out. */
  readonly linkType?: number;
  readonly form?: 'classic' | 'pcapng';
}

const START_MS = Date.UTC(2024, 0, 2, 12, 0, 1);

export function captureOf(packets: readonly PacketToWrite[], form: CaptureForm = {}): Uint8Array {
  const { linkType = 1 } = form;
  const frames = packets.map((packet, index) => ({
    timeMs: packet.timeMs ?? START_MS + index * 10,
    octets: linkFrame(packet, linkType),
  }));
  return new Uint8Array(form.form === 'pcapng' ? pcapng(frames, form) : classic(frames, form));
}

interface Frame {
  readonly timeMs: number;
  readonly octets: Buffer;
}

function writer({ littleEndian = true }: CaptureForm) {
  const u16 = (value: number) => number(2, value, littleEndian);
  const u32 = (value: number) => number(4, value, littleEndian);
  return { u16, u32 };
}

function number(size: number, value: number, littleEndian: boolean): Buffer {
  const octets = Buffer.alloc(size);
  if (littleEndian) octets.writeUIntLE(value, 0, size);
  else octets.writeUIntBE(value, 0, size);
  return octets;
}

function classic(frames: readonly Frame[], form: CaptureForm): Buffer {
  const { u16, u32 } = writer(form);
  const { nanoseconds = false, linkType = 1 } = form;
  const magic = u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
  const header = [magic, u16(2), u16(4), u32(0), u32(0), u32(65_535), u32(linkType)];
  const packets = frames.flatMap(({ timeMs, octets }) => {
    const fraction = (timeMs % 1000) * (nanoseconds ? 1_000_000 : 1000);
    const size = octets.length;
    return [u32(Math.floor(timeMs / 1000)), u32(Math.floor(fraction)), u32(size), u32(size), octets];
  });
  return Buffer.concat([...header, ...packets]);
}

function pcapng(frames: readonly Frame[], form: CaptureForm): Buffer {
  const { u16, u32 } = writer(form);
  const { nanoseconds = false, linkType = 1 } = form;
  const block = (type: number, ...body: readonly Buffer[]): Buffer => {
    const contents = padded(Buffer.concat(body));
    const size = u32(contents.length + 12);
    return Buffer.concat([u32(type), size, contents, size]);
  };
  const resolution = [u16(9), u16(1), Buffer.of(nanoseconds ? 9 : 6, 0, 0, 0), u16(0), u16(0)];
  const section = block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff));
  const source = block(1, u16(linkType), u16(0), u32(65_535), ...resolution);
  const packets = frames.map(({ timeMs, octets }) => {
    const ticks = timeMs * (nanoseconds ? 1_000_000 : 1000);
    const [high, low] = [Math.floor(ticks / 2 ** 32), ticks % 2 ** 32];
    return block(6, u32(0), u32(high), u32(low), u32(octets.length), u32(octets.length), octets);
  });
  return Buffer.concat([section, source, ...packets]);
}

function padded(octets: Buffer): Buffer {
  return Buffer.concat([octets, Buffer.alloc((4 - (octets.length % 4)) % 4)]);
}

/** Everything on the network is big-endian. */
const n16 = (value: number) => number(2, value, false);
const n32 = (value: number) => number(4, value % 2 ** 32, false);

function linkFrame(packet: PacketToWrite, linkType: number): Buffer {
  const { ipVersion = 4, padding = 0, vlan = false } = packet;
  const ip = ipVersion === 4 ? ipv4(packet) : ipv6(packet);
  const etherType = n16(ipVersion === 4 ? 0x0800 : 0x86dd);
  switch (linkType) {
    case 0:
      return Buffer.concat([Buffer.of(2, 0, 0, 0), ip]);
    case 1: {
      const tag = vlan ? Buffer.of(0x81, 0, 0, 7) : Buffer.alloc(0);
      return Buffer.concat([Buffer.alloc(12), tag, etherType, ip, Buffer.alloc(padding)]);
    }
    case 113:
      return Buffer.concat([Buffer.alloc(14), etherType, ip]);
    case 276:
      return Buffer.concat([etherType, Buffer.alloc(18), ip]);
    default:
      return ip;
  }
}

function ipv4(packet: PacketToWrite): Buffer {
  const segment = transport(packet);
  const protocol = packet.sequence === undefined ? 17 : 6;
  const address = ([host]: readonly [number, number]) => Buffer.of(192, 0, 2, host);
  return Buffer.concat([
    Buffer.of(0x45, 0),
    n16(20 + segment.length),
    Buffer.of(0, 0, 0x40, 0, 64, protocol, 0, 0),
    address(packet.from),
    address(packet.to),
    segment,
  ]);
}

function ipv6(packet: PacketToWrite): Buffer {
  const segment = transport(packet);
  const protocol = packet.sequence === undefined ? 17 : 6;
  const address = ([host]: readonly [number, number]) =>
    Buffer.concat([Buffer.of(0x20, 0x01, 0x0d, 0xb8), Buffer.alloc(11), Buffer.of(host)]);
  // A destination options header of 8 octets in front.
  const options = Buffer.of(protocol, 0, 1, 4, 0, 0, 0, 0);
  const length = n16(options.length + segment.length);
  const head = Buffer.concat([Buffer.of(0x60, 0, 0, 0), length, Buffer.of(60, 64)]);
  return Buffer.concat([head, address(packet.from), address(packet.to), options, segment]);
}

function transport({ from, to, payload, sequence, flags = 0x18 }: PacketToWrite): Buffer {
  const ports = Buffer.concat([n16(from[1]), n16(to[1])]);
  if (sequence === undefined) return Buffer.concat([ports, n16(8 + payload.length), n16(0), payload]);
  const head = [ports, n32(sequence), n32(0), Buffer.of(0x50, flags), n16(8192), n16(0), n16(0)];
  return Buffer.concat([...head, payload]);
}
