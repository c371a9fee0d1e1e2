/** What HDLC frames carry: link parameters, or segments of an APDU with its LLC header. */
import type { Plain } from '../../apdu/describe.js';
import { toHex } from '../../encoding/hex.js';
import { OctetReader } from '../../encoding/octet-reader.js';
import { DlmsError } from '../../errors.js';
import { describeAddress } from '../../framing/hdlc/address.js';
import type { HdlcFrame } from '../../framing/hdlc/frame.js';
import { decodeLinkParameters } from '../../framing/hdlc/link-parameters.js';
import { LLC_COMMAND, withoutLlc } from '../../framing/hdlc/llc.js';
import { SegmentJoiner } from '../../framing/hdlc/segmenter.js';
import type { ApduReporter } from './apdu-report.js';
import { damagedLlcFields } from './damaged-contents.js';
import { type Field, makeField } from './fields/field.js';
import { linkParameterFields } from './fields/link-parameter-fields.js';
import { type PlacedOctets, PlaceJoiner, placeBehind } from './place.js';
import {
  errorReport,
  type Finding,
  found,
  isFaulty,
  NOTHING,
  noted,
  type Report,
  together,
  unfinishedReport,
} from './report.js';

/** Segments that wait for the last one. */
interface Segments {
  readonly joiner: SegmentJoiner;
  readonly places: PlaceJoiner;
}

export class HdlcContents {
  /** Segments belong together by their two addresses. */
  readonly #segments = new Map<string, Segments>();
  readonly #apdus: ApduReporter;

  constructor(apdus: ApduReporter) {
    this.#apdus = apdus;
  }

  /** @param source the information of the frame */
  see(frame: HdlcFrame, source: PlacedOctets): Finding {
    if (source.octets.length === 0) return NOTHING;
    switch (frame.control.kind) {
      case 'I':
      case 'UI':
        return this.#segment(frame, source);
      case 'SNRM':
      case 'UA':
        return parameters(source);
      default:
        return found({ information: toHex(source.octets) }, [informationField(source)]);
    }
  }

  /** Whose last segment is missing in the record. */
  unfinished(): readonly Report[] {
    const open = Array.from(this.#segments.values()).filter(({ joiner }) => joiner.unfinished);
    return open.map(({ places }) => unfinishedReport('segment of an APDU', places, damagedLlcFields));
  }

  #segment(frame: HdlcFrame, source: PlacedOctets): Finding {
    const direction = `${describeAddress(frame.source)} ${describeAddress(frame.destination)}`;
    const segments = this.#segments.get(direction) ?? {
      joiner: new SegmentJoiner(),
      places: new PlaceJoiner(),
    };
    this.#segments.set(direction, segments);
    const { joiner, places } = segments;
    // A new APDU begins with its LLC header: what came before it lost its end.
    const lost = joiner.unfinished && withoutLlc(source.octets) !== undefined;
    if (lost) reset(segments);
    const joined = joiner.unfinished;
    places.add(source);
    try {
      const whole = joiner.add(frame);
      const note = lost ? noted('the segments before this frame lost their end') : NOTHING;
      if (whole === undefined) return together(note, found({}, [informationField(source, 'segment')]));
      const place = places.toPlace();
      places.reset();
      const llc = llcFinding({ octets: whole, place }, !joined, this.#apdus, direction);
      return together(note, joined ? joinedFinding(llc, source, whole.length) : llc);
    } catch (error) {
      places.reset();
      return found(errorReport(error), [informationField(source)]);
    }
  }
}

function reset({ joiner, places }: Segments): void {
  joiner.reset();
  places.reset();
}

/**
 * An APDU behind its LLC header, or without one, as some meters send it.
 * @param placed whether the octets stand in the input one behind the other
 * @param direction tells apart who sent it, where that is known
 */
export function llcFinding(
  source: PlacedOctets,
  placed: boolean,
  apdus: ApduReporter,
  direction = '',
): Finding {
  const { octets, place } = source;
  const apdu = withoutLlc(octets) ?? octets;
  const size = octets.length - apdu.length;
  const llc: Plain = size === 0 ? null : octets[1] === LLC_COMMAND[1] ? 'command' : 'response';
  const fields = size === 0 ? [] : [llcField(source, size, String(llc))];
  const finding = apdus.report({ octets: apdu, place: placeBehind(place, size) }, direction);
  const headless = size === 0 && isFaulty(finding.report);
  const note = headless ? noted('no LLC header: a later segment of an APDU?') : NOTHING;
  return together(found({ llc, ...(placed ? { apduOffset: place(size) } : {}) }, fields), note, finding);
}

function llcField({ octets, place }: PlacedOctets, size: number, meaning: string): Field {
  return makeField('LLC', { offset: place(0), length: size, octets: octets.subarray(0, size) }, { meaning });
}

/** The last segment, and what all of them make. */
function joinedFinding({ report, fields, notes }: Finding, source: PlacedOctets, length: number): Finding {
  const [first] = fields;
  const where = { offset: first?.offset ?? source.place(0), length, octets: new Uint8Array() };
  const joined = makeField('joined segments', where, { meaning: `${length} octets` }, fields);
  return { report, fields: [informationField(source, 'segment'), joined], notes };
}

function informationField({ octets, place }: PlacedOctets, name = 'information'): Field {
  const where = { offset: place(0), length: octets.length, octets };
  return makeField(name, where, { hidden: true, meaning: `${octets.length} octets` });
}

function parameters(source: PlacedOctets): Finding {
  try {
    const agreed = decodeLinkParameters(new OctetReader(source.octets, 'hdlc'));
    return found({ parameters: { ...agreed } }, linkParameterFields(source));
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    const where = { offset: source.place(0), length: source.octets.length, octets: source.octets };
    return found(errorReport(error), [makeField('link parameters', where, { error })]);
  }
}
