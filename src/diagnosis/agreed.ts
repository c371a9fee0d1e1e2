/** What was agreed with a meter, as facts for people: link, association, identification of the start. */
import type { AssociationNegotiated, LinkNegotiated } from '../client/primitive.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Facts } from './step.js';

export function linkFacts(link: LinkNegotiated): Facts {
  return {
    'max info field length – transmit': link.maxInfoTransmit,
    'max info field length – receive': link.maxInfoReceive,
    'window size – transmit': link.windowTransmit,
    'window size – receive': link.windowReceive,
  };
}

export function associationFacts(negotiated: AssociationNegotiated, { referencing }: MeterSettings): Facts {
  const { conformance, serverMaxReceivePduSize, dlmsVersion } = negotiated;
  return {
    referencing,
    'DLMS version': dlmsVersion,
    'server-max-receive-pdu-size': serverMaxReceivePduSize === 0 ? 'no limit' : serverMaxReceivePduSize,
    conformance: [...conformance].join(', '),
  };
}
