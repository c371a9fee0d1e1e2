/** All conversations of a capture file told one after the other, both directions in the order of the packets. */
import { DlmsError } from '../../errors.js';
import { bareUnits } from './bare-units.js';
import type { MessageKeys } from './decipherer.js';
import { framedUnits } from './decode-octets.js';
import { labelled } from './decode-recording.js';
import { isIecText } from './iec-report.js';
import type { Capture, PacketTable } from './pcap/capture.js';
import type { Conversation, Direction } from './pcap/conversation.js';
import type { Run } from './pcap/tcp-stream.js';
import { placeFrom } from './place.js';
import { errorReport, found, makeReport, noted, type PlainObject, type Report } from './report.js';
import { Teller } from './teller.js';
import type { Unit } from './unit.js';

/** Registered for DLMS/COSEM, over TCP and UDP. */
const DLMS_PORT = 4059;
const SLASH = 0x2f;

export function* decodeCapture({ conversations, packets }: Capture, keys: MessageKeys): Generator<Report> {
  for (const conversation of conversations) {
    const isDlms = speaksDlms(conversation);
    const teller = new Teller(keys);
    const streams = conversation.directions.map((direction) =>
      isDlms ? directionUnits(direction, packets, teller) : otherUnits(direction, packets),
    );
    for (const { tell } of inOrder(streams)) yield* tell();
    yield* teller.unfinished().map((report) => labelled(report, packets.at(report.offset)));
  }
}

function speaksDlms({ ports, directions }: Conversation): boolean {
  if (ports.includes(DLMS_PORT)) return true;
  const judge = new Teller();
  return directions.some(({ runs }) =>
    runs.some((run) => !isOtherText(run) && framedUnits(run, judge) !== undefined),
  );
}

/** Text that does not begin as a meter's: other protocols have parentheses and slashes, too. */
function isOtherText({ octets }: Run): boolean {
  return octets[0] !== SLASH && isIecText(octets);
}

function* directionUnits(
  { from, to, runs }: Direction,
  packets: PacketTable,
  teller: Teller,
): Generator<Unit> {
  for (const run of runs) {
    if (run.missing > 0) yield gapUnit(run, packets, { from, to });
    for (const { end, tell } of framedUnits(run, teller) ?? bareUnits(run, teller.apdus)) {
      const label = (report: Report) => labelled(report, originOf(packets, report.offset, { from, to }));
      yield { end, tell: () => tell().map(label) };
    }
  }
}

interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Without ends, where the record has none. */
function originOf(packets: PacketTable, offset: number, { from, to }: Ends): PlainObject {
  return { ...packets.at(offset), ...(from === '' ? {} : { from, to }) };
}

function gapUnit({ place, missing }: Run, packets: PacketTable, ends: Ends): Unit {
  const error = new DlmsError(`${missing} octets are missing in the record`, {
    code: 'DLMS_TRUNCATED',
    layer: 'transport',
    fault: 'line',
  });
  const at = place(0);
  const report = makeReport('damaged', at, 0, found(errorReport(error)));
  return { end: at, tell: () => [labelled(report, originOf(packets, at, ends))] };
}

/** One report for all that a side sent. */
function* otherUnits({ from, to, runs }: Direction, packets: PacketTable): Generator<Unit> {
  const [first] = runs;
  const at = (first?.place ?? placeFrom(0))(0);
  const length = runs.reduce((sum, { octets }) => sum + octets.length, 0);
  const report = makeReport('other', at, length, noted('nothing of DLMS is in these octets'));
  yield { end: at, tell: () => [labelled(report, originOf(packets, at, { from, to }))] };
}

/** The units of all streams by where they end in the file. */
function* inOrder(streams: readonly Iterable<Unit>[]): Generator<Unit> {
  const waiting = streams.flatMap((stream) => {
    const rest = stream[Symbol.iterator]();
    const { value, done } = rest.next();
    return done ? [] : [{ unit: value, rest }];
  });
  while (waiting.length > 0) {
    const next = waiting.reduce((best, each) => (each.unit.end < best.unit.end ? each : best));
    yield next.unit;
    const { value, done } = next.rest.next();
    if (done) waiting.splice(waiting.indexOf(next), 1);
    else next.unit = value;
  }
}
