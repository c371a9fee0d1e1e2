/** Readable names of OBIS codes (IEC 62056-61), in English or in the words of another language. */
import type { LogicalName } from './descriptor.js';
import { abstractObject } from './obis-abstract.js';
import { electricityObject } from './obis-electricity.js';
import { ENGLISH } from './obis-languages/en.js';
import { mediumObject, mediumOf } from './obis-media.js';
import { type ObisRow, type ValueGroups, valueGroups } from './obis-pattern.js';
import { type Quantity, quantityOf } from './obis-quantity.js';
import type { ObisWords, ObjectName } from './obis-words.js';

const CURRENT_PERIOD = 255;

/** For example `active energy import, rate 1`; undefined for codes that the standard does not name. */
export function obisName(logicalName: LogicalName, words: ObisWords = ENGLISH): string | undefined {
  const groups = valueGroups(logicalName);
  const [a, b, , , , f] = groups;
  const found = nameOf(groups, words);
  if (found === undefined) return undefined;
  const medium = mediumOf(a);
  const named = medium === undefined ? found : about(words.media[medium], found);
  const channelled = b === 0 ? named : about(words.channel, named, { b });
  return f === CURRENT_PERIOD ? channelled : about(periodOf(f, words), channelled, { f, n: f - 100 });
}

/** The classes that the tables know for a code; undefined where they do not know it. */
export function knownClasses(groups: ValueGroups): readonly number[] | undefined {
  return (singleObject(groups) ?? composed(groups))?.classes;
}

function singleObject(groups: ValueGroups): ObisRow | undefined {
  if (groups[0] === 0) return abstractObject(groups);
  return groups[0] === 1 ? electricityObject(groups) : mediumObject(groups);
}

function composed(groups: ValueGroups): Quantity | undefined {
  return groups[0] === 1 ? quantityOf(groups) : undefined;
}

function nameOf(groups: ValueGroups, words: ObisWords): string | undefined {
  const [, , , d, e] = groups;
  const single = singleObject(groups);
  if (single !== undefined) {
    const name = words.objects?.[single.name as ObjectName] ?? single.name;
    return about(name, '', { d, e, 'e+1': e + 1 });
  }
  const quantity = composed(groups);
  return quantity === undefined ? undefined : quantityName(quantity, words);
}

function quantityName(quantity: Quantity, words: ObisWords): string {
  const { of, phase, processing, number, angle, detail, e } = quantity;
  const what =
    typeof of === 'string'
      ? words.measured[of]
      : about(words.flows[of.flow], words.powers[of.power][of.noun]);
  const inPhase = phase === 0 ? what : about(words.phase, what, { phase });
  const n = number === undefined ? '' : ` ${number}`;
  const processed = processing === undefined ? inPhase : about(words.processing[processing], inPhase, { n });
  if (angle !== undefined) return angleName(angle, processed, words);
  return detail === undefined ? processed : about(words.details[detail], processed, { e });
}

function angleName(angle: NonNullable<Quantity['angle']>, what: string, words: ObisWords): string {
  if (typeof angle === 'number') return about(words.otherAngle, what, { e: angle });
  const [from, to] = angle;
  return about(words.angle, what, { from, to });
}

function periodOf(f: number, { period }: ObisWords): string {
  if (f === 101) return period.last;
  if (f > 101 && f <= 125) return period.back;
  return f === 126 ? period.lasts : period.numbered;
}

/** A template with what it is about, and the values that it names. */
function about(
  template: string,
  what: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return template.replace(/\{([^}]*)\}/g, (whole, name: string) =>
    name === '' ? what : String(values[name] ?? whole),
  );
}
