/**
 * The secondary stations of an HDLC line (IEC 62056-46, 6.4.4): one or more meters that hear the same
 * octets. Each meter holds one connection per client; without one it is in normal disconnected mode.
 */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import type { UnnumberedControl } from '../framing/hdlc/control-field.js';
import { HdlcDeframer } from '../framing/hdlc/deframer.js';
import { encodeFrame, type HdlcFrame } from '../framing/hdlc/frame.js';
import {
  DEFAULT_LINK_PARAMETERS,
  decodeLinkParameters,
  encodeLinkParameters,
  type LinkParameters,
  negotiate,
} from '../framing/hdlc/link-parameters.js';
import { ServerAssociation } from './association.js';
import type { HdlcFaults } from './faults.js';
import { GbtService } from './gbt-service.js';
import { type Answer, HdlcConnection } from './hdlc-connection.js';
import { type Route, routeOf } from './hdlc-routing.js';
import type { Site } from './site.js';

interface Link {
  readonly connection: HdlcConnection;
  /** Milliseconds since 1970. */
  readonly lastHeard: number;
}

/** A frame whose next octet does not come for so long is given up; class 23 has 25 ms, tunnels need more. */
const INTER_OCTET_MS = 1000;

const NOTHING = new Uint8Array();

const UNDERSTATED: LinkParameters = {
  maxInfoTransmit: 32,
  maxInfoReceive: 32,
  windowTransmit: 1,
  windowReceive: 1,
};

export class HdlcStation {
  readonly #deframer = new HdlcDeframer();
  readonly #links = new Map<string, Link>();
  #lastOctets = Number.NEGATIVE_INFINITY;

  constructor(readonly site: Site) {}

  /** A client is connected, or was when it was last heard. */
  get connected(): boolean {
    return this.#links.size > 0;
  }

  /** @returns whole frames with their flags, in order */
  handle(octets: Uint8Array, now: number): Uint8Array[] {
    const given = now - this.#lastOctets > INTER_OCTET_MS ? this.#deframer.flush() : [];
    this.#lastOctets = now;
    return [...given, ...this.#deframer.push(octets)].flatMap((output) =>
      output.kind === 'frame' ? this.#frame(output.frame, now) : [],
    );
  }

  #frame(frame: HdlcFrame, now: number): Uint8Array[] {
    const client = frame.source;
    if (client.size !== 1 || client.upper === 0) return [];
    const faults = this.site.faults();
    const route = routeOf(frame.destination, this.site.meters, faults);
    if (route === undefined) return [];
    return this.#answers(frame, route, now, faults).map((answer) =>
      encodeFrame({ destination: client, source: route.answerFrom, ...answer }),
    );
  }

  #answers(frame: HdlcFrame, route: Route, now: number, faults: HdlcFaults): readonly Answer[] {
    const key = `${route.meter.physicalAddress} ${frame.source.upper}`;
    const link = this.#alive(key, now);
    switch (frame.control.kind) {
      case 'SNRM':
        if (isUnheard(frame, link, faults)) return [];
        return [this.#connect(key, frame, route, now, faults)];
      case 'DISC':
        this.#links.delete(key);
        return [unnumbered(link === undefined ? 'DM' : 'UA')];
      case 'I':
      case 'RR':
      case 'RNR':
      case 'REJ':
        return link === undefined ? [unnumbered('DM')] : this.#converse(key, link, frame, now, faults);
      default:
        return link === undefined ? [] : this.#converse(key, link, frame, now, faults);
    }
  }

  /** The link of a client, unless it was silent for too long. */
  #alive(key: string, now: number): Link | undefined {
    const link = this.#links.get(key);
    const { inactivitySeconds } = this.site.hdlc;
    const expired =
      inactivitySeconds > 0 && link !== undefined && now - link.lastHeard > inactivitySeconds * 1000;
    if (expired) this.#links.delete(key);
    return expired ? undefined : link;
  }

  /** SNRM starts anew, and ends the association that was. */
  #connect(key: string, frame: HdlcFrame, { meter }: Route, now: number, { ua }: HdlcFaults): Answer {
    const agreed = negotiate(this.site.hdlc, proposalOf(frame));
    const least = ua === 'without information' || ua === 'overstated';
    const negotiated = least ? negotiate(agreed, DEFAULT_LINK_PARAMETERS) : agreed;
    const caller = { clientSap: frame.source.upper, serverSap: meter.logicalAddress };
    const service = new GbtService(new ServerAssociation(this.site, meter, caller));
    const connection = new HdlcConnection(negotiated, (apdu, at) => service.answers(apdu, at));
    this.#links.set(key, { connection, lastHeard: now });
    return { ...unnumbered('UA'), information: uaInformation(ua === 'overstated' ? agreed : negotiated, ua) };
  }

  #converse(key: string, { connection }: Link, frame: HdlcFrame, now: number, faults: HdlcFaults) {
    if (faults.refuseSegments && frame.segmented) {
      this.#links.delete(key);
      return [unnumbered('FRMR')];
    }
    const answers = connection
      .handle(frame, now, faults.rnr ?? 0)
      .map(faults.uncountedFrames ? uncounted : asIs);
    const rejected = answers.some(({ control }) => control.kind === 'FRMR');
    if (rejected) this.#links.delete(key);
    else this.#links.set(key, { connection, lastHeard: now });
    return answers;
  }
}

function isUnheard({ information }: HdlcFrame, link: Link | undefined, { snrm }: HdlcFaults): boolean {
  return snrm === 'only when disconnected'
    ? link !== undefined
    : snrm === 'only without parameters' && information.length > 0;
}

function asIs(answer: Answer): Answer {
  return answer;
}

function uncounted(answer: Answer): Answer {
  const { control } = answer;
  return control.kind === 'I' ? { ...answer, control: { ...control, sendNumber: 0 } } : answer;
}

function unnumbered(kind: UnnumberedControl['kind']): Answer {
  return { control: { kind, pollFinal: true }, segmented: false, information: NOTHING };
}

/** What SNRM proposes; one that cannot be read proposes nothing. */
function proposalOf({ information }: HdlcFrame): LinkParameters {
  try {
    return decodeLinkParameters(new OctetReader(information, 'hdlc'));
  } catch (error) {
    if (error instanceof DlmsError) return DEFAULT_LINK_PARAMETERS;
    throw error;
  }
}

function uaInformation(negotiated: LinkParameters, ua: HdlcFaults['ua']): Uint8Array {
  if (ua === 'without information') return NOTHING;
  if (ua === 'understated') return encodeLinkParameters(new OctetWriter(), UNDERSTATED).toOctets();
  if (ua !== 'two-octet lengths') return encodeLinkParameters(new OctetWriter(), negotiated).toOctets();
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = negotiated;
  const writer = new OctetWriter().u8(0x81).u8(0x80).u8(0x14);
  writer.u8(5).u8(2).u16(maxInfoTransmit).u8(6).u8(2).u16(maxInfoReceive);
  return writer.u8(7).u8(4).u32(windowTransmit).u8(8).u8(4).u32(windowReceive).toOctets();
}
