/** What SNRM and UA agree on, seen from the client (IEC 62056-46, 6.4.4.4.3). */
import { OctetReader } from '../encoding/octet-reader.js';
import { OctetWriter } from '../encoding/octet-writer.js';
import { DlmsError } from '../errors.js';
import {
  DEFAULT_LINK_PARAMETERS,
  decodeLinkParameters,
  encodeLinkParameters,
  type LinkParameters,
  negotiate,
} from '../framing/hdlc/link-parameters.js';

export const DEFAULT_PROPOSAL: LinkParameters = {
  maxInfoTransmit: 1024,
  maxInfoReceive: 1024,
  windowTransmit: 7,
  windowReceive: 7,
};

export interface Agreement {
  readonly parameters: LinkParameters;
  /** What is odd with the meter's side. */
  readonly note?: string | undefined;
}

/** The information field of an SNRM: none where the defaults are proposed, for all meters know those. */
export function snrmInformation(proposal: LinkParameters): Uint8Array {
  const writer = new OctetWriter();
  return (proposesDefaults(proposal) ? writer : encodeLinkParameters(writer, proposal)).toOctets();
}

export function proposesDefaults(proposal: LinkParameters): boolean {
  return (
    proposal.maxInfoTransmit === DEFAULT_LINK_PARAMETERS.maxInfoTransmit &&
    proposal.maxInfoReceive === DEFAULT_LINK_PARAMETERS.maxInfoReceive &&
    proposal.windowTransmit === DEFAULT_LINK_PARAMETERS.windowTransmit &&
    proposal.windowReceive === DEFAULT_LINK_PARAMETERS.windowReceive
  );
}

/** What applies when the UA to this proposal has that information field; one that cannot be read counts as none. */
export function agreement(proposal: LinkParameters, information: Uint8Array): Agreement {
  try {
    const theirs = decodeLinkParameters(new OctetReader(information, 'hdlc'));
    return { parameters: negotiate(proposal, theirs) };
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return {
      parameters: negotiate(proposal, DEFAULT_LINK_PARAMETERS),
      note: `its parameters are not understood, the defaults apply: ${error.message}`,
    };
  }
}
