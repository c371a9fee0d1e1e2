/** Octets in which no frame was found: PDUs without one, in noise perhaps, or what is left of something else. */
import type { ApduReporter } from './apdu-report.js';
import { bareReports, looseReports } from './bare-report.js';
import { iecUnits } from './iec-report.js';
import type { PlacedOctets } from './place.js';
import { isFaulty, type Report } from './report.js';
import type { Unit } from './unit.js';
import { looksWrapped } from './wrapper-detection.js';
import { wrapperUnits } from './wrapper-report.js';

export function bareUnits(source: PlacedOctets, apdus: ApduReporter): Iterable<Unit> {
  const reports = bareReports(source, apdus);
  const first = reports.next();
  if (first.done) return [];
  if (!isDoubtful(first.value)) return reportUnits(source, first.value, reports);
  if (looksWrapped(source.octets)) return wrapperUnits(source, apdus);
  return (
    iecUnits(source, false) ?? looseUnits(source, first.value) ?? reportUnits(source, first.value, reports)
  );
}

function isDoubtful(report: Report): boolean {
  const { apdu } = report;
  const kind = typeof apdu === 'object' && apdu !== null && 'kind' in apdu ? apdu.kind : undefined;
  return isFaulty(report) || kind === 'unsupported';
}

/** Reports one by one, the first of which is there already. */
function* reportUnits(source: PlacedOctets, first: Report, others: Iterable<Report>): Generator<Unit> {
  const end = source.place(source.octets.length - 1);
  yield { end, tell: () => [first] };
  for (const report of others) yield { end, tell: () => [report] };
}

function looseUnits(source: PlacedOctets, front: Report): Iterable<Unit> | undefined {
  const [first, ...others] = isFaulty(front) ? looseReports(source) : [];
  return first && reportUnits(source, first, others);
}
