/** What M-Bus frames carry: segments of an APDU, or values of other meters. */
import { toHex } from '../../encoding/hex.js';
import { DlmsError } from '../../errors.js';
import type { MbusFrame } from '../../framing/mbus-frame.js';
import { decodeMbusSegment, MbusJoiner, type MbusSegment } from '../../framing/mbus-segment.js';
import type { ApduReporter } from './apdu-report.js';
import { damagedApduFields } from './damaged-contents.js';
import { type Field, makeField } from './fields/field.js';
import { type PlacedOctets, PlaceJoiner, placeBehind } from './place.js';
import {
  errorReport,
  type Finding,
  found,
  NOTHING,
  noted,
  type Report,
  together,
  unfinishedReport,
} from './report.js';

const TSAPS = 2;

/** Segments that wait for the last one. */
interface Segments {
  readonly joiner: MbusJoiner;
  readonly places: PlaceJoiner;
}

export class MbusContents {
  /** Segments belong together by their two ends and the address. */
  readonly #segments = new Map<string, Segments>();
  readonly #apdus: ApduReporter;

  constructor(apdus: ApduReporter) {
    this.#apdus = apdus;
  }

  /** @param place of the first octet behind the CI field */
  see(frame: MbusFrame, place: PlacedOctets['place']): Finding {
    try {
      const segment = decodeMbusSegment(frame);
      if (segment === undefined) return foreign(frame, place);
      const { number, last, source, destination, octets } = segment;
      const head = found({ segment: number, last, source, destination });
      return together(head, this.#segment(frame, segment, { octets, place: placeBehind(place, TSAPS) }));
    } catch (error) {
      return found(errorReport(error));
    }
  }

  /** Whose last segment is missing in the record. */
  unfinished(): readonly Report[] {
    const open = Array.from(this.#segments.values()).filter(({ joiner }) => joiner.unfinished);
    return open.map(({ places }) => unfinishedReport('segment of an APDU', places, damagedApduFields));
  }

  #segment({ address }: MbusFrame, segment: MbusSegment, source: PlacedOctets): Finding {
    const direction = `${address} ${segment.source} ${segment.destination}`;
    const segments = this.#segments.get(direction) ?? { joiner: new MbusJoiner(), places: new PlaceJoiner() };
    this.#segments.set(direction, segments);
    const { joiner, places } = segments;
    const lost = joiner.unfinished && segment.number === 0;
    if (lost) places.reset();
    const joined = joiner.unfinished && !lost;
    places.add(source);
    const note = lost ? noted('the segments before this frame lost their end') : NOTHING;
    try {
      const whole = joiner.add(segment);
      if (whole === undefined) return together(note, found({}, [segmentField(source)]));
      const place = places.toPlace();
      places.reset();
      const inside = this.#apdus.report({ octets: whole, place }, direction);
      return together(note, joined ? joinedFinding(inside, source, whole.length) : inside);
    } catch (error) {
      places.reset();
      return found(errorReport(error), [segmentField(source, error)]);
    }
  }
}

/** The last segment, and what all of them make. */
function joinedFinding({ report, fields, notes }: Finding, source: PlacedOctets, length: number): Finding {
  const [first] = fields;
  const where = { offset: first?.offset ?? source.place(0), length, octets: new Uint8Array() };
  const joined = makeField('joined segments', where, { meaning: `${length} octets` }, fields);
  return { report, fields: [segmentField(source), joined], notes };
}

function segmentField({ octets, place }: PlacedOctets, error?: unknown): Field {
  const where = { offset: place(0), length: octets.length, octets };
  const told = error instanceof DlmsError ? { error } : {};
  return makeField('segment', where, { hidden: true, meaning: `${octets.length} octets`, ...told });
}

/** Values of other meters in their own coding (EN 13757-3), or link control. */
function foreign({ data }: MbusFrame, place: PlacedOctets['place']): Finding {
  if (data.length === 0) return NOTHING;
  const where = { offset: place(0), length: data.length, octets: data };
  return found({ data: toHex(data) }, [makeField('data', where)], 'the data is not DLMS');
}
