/** Octets without a frame: APDUs one behind the other, perhaps with an LLC header, or one Data. */
import { describeData } from '../../apdu/describe.js';
import { type Data, decodeData } from '../../cosem/data.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import type { ApduReporter } from './apdu-report.js';
import { llcReport } from './hdlc-report.js';
import { isFaulty, type PlainObject, type Report } from './report.js';

export function reportBare(octets: Uint8Array, apdus: ApduReporter): Report[] {
  if (withoutLlc(octets) !== undefined) {
    return [{ kind: 'llc', offset: 0, length: octets.length, ...llcReport(octets, 0, apdus) }];
  }
  const reports: Report[] = [];
  for (let offset = 0; offset < octets.length; ) {
    const { report, length, unsupported } = apdus.reportLeading(octets.subarray(offset));
    const isWhole = length === octets.length && !unsupported && !isFaulty(report);
    const data = offset === 0 && !isWhole ? dataReport(octets) : undefined;
    if (data !== undefined && !unsupported) return [{ kind: 'data', offset, length: octets.length, ...data }];
    reports.push({ kind: 'apdu', offset, length, ...report, ...data });
    offset += length;
  }
  return reports;
}

/** One Data that fills all octets; its tags are also those of short-name services, so that both may fit. */
function dataReport(octets: Uint8Array): PlainObject | undefined {
  const reader = new OctetReader(octets);
  let data: Data;
  try {
    data = decodeData(reader);
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
  return reader.remaining === 0 ? { data: describeData(data) } : undefined;
}
