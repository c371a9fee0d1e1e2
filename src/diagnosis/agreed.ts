/** What was agreed with a meter, as facts for people: link, association, identification of the start. */
import type { AssociationNegotiated, LinkNegotiated } from '../client/primitive.js';
import type { MeterSettings } from '../meter/settings.js';
import type { Facts } from './step.js';

export function linkFacts(link: LinkNegotiated): Facts {
  const { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive } = link;
  return { maxInfoTransmit, maxInfoReceive, windowTransmit, windowReceive };
}

export function associationFacts(negotiated: AssociationNegotiated, { referencing }: MeterSettings): Facts {
  const { conformance, serverMaxReceivePduSize: maxPduSize, dlmsVersion } = negotiated;
  return { referencing, dlmsVersion, maxPduSize, conformance: [...conformance].join(', ') };
}
