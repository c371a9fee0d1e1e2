/** Octets without a frame: APDUs one behind the other, perhaps with an LLC header, or Data, or a date-time. */
import { describeData } from '../../apdu/describe.js';
import { type Data, decodeData } from '../../cosem/data.js';
import { decodeDateTime } from '../../cosem/date-time.js';
import { toIsoText } from '../../cosem/instant.js';
import { toHex } from '../../encoding/hex.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { withoutLlc } from '../../framing/hdlc/llc.js';
import type { ApduReporter, LeadingFinding } from './apdu-report.js';
import { dataFields } from './fields/apdu-fields.js';
import { makeField } from './fields/field.js';
import { logicalNameTold, looksLikeLogicalName } from './fields/meanings.js';
import { llcFinding } from './hdlc-contents.js';
import { noiseReport, outsideOfFrames } from './noise.js';
import { type PlacedOctets, placeBehind } from './place.js';
import { errorOf, found, isFaulty, makeReport, type Report, together } from './report.js';
import { type PduKind, PduSearch } from './search.js';
import { wrapperUnits } from './wrapper-report.js';

/** Data one behind the other, and octets of one, that are looked for. */
const MOST_DATA = 1000;
const MOST_OCTETS = 4 * 1024 * 1024;

const PLAUSIBLE_YEARS = { first: 1990, last: 2100 } as const;

export function* bareReports(source: PlacedOctets, apdus: ApduReporter): Generator<Report> {
  const { octets, place } = source;
  if (withoutLlc(octets) !== undefined) {
    yield makeReport('llc', place(0), octets.length, llcFinding(source, true, apdus));
    return;
  }
  const search = new PduSearch(octets);
  for (let offset = 0; offset < octets.length; ) {
    const rest = restOf(source, offset);
    const leading = apdus.reportLeading(rest);
    const others = offset === 0 && !isWhole(leading, octets) ? withoutApdu(source, leading) : [];
    yield* others;
    if (others.length > 0) return;
    const next = isFaulty(leading.report) ? search.next(offset + 1, kindsBehind(leading)) : undefined;
    if (next === undefined) yield makeReport('apdu', place(offset), leading.length, leading);
    else yield damagedReport({ ...rest, octets: octets.subarray(offset, next.offset) }, apdus);
    offset = next?.offset ?? offset + leading.length;
    if (next?.kind !== 'wrapper' && next?.kind !== 'llc') continue;
    yield* framedReports(restOf(source, offset), next.kind, apdus);
    return;
  }
}

function restOf({ octets, place }: PlacedOctets, offset: number): PlacedOctets {
  return { octets: octets.subarray(offset), place: placeBehind(place, offset) };
}

/** What begins as an APDU is rather a damaged one than noise, so that an APDU behind it has to be a sure one. */
function kindsBehind({ report }: LeadingFinding): readonly PduKind[] {
  const isNoise = errorOf(report)?.code === 'DLMS_UNKNOWN_APDU';
  return isNoise ? ['wrapper', 'llc', 'push', 'apdu'] : ['wrapper', 'llc', 'push'];
}

/** An APDU that cannot be read up to the next one, or noise. */
function damagedReport(source: PlacedOctets, apdus: ApduReporter): Report {
  const finding = apdus.report(source);
  if (errorOf(finding.report)?.code === 'DLMS_UNKNOWN_APDU') return noiseReport(source, outsideOfFrames());
  return makeReport('apdu', source.place(0), source.octets.length, finding);
}

function* framedReports(
  source: PlacedOctets,
  kind: 'wrapper' | 'llc',
  apdus: ApduReporter,
): Generator<Report> {
  if (kind === 'llc') yield* bareReports(source, apdus);
  else for (const { tell } of wrapperUnits(source, apdus)) yield* tell();
}

function isWhole({ length, unsupported, report }: LeadingFinding, octets: Uint8Array): boolean {
  return length === octets.length && !unsupported && !isFaulty(report);
}

/** One Data that is all of the octets, where they may be no APDU. */
function withoutApdu(source: PlacedOctets, apdu: LeadingFinding): readonly Report[] {
  const { octets, place } = source;
  const data = dataOf(octets);
  const [only] = data;
  if (only !== undefined && data.length === 1) {
    // Its tags are also those of short-name services, so that both may fit.
    const finding = found({ data: describeData(only.data) }, dataFields(source));
    if (!apdu.unsupported) return [makeReport('data', place(0), octets.length, finding)];
    return [makeReport('apdu', place(0), octets.length, together(apdu, finding))];
  }
  return [];
}

/** Several Data one behind the other, a logical name, or a date-time: what much else looks like, too. */
export function looseReports(source: PlacedOctets): readonly Report[] {
  if (looksLikeLogicalName(source.octets)) return [logicalNameReport(source)];
  const data = dataOf(source.octets);
  const telling = data.some(({ data: { kind } }) => kind !== 'null-data' && kind !== 'dont-care');
  return telling ? data.map((one) => dataReport(source, one)) : dateTimeReport(source);
}

/** 6 octets that name an object. */
function logicalNameReport({ octets, place }: PlacedOctets): Report {
  const { value, meaning } = logicalNameTold(octets);
  const field = makeField(
    'logical name',
    { offset: place(0), length: octets.length, octets },
    { value, meaning },
  );
  return makeReport('logical-name', place(0), octets.length, found({ value: value ?? null }, [field]));
}

interface PlacedData {
  readonly data: Data;
  readonly at: number;
  readonly end: number;
}

/** Data one behind the other that fill all octets; none where they do not. */
function dataOf(octets: Uint8Array): readonly PlacedData[] {
  const reader = new OctetReader(octets.subarray(0, MOST_OCTETS));
  const found: PlacedData[] = [];
  try {
    while (reader.remaining > 0) {
      if (found.length === MOST_DATA) return [];
      const at = reader.position;
      found.push({ data: decodeData(reader), at, end: reader.position });
    }
    return octets.length > MOST_OCTETS ? [] : found;
  } catch (error) {
    if (error instanceof DlmsError) return [];
    throw error;
  }
}

function dataReport({ octets, place }: PlacedOctets, { data, at, end }: PlacedData): Report {
  const own = { octets: octets.subarray(at, end), place: placeBehind(place, at) };
  return makeReport('data', place(at), end - at, found({ data: describeData(data) }, dataFields(own)));
}

/** 12 octets that are a point in time which a meter can mean. */
function dateTimeReport({ octets, place }: PlacedOctets): readonly Report[] {
  const dateTime = octets.length === 12 ? decodeDateTime(octets) : undefined;
  const text = dateTime && toIsoText(dateTime);
  const { first, last } = PLAUSIBLE_YEARS;
  if (text === undefined || !((dateTime?.year ?? 0) >= first && (dateTime?.year ?? 0) <= last)) return [];
  const value = toHex(octets);
  const field = makeField('date-time', { offset: place(0), length: 12, octets }, { value, meaning: text });
  return [makeReport('date-time', place(0), octets.length, found({ value, text }, [field]))];
}
