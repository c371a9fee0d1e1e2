/**
 * Files out of a zip archive (PKWARE APPNOTE), as a workbook is one. What is unpacked is bounded, whatever the
 * archive says of its sizes, and every file is checked against its CRC-32.
 */
import { inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.js';
import { configError } from './findings.js';

export interface ZipArchive {
  readonly names: readonly string[];
  /** Undefined where there is no such file. @throws DlmsError DLMS_CONFIG_FILE where it is damaged or too large */
  read(name: string): Uint8Array | undefined;
}

interface Entry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  /** Of the local header. */
  readonly offset: number;
}

const END = { signature: 0x06054b50, size: 22, longestComment: 0xffff } as const;
const CENTRAL = { signature: 0x02014b50, size: 46 } as const;
const LOCAL = { signature: 0x04034b50, size: 30 } as const;
const WIDE_END = { signature: 0x06064b50, size: 56 } as const;
const WIDE_LOCATOR = { signature: 0x07064b50, size: 20 } as const;
const UNKNOWN = 0xffffffff;
const ZIP64 = 1;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Octets that one archive may unpack to. */
const MOST_UNPACKED = 32 * 1024 * 1024;

/** @throws DlmsError DLMS_CONFIG_FILE */
export function openZip(octets: Uint8Array): ZipArchive {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const entries = readDirectory(octets, view);
  let left = MOST_UNPACKED;
  return {
    names: [...entries.keys()],
    read: (name) => {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      const content = unpack(entry, octets, view, left);
      left -= content.length;
      return content;
    },
  };
}

function readDirectory(octets: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  const [count, begin] = directoryPlace(view);
  let at = begin;
  const entries = new Map<string, Entry>();
  for (let index = 0; index < count; index += 1) {
    if (!isAt(view, at, CENTRAL)) throw damaged();
    const nameEnd = at + CENTRAL.size + view.getUint16(at + 28, true);
    const name = Buffer.from(octets.subarray(at + CENTRAL.size, nameEnd)).toString('utf8');
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > octets.length) throw damaged();
    entries.set(name.replaceAll('\\', '/'), {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
      crc: view.getUint32(at + 16, true),
      ...readPlace(view, at, nameEnd, extraEnd),
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where there is a wide end (zip64), its numbers count. */
function directoryPlace(view: DataView): readonly [count: number, offset: number] {
  const end = findEnd(view);
  const locator = end - WIDE_LOCATOR.size;
  if (locator >= 0 && isAt(view, locator, WIDE_LOCATOR)) {
    const wide = Number(view.getBigUint64(locator + 8, true));
    if (!isAt(view, wide, WIDE_END)) throw damaged();
    return [Number(view.getBigUint64(wide + 32, true)), Number(view.getBigUint64(wide + 48, true))];
  }
  return [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
}

/** What does not fit into 32 bits, or was not known in time, stands in an extra field (zip64). */
function readPlace(
  view: DataView,
  at: number,
  extraBegin: number,
  extraEnd: number,
): Pick<Entry, 'packedSize' | 'offset'> {
  const wide = wideNumbers(view, extraBegin, extraEnd);
  const read = (field: number): number => {
    const value = view.getUint32(at + field, true);
    return value === UNKNOWN ? (wide.shift() ?? value) : value;
  };
  read(24);
  return { packedSize: read(20), offset: read(42) };
}

function wideNumbers(view: DataView, begin: number, end: number): number[] {
  for (let at = begin; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    const size = Math.min(view.getUint16(at + 2, true), end - at - 4);
    if (view.getUint16(at, true) !== ZIP64) continue;
    return Array.from({ length: size >> 3 }, (_, index) =>
      Number(view.getBigUint64(at + 4 + index * 8, true)),
    );
  }
  return [];
}

/** The last record that can be the end of the directory: behind it there is only a comment. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END.size;
  for (let at = last; at >= 0 && at >= last - END.longestComment; at -= 1) {
    if (isAt(view, at, END) && at + END.size + view.getUint16(at + 20, true) <= view.byteLength) return at;
  }
  throw damaged();
}

function unpack(entry: Entry, octets: Uint8Array, view: DataView, most: number): Uint8Array {
  const { method, encrypted, crc, packedSize, offset } = entry;
  if (encrypted) throw configError(['is protected by a password: save it without one']);
  if (!isAt(view, offset, LOCAL)) throw damaged();
  const begin = offset + LOCAL.size + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (begin + packedSize > octets.length) throw damaged();
  const packed = octets.subarray(begin, begin + packedSize);
  const content = method === DEFLATED ? inflate(packed, most) : packed;
  if (method !== DEFLATED && method !== STORED) throw damaged();
  if (content.length > most) throw tooLarge();
  if (crc32(content) !== crc) throw damaged();
  return content;
}

function inflate(packed: Uint8Array, most: number): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged();
  }
}

function isAt(
  view: DataView,
  at: number,
  record: { readonly signature: number; readonly size: number },
): boolean {
  return at + record.size <= view.byteLength && view.getUint32(at, true) === record.signature;
}

function damaged(): Error {
  return configError(['is damaged: it is not a whole workbook']);
}

function tooLarge(): Error {
  return configError([`holds more than ${MOST_UNPACKED >> 20} MiB, which no configuration needs`]);
}
