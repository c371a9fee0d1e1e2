/** All of a recording told in its order: parts by themselves where they are whole, the others joined. */
import { bareUnits } from './bare-units.js';
import type { MessageKeys } from './decipherer.js';
import { framedUnits } from './decode-octets.js';
import type { Part, Recording } from './input/recording.js';
import { placeFrom } from './place.js';
import type { PlainObject, Report } from './report.js';
import { Teller } from './teller.js';
import type { Unit } from './unit.js';
import { isWhole } from './whole.js';

/** One line in so many has to be whole by itself, where nothing but the text's lines sets messages apart. */
const LEAST_SHARE = 2;

export function* decodeRecording(recording: Recording, keys: MessageKeys): Generator<Report> {
  const teller = new Teller(keys);
  const label = (report: Report) => labelled(report, labelAt(recording.parts, report.offset));
  for (const { tell } of recordingUnits(recording, teller)) yield* tell().map(label);
  yield* teller.unfinished().map(label);
}

function recordingUnits({ octets, parts, marked }: Recording, teller: Teller): Iterable<Unit> {
  const whole = { octets, place: placeFrom(0) };
  if (parts.length < 2) return framedUnits(whole, teller) ?? bareUnits(whole, teller.apdus);
  const isPartWhole = parts.map(({ at, length }) => isWhole(octets.subarray(at, at + length)));
  const share = isPartWhole.filter((each) => each).length * LEAST_SHARE;
  if (!marked && share < parts.length) return framedUnits(whole, teller) ?? bareUnits(whole, teller.apdus);
  return groupUnits(octets, groupsOf(parts, isPartWhole), teller);
}

/** Parts that are whole by themselves; between them those that may make a whole together. */
function groupsOf(parts: readonly Part[], isPartWhole: readonly boolean[]): readonly (readonly Part[])[] {
  const groups: Part[][] = [];
  parts.forEach((part, index) => {
    const joins = index > 0 && !isPartWhole[index] && !isPartWhole[index - 1];
    if (joins) groups.at(-1)?.push(part);
    else groups.push([part]);
  });
  return groups;
}

function* groupUnits(
  octets: Uint8Array,
  groups: readonly (readonly Part[])[],
  teller: Teller,
): Generator<Unit> {
  for (const group of groups) {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) continue;
    const together = { octets: octets.subarray(first.at, last.at + last.length), place: placeFrom(first.at) };
    yield* framedUnits(together, teller) ?? partUnits(octets, group, teller);
  }
}

function* partUnits(octets: Uint8Array, parts: readonly Part[], teller: Teller): Generator<Unit> {
  for (const { at, length } of parts) {
    const part = { octets: octets.subarray(at, at + length), place: placeFrom(at) };
    yield* framedUnits(part, teller) ?? bareUnits(part, teller.apdus);
  }
}

/** Of the part that the octet is in; a part may lie within what comes before it. */
function labelAt(parts: readonly Part[], offset: number): PlainObject {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return parts[low]?.label ?? {};
}

/** What a report says of where it comes from stands behind its place. */
export function labelled({ kind, offset, length, ...members }: Report, label: PlainObject): Report {
  return { kind, offset, length, ...label, ...members } as Report;
}
