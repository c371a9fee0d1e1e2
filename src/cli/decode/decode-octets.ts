/** Finds out what octets are: WPDUs, HDLC frames, IEC 62056-21 messages, or PDUs without a frame. */
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { decodeFormat, FLAG } from '../../framing/hdlc/frame.js';
import { ApduReporter } from './apdu-report.js';
import { reportBare } from './bare-report.js';
import { holdsFrame, reportHdlc } from './hdlc-report.js';
import { isIecText, reportIec } from './iec-report.js';
import { isFaulty, type Report } from './report.js';
import { isWrapped, looksWrapped, reportWrapper } from './wrapper-report.js';

export function decodeOctets(octets: Uint8Array): Report[] {
  const apdus = new ApduReporter();
  if (isWrapped(octets)) return reportWrapper(octets, apdus);
  if (holdsFrame(octets)) return reportHdlc(octets, apdus).flatMap((report) => signOnBefore(octets, report));
  if (isFrameWithoutFlags(octets)) return reportHdlc(flagged(octets), apdus).map(unflagged);
  const text = isIecText(octets) ? reportIec(octets, true) : undefined;
  if (text !== undefined) return text;
  if (octets[0] === FLAG) return reportHdlc(octets, apdus);
  const bare = reportBare(octets, apdus);
  if (bare.some((report) => !isFaulty(report) && report.note === undefined)) return bare;
  return looksWrapped(octets) ? reportWrapper(octets, apdus) : (reportIec(octets, false) ?? bare);
}

/** What is no frame may be how the meter was called before it spoke HDLC (mode E). */
function signOnBefore(octets: Uint8Array, report: Report): Report[] {
  if (report.kind !== 'damaged') return [report];
  const { offset, length } = report;
  const messages = reportIec(octets.subarray(offset, offset + length), false) ?? [];
  return messages.length === 0
    ? [report]
    : messages.map((message) => ({ ...message, offset: message.offset + offset }));
}

/** A format field whose length is that of the octets; no APDU and no Data begins like one. */
function isFrameWithoutFlags(octets: Uint8Array): boolean {
  try {
    return decodeFormat(new OctetReader(octets, 'hdlc')).length === octets.length;
  } catch (error) {
    if (error instanceof DlmsError) return false;
    throw error;
  }
}

function flagged(octets: Uint8Array): Uint8Array {
  const frame = new Uint8Array(octets.length + 2).fill(FLAG);
  frame.set(octets, 1);
  return frame;
}

/** Places in the user's octets, which have no flags. */
function unflagged(report: Report): Report {
  const { offset, length, apduOffset } = report;
  const place = { offset: Math.max(0, offset - 1), length: offset === 0 ? length - 2 : length };
  return { ...report, ...place, ...(typeof apduOffset === 'number' ? { apduOffset: apduOffset - 1 } : {}) };
}
